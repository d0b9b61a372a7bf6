/// Why a WebSocket ends, as both sides tell each other (RFC 6455, section 7.4). Applications have 4000 to 4999.
package struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let normal = WebSocketCloseCode(rawValue: 1000)
    /// The server stops, or nobody is left to serve the socket.
    package static let goingAway = WebSocketCloseCode(rawValue: 1001)
    /// Messages are texts; this one was not.
    package static let unsupportedData = WebSocketCloseCode(rawValue: 1003)
    /// The peer did not keep to the rules: too slow, too silent.
    package static let policyViolation = WebSocketCloseCode(rawValue: 1008)
    package static let messageTooBig = WebSocketCloseCode(rawValue: 1009)
    package static let internalError = WebSocketCloseCode(rawValue: 1011)
}

/// The socket is closed; nobody is left to send to.
package struct WebSocketClosed: Error {
    package init() {}
}
