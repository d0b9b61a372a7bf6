import COpenSSL

/// A request that asks to turn its connection into a WebSocket, read and found in order (RFC 6455, section 4.2.1).
package struct WebSocketHandshake: Sendable {
    /// What the client can speak, its favourite first.
    package let subprotocols: [String]
    private let key: String

    /// Whether the request wants to be a WebSocket, in order or not.
    package static func isAsked(by request: HTTPRequest) -> Bool {
        request.method == .get && request.headers("Upgrade").contains { hasToken("websocket", in: $0) }
    }

    /// Reads the request before its answer; throws what is wrong with it.
    package init(_ request: HTTPRequest) throws(WebSocketRefusal) {
        guard request.isAtLeastHTTP11,
            request.headers("Connection").contains(where: { Self.hasToken("upgrade", in: $0) })
        else { throw .malformed("it must be HTTP/1.1 and name \"Upgrade\" in its Connection header") }
        guard request.header("Sec-WebSocket-Version") == "13" else { throw .version }
        guard let key = request.header("Sec-WebSocket-Key"), Self.isKey(key) else {
            throw .malformed("Sec-WebSocket-Key must be 16 bytes in Base64")
        }
        self.key = key
        subprotocols = request.headers("Sec-WebSocket-Protocol").flatMap(Self.tokens)
    }

    /// The answer that opens the socket and hands it to `handler`, a task of the loop like the request's own. When it
    /// returns, the socket is closed.
    /// - Parameter subprotocol: one of the client's; nil chooses none.
    package func accept(
        subprotocol: String?, _ handler: @escaping @Sendable (WebSocket) async throws -> Void
    ) -> HTTPResponse {
        var headers: HTTPHeaders = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": Self.acceptance(of: key),
        ]
        if let subprotocol { headers.add("Sec-WebSocket-Protocol", subprotocol) }
        return HTTPResponse(.switchingProtocols, headers: headers, body: .webSocket(handler))
    }

    /// What proves that the key was read by a WebSocket server (section 4.2.2, step 5.4).
    static func acceptance(of key: String) -> String {
        let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        _ = unsafe SHA1(text, text.count, &digest)
        // Base64 writes four characters for three bytes, and a zero behind them.
        var encoded = [UInt8](repeating: 0, count: (digest.count + 2) / 3 * 4 + 1)
        let count = unsafe EVP_EncodeBlock(&encoded, digest, Int32(digest.count))
        return String(decoding: encoded.prefix(Int(count)), as: UTF8.self)
    }

    /// 16 bytes make 22 characters, the last of which carries four bits, and two to fill up.
    private static func isKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isBase64 = bytes.prefix(22).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        return bytes.count == 24 && isBase64 && bytes[22...].allSatisfy { $0 == UInt8(ascii: "=") }
    }

    private static func hasToken(_ token: String, in list: String) -> Bool {
        tokens(list).contains { $0.lowercased() == token }
    }

    private static func tokens(_ list: String) -> [String] {
        list.split { $0 == "," || $0 == " " || $0 == "\t" }.map(String.init)
    }
}

/// Why a request cannot become a WebSocket.
package enum WebSocketRefusal: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    /// The client speaks another version of the protocol.
    case version

    package var description: String {
        switch self {
        case .malformed(let reason): "The WebSocket handshake is malformed: \(reason)."
        case .version: "Only version 13 of the WebSocket protocol is served; name it in Sec-WebSocket-Version."
        }
    }

    package var status: HTTPStatus { self == .version ? .upgradeRequired : .badRequest }

    /// What the answer must tell beside the status (RFC 6455, section 4.4).
    package var headers: HTTPHeaders {
        self == .version ? ["Sec-WebSocket-Version": "13", "Upgrade": "websocket", "Connection": "Upgrade"] : [:]
    }
}
