package import HTTPServer

/// A file that is served as it is, with a tag by which browsers ask whether it changed.
package struct StaticFile: Sendable {
    let headers: HTTPHeaders
    private let entityTag: String
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8], named name: String, cacheControl: String, security: HTTPHeaders) {
        self.bytes = bytes
        entityTag = "\"\(String(Self.checksum(bytes), radix: 16))\""
        var headers = security
        headers.add("Content-Type", Self.mediaType(of: name))
        headers.add("Cache-Control", cacheControl)
        headers.add("ETag", entityTag)
        self.headers = headers
    }

    package func answer(_ request: HTTPRequest) -> HTTPResponse {
        if let known = request.header("If-None-Match"), known == "*" || known.contains(entityTag) {
            return HTTPResponse(.notModified, headers: headers)
        }
        return HTTPResponse(headers: headers, body: .bytes(bytes))
    }

    /// FNV-1a in 64 bits: the files are ours, it only has to change with them.
    private static func checksum(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func mediaType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "json", "map": "application/json; charset=utf-8"
        case "woff2": "font/woff2"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
