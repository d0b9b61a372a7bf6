internal import Glibc

/// What an operator gives us in files. Everything here blocks.
enum FileSystem {
    static func content(of path: String) throws(UnreadableFile) -> [UInt8] {
        guard let file = unsafe fopen(path, "re") else { throw UnreadableFile(path: path, errno: errno) }
        defer { unsafe fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            guard unsafe ferror(file) == 0 else { throw UnreadableFile(path: path, errno: errno) }
            if count == 0 { return content }
            content += chunk[..<count]
        }
    }

    /// The visible files of a folder with their names, as far as they can be read; none where there is no folder.
    static func files(in folder: String) -> [(name: String, bytes: [UInt8])] {
        guard let names = try? names(in: folder) else { return [] }
        return names.compactMap { name in (try? content(of: "\(folder)/\(name)")).map { (name, $0) } }
    }

    /// The visible entries of a folder, in order; nil for what is no folder.
    static func names(in folder: String) throws(UnreadableFile) -> [String]? {
        guard let directory = unsafe opendir(folder) else {
            if errno == ENOTDIR { return nil }
            throw UnreadableFile(path: folder, errno: errno)
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

struct UnreadableFile: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    var description: String { "\"\(path)\" cannot be read: \(unsafe String(cString: strerror(errno)))" }
}
