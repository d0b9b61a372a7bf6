/// The file in the home that a service's output is appended to.
struct ServiceLog {
    let path: String

    /// A log of more than 16 MB is set aside as `….log.old`, in place of the one before it.
    init(service: String, home: String) throws(ServiceError) {
        path = "\(home)/\(service).log"
        if Files.size(of: path) > 16 << 20 { try Files.move(path, to: "\(path).old") }
    }

    /// A place to read from later.
    func mark() throws(ServiceError) -> Int { Files.size(of: path) }

    /// What was written since a mark.
    func text(since mark: Int) -> String { Files.text(of: path, from: mark) }
}
