/// Limits of a server; each loop's server counts its own connections.
package struct HTTPServerConfiguration: Sendable {
    /// A larger body is answered with 413, in bytes; at once where `Content-Length` announces it. Wide enough for a text of
    /// a megabyte to reach the field that tells how long it may be.
    package var maximumBodySize = 2 << 20
    /// A larger request head is answered with 400, in bytes.
    package var maximumHeaderSize = 16 << 10
    /// Beyond it a connection's first request is answered with 503, and the connection is closed.
    package var maximumConnections = 10_000
    /// Paths that are answered there all the same, so that a server that is full is not taken for one that is ill.
    package var pathsBeyondLimit: Set<String> = []
    /// From the first byte of a request to its last; then 408.
    package var requestDeadline: Duration = .seconds(30)
    /// How long a connection may stay open between requests.
    package var idleTimeout: Duration = .seconds(75)
    /// How long a client may take none of the answer that waits for it.
    package var writeStallTimeout: Duration = .seconds(30)
    /// Smaller answers are not worth compressing, in bytes.
    package var gzipMinimumSize = 1024
    /// zlib's level: 1 is three times as quick as the usual 6 and costs a tenth more bytes on JSON.
    package var gzipLevel: Int32 = 1
    /// The peers whose `X-Forwarded-For` is believed.
    package var trustedProxies: [IPNetwork] = []

    package var webSocket = WebSocketLimits()

    package init() {}
}
