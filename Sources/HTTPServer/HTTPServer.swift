package import EventLoop

/// Answers one request. Runs as a task of the request's loop, cancelled when the client leaves.
package typealias HTTPHandler = @Sendable (HTTPRequest) async -> HTTPResponse

/// HTTP/1.1 on one loop. For several loops, start one with each of `ListeningSockets.descriptors`.
package final class HTTPServer: Sendable {
    private let loop: EventLoop
    private let core: LoopBound<ServerCore?>
    private let configuration: HTTPServerConfiguration
    private let handler: HTTPHandler
    private let meter = HTTPServerMeter()

    package init(loop: EventLoop, configuration: HTTPServerConfiguration, handler: @escaping HTTPHandler) {
        self.loop = loop
        self.configuration = configuration
        self.handler = handler
        core = LoopBound(loop, nil)
    }

    /// Begins to accept; the descriptor is the server's from now on. On the loop only.
    package func start(listeningOn descriptor: Int32) throws(HTTPServerError) {
        let started = try ServerCore(place: core, configuration: configuration, meter: meter, handler: handler)
        core.withValue { $0 = started }
        try started.start(listeningOn: descriptor)
    }

    /// Stops accepting, closes idle connections, and lets requests in flight finish; what is not done after `limit`
    /// is cancelled and cut off. Returns when no connection is left. On the loop only.
    package func stop(within limit: Duration) async {
        guard let core = core.withValue({ $0 }) else { return }
        await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let timer = loop.schedule(after: limit) { core.closeAll() }
            core.drain {
                timer.cancel()
                unsafe continuation.resume()
            }
        }
        core.closeAll()
        self.core.withValue { $0 = nil }
    }

    /// Any thread.
    package var statistics: HTTPServerStatistics { meter.read() }
}
