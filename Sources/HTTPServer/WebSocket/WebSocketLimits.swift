/// Limits of the WebSockets of a server.
package struct WebSocketLimits: Sendable {
    /// A longer message closes the socket with 1009, in bytes.
    package var maximumMessageSize = 256 << 10
    /// A peer that is silent for so long is asked for a sign of life; without one the socket is closed after as long
    /// again, with 1008.
    package var pingInterval: Duration = .seconds(30)
    /// How long a peer may take to agree to the end; then the connection is cut.
    package var closeTimeout: Duration = .seconds(5)
    /// Messages that may wait for the handler; while it lags behind, nothing more is read.
    package var maximumWaitingMessages = 64
    /// Senders wait while more than this is unsent, in bytes.
    package var sendBufferSize = 256 << 10

    package init() {}
}
