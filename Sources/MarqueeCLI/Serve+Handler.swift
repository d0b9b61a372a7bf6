internal import EventLoop
internal import HTTPServer
internal import PostgreSQL

/// What answers the requests of one loop. On the loop.
func makeHandler(loop: EventLoop, pool: PostgreSQLPool, _ context: ServerContext) async throws -> HTTPHandler {
    { request in
        switch request.path {
        case "/healthz": .text("ok\n")
        case "/readyz":
            context.lifecycle.stage == .serving && pool.isReady
                ? .text("ready\n") : .text("not ready\n", status: .serviceUnavailable)
        default: .text("There is nothing at \(request.path).\n", status: .notFound)
        }
    }
}
