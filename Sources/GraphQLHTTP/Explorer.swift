private import CEmbedded
private import HTTPServer

/// The explorer page: GraphiQL over this server's own endpoint. The page travels inside the binary, GraphiQL's built files
/// are given; where they are absent the page says how to get them.
package struct Explorer: Sendable {
    /// By path.
    private let files: [String: StaticFile]

    /// - Parameter assets: files by their names.
    package init(assets: [(name: String, bytes: [UInt8])]) {
        var files: [String: StaticFile] = [:]
        for (name, bytes) in Self.embedded {
            files[name == "index.html" ? "/" : "/explorer/\(name)"] = Self.file(name, bytes)
        }
        for (name, bytes) in assets { files["/explorer/assets/\(name)"] = Self.file(name, bytes) }
        self.files = files
    }

    /// Files change with the server's version under the same name, so browsers ask each time.
    private static func file(_ name: String, _ bytes: [UInt8]) -> StaticFile {
        StaticFile(bytes, named: name, cacheControl: "no-cache", security: security)
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
}
