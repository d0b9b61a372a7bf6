private import CLibevent
package import EventLoop

/// A request's method; unknown ones reach the handler too.
package enum HTTPMethod: Sendable, Equatable {
    case get, head, post, put, delete, options, patch, other
}

/// A request whose body has arrived. Headers and body are read where libevent keeps them, on the request's loop, and
/// only until the answer is given: afterwards they are gone and read as absent. While an answer is
/// streamed they stay, those of a WebSocket's handshake as long as the socket.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// As sent, not percent-decoded.
    package let path: String
    /// What follows `?`, not decoded.
    package let query: String?
    let exchange: LoopBound<Exchange>

    /// The loop that handles the request.
    package var loop: EventLoop { exchange.loop }

    /// The first header of this name, compared without case.
    package func header(_ name: StaticString) -> String? {
        current.header(name)
    }

    /// All headers of this name, in order.
    package func headers(_ name: StaticString) -> [String] {
        current.headers(name)
    }

    var isAtLeastHTTP11: Bool { current.isAtLeastHTTP11 }

    /// The body's size in bytes.
    package var bodySize: Int { current.bodySize }

    /// Lends the body without copying it.
    package func withBody<Result, Failure>(
        _ read: (borrowing RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try current.withBody(read)
    }

    /// The peer's address, or the client's as told by a trusted proxy.
    package var client: ClientAddress { current.client }

    /// The same as text; empty where there is none, as on a unix socket.
    package var clientAddress: String { client.text }

    /// Cancels the task that handles the request, as a deadline does. What it then answers is sent all the same.
    package func cancelHandling() { current.task?.cancel() }

    /// True once the client is known to have gone; the task is cancelled at the same time.
    package var isAbandoned: Bool { current.isAbandoned }

    private var current: Exchange { exchange.withValue { $0 } }
}
