private import Synchronization

/// What a server did since it started; a copy, readable on any thread.
package struct HTTPServerStatistics: Sendable, Equatable {
    package var openConnections: Int
    /// Those of the open connections that are WebSockets.
    package var openWebSockets: Int
    package var acceptedConnections: Int
    /// Answered with 503, or dropped, because of the limit.
    package var refusedConnections: Int
    /// Requests that reached the handler or were refused with 400 or 503.
    package var requests: Int
    /// Requests whose client left before the answer.
    package var abandonedRequests: Int
    /// Bytes of requests and answers, heads included.
    package var receivedBytes: Int
    package var sentBytes: Int
}

/// The counters behind `HTTPServerStatistics`: written by the server's loop only, so adding needs no locked instruction.
final class HTTPServerMeter: Sendable {
    struct Counter: ~Copyable, Sendable {
        private let value = Atomic(0)

        var current: Int { value.load(ordering: .relaxed) }

        func add(_ count: Int) {
            value.store(value.load(ordering: .relaxed) &+ count, ordering: .relaxed)
        }
    }

    let open = Counter()
    let openSockets = Counter()
    let accepted = Counter()
    let refused = Counter()
    let requests = Counter()
    let abandoned = Counter()
    let received = Counter()
    let sent = Counter()

    func read() -> HTTPServerStatistics {
        HTTPServerStatistics(
            openConnections: open.current,
            openWebSockets: openSockets.current,
            acceptedConnections: accepted.current,
            refusedConnections: refused.current,
            requests: requests.current,
            abandonedRequests: abandoned.current,
            receivedBytes: received.current,
            sentBytes: sent.current
        )
    }
}
