package import HTTPServer

/// A file that is served as it is, with a tag by which browsers ask whether it changed.
///
/// The tag is a weak one (RFC 9110, section 8.8.1): the same goes out with the file's bytes and with them compressed.
package struct StaticFile: Sendable {
    let headers: HTTPHeaders
    /// The tag without its `W/`: whether a client knows it is a weak comparison.
    private let opaqueTag: String
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8], named name: String, cacheControl: String, security: HTTPHeaders) {
        self.bytes = bytes
        opaqueTag = "\"\(ContentHash.text(of: bytes).prefix(16))\""
        var headers = security
        headers.add("Content-Type", Self.mediaType(of: name))
        headers.add("Cache-Control", cacheControl)
        headers.add("ETag", "W/\(opaqueTag)")
        self.headers = headers
    }

    package func answer(_ request: HTTPRequest) -> HTTPResponse {
        if let known = request.header("If-None-Match"), known == "*" || known.contains(opaqueTag) {
            return HTTPResponse(.notModified, headers: headers)
        }
        return HTTPResponse(headers: headers, body: .bytes(bytes))
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
