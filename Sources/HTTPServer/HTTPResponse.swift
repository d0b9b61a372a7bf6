/// The answer to a request. `Date`, `Content-Length`, `Connection` and the encoding headers are the server's to add.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case empty
        /// Goes to the socket from the array's own storage.
        case bytes([UInt8])
        /// Goes to the socket from wherever its owner keeps it.
        case owned(any ByteSource)
        /// Sent in chunks as they are written. Throwing ends the connection, so that the client sees a broken answer
        /// rather than a short one.
        case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
        /// The same for an answer that has no end of its own: its task is cancelled when the server stops, and may still
        /// write how it ends.
        case openEnded(@Sendable (HTTPBodyWriter) async throws -> Void)
        /// Opens a WebSocket; made by `WebSocketHandshake`.
        case webSocket(@Sendable (WebSocket) async throws -> Void)

        /// What writes a body that comes in chunks.
        var producer: (@Sendable (HTTPBodyWriter) async throws -> Void)? {
            switch self {
            case .stream(let produce), .openEnded(let produce): produce
            case .empty, .bytes, .owned, .webSocket: nil
            }
        }

        /// Whether all of it is known.
        var isWhole: Bool {
            switch self {
            case .empty, .bytes, .owned: true
            case .stream, .openEnded, .webSocket: false
            }
        }

        var isOpenEnded: Bool { if case .openEnded = self { true } else { false } }
    }

    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body

    package init(_ status: HTTPStatus = .ok, headers: HTTPHeaders = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer in plain text, for people.
    package static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(status, headers: .plainText, body: .bytes(Array(text.utf8)))
    }

    /// An answer in plain text to what may succeed a second later (503).
    package static func unavailable(_ text: String) -> HTTPResponse {
        var response = HTTPResponse.text(text, status: .serviceUnavailable)
        response.headers.add("Retry-After", "1")
        return response
    }
}

/// Header lines ready to send, in order. Build constant ones once (`static let`) and add to copies.
package struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
    /// `Name: value\r\n` after each other.
    private(set) var lines: [UInt8] = []

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// Adds a line. Bytes that would end it early are replaced by spaces, so that no value smuggles in another header.
    package mutating func add(_ name: String, _ value: String) {
        append(name)
        lines.append(UInt8(ascii: ":"))
        lines.append(UInt8(ascii: " "))
        append(value)
        lines.append(UInt8(ascii: "\r"))
        lines.append(UInt8(ascii: "\n"))
    }

    /// Adds all lines of others.
    package mutating func add(_ others: HTTPHeaders) { lines += others.lines }

    /// The first value under a name, compared without case.
    package func first(_ name: String) -> String? {
        let name = name.utf8
        var start = 0
        while start < lines.count {
            let end = lines[start...].firstIndex(of: UInt8(ascii: "\r")) ?? lines.count
            let line = lines[start..<end]
            if line.count > name.count, line[start + name.count] == UInt8(ascii: ":"),
                zip(line, name).allSatisfy({ $0 == $1 || $0 ^ $1 == 0x20 && $0 | 0x20 >= UInt8(ascii: "a") })
            {
                return String(decoding: line.dropFirst(name.count + 2), as: UTF8.self)
            }
            start = end + 2
        }
        return nil
    }

    package static let plainText: HTTPHeaders = ["Content-Type": "text/plain; charset=utf-8"]
    package static let json: HTTPHeaders = ["Content-Type": "application/json; charset=utf-8"]

    private mutating func append(_ text: String) {
        let start = lines.count
        lines += text.utf8
        for index in start..<lines.count {
            let endsLine = lines[index] == UInt8(ascii: "\r") || lines[index] == UInt8(ascii: "\n") || lines[index] == 0
            if endsLine { lines[index] = UInt8(ascii: " ") }
        }
    }
}

/// A status code with its phrase (RFC 9110, section 15).
package struct HTTPStatus: Sendable, Hashable {
    package let code: Int

    package init(_ code: Int) { self.code = code }

    package static let switchingProtocols = HTTPStatus(101)
    package static let ok = HTTPStatus(200)
    package static let noContent = HTTPStatus(204)
    package static let notModified = HTTPStatus(304)
    package static let badRequest = HTTPStatus(400)
    package static let unauthorized = HTTPStatus(401)
    package static let forbidden = HTTPStatus(403)
    package static let notFound = HTTPStatus(404)
    package static let methodNotAllowed = HTTPStatus(405)
    package static let notAcceptable = HTTPStatus(406)
    package static let requestTimeout = HTTPStatus(408)
    package static let contentTooLarge = HTTPStatus(413)
    package static let unsupportedMediaType = HTTPStatus(415)
    package static let upgradeRequired = HTTPStatus(426)
    package static let tooManyRequests = HTTPStatus(429)
    package static let internalServerError = HTTPStatus(500)
    package static let serviceUnavailable = HTTPStatus(503)

    package var phrase: String {
        switch code {
        case 101: "Switching Protocols"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 294: "Partial Success"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status"
        }
    }

    /// Statuses whose answers never carry a body or its length (RFC 9110, section 8.6).
    var forbidsBody: Bool { code < 200 || code == 204 || code == 304 }
}
