import Glibc

/// All bytes of a file.
func bytes(ofFile path: String) throws(BenchFailure) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe read(file, &part, part.count)
        guard count >= 0 else { throw failure(path) }
        guard count > 0 else { return bytes }
        bytes += part[..<count]
    }
}

/// What the system said of the file last.
private func failure(_ path: String) -> BenchFailure {
    BenchFailure("\(path): \(unsafe String(cString: strerror(errno)))")
}
