private import CEmbedded
private import Glibc
private import HTTPServer

/// The explorer page: GraphiQL over this server's own endpoint. The page travels inside the binary, GraphiQL's built files
/// lie in a folder; where they are absent the page says how to get them.
package struct Explorer: Sendable {
    /// By path.
    private let files: [String: StaticFile]

    /// Reads the files once. A folder that cannot be read counts as empty.
    package init(assets folder: String) {
        var files: [String: StaticFile] = [:]
        for (name, bytes) in Self.embedded {
            let path = name == "index.html" ? "/" : "/explorer/\(name)"
            // They change with the server's version under the same name, so browsers ask each time.
            files[path] = StaticFile(bytes, named: name, cacheControl: "no-cache", security: Self.security)
        }
        for name in Self.names(in: folder) {
            guard let bytes = Self.content(of: "\(folder)/\(name)") else { continue }
            files["/explorer/assets/\(name)"] = StaticFile(
                bytes, named: name, cacheControl: "public, max-age=86400, immutable", security: Self.security)
        }
        self.files = files
    }

    /// The page may load nothing from elsewhere, be framed by nobody, and run no inline script.
    private static let security: HTTPHeaders = [
        "Content-Security-Policy":
            "default-src 'self'; font-src data:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    ]

    /// Adds a path for each file.
    package func add(to router: inout Router) {
        for (path, file) in files { router.add(path) { file.answer($0) } }
    }

    /// The files of `explorer/`.
    private static var embedded: [(name: String, bytes: [UInt8])] {
        var found: [(String, [UInt8])] = []
        while let file = unsafe embedded_explorer_file(found.count)?.pointee, let name = unsafe file.name {
            let bytes = unsafe UnsafeRawBufferPointer(start: file.bytes, count: file.length)
            unsafe found.append((String(cString: name), Array(bytes)))
        }
        return found
    }

    /// The visible entries of a folder.
    private static func names(in folder: String) -> [String] {
        guard let directory = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// Nil for what is no readable file.
    private static func content(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
        }
    }
}
