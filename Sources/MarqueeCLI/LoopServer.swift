internal import EventLoop
internal import Glibc
internal import GraphQL
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import PostgreSQL

/// Marquee on one loop: connections to the database and an HTTP server.
final class LoopServer: Sendable {
    let loop: EventLoop
    private let context: ServerContext
    private let pool: PostgreSQLPool
    private let requests: RequestService
    /// Nil before `start` and after `stop`.
    private let http: LoopBound<HTTPServer?>

    init(loop: EventLoop, _ context: ServerContext, database: ConnectionSettings) {
        self.loop = loop
        self.context = context
        pool = PostgreSQLPool(database, loop: loop, sideThreads: context.sideThreads)
        requests = RequestService(loop: loop, pool: pool, context)
        http = LoopBound(loop, nil)
    }

    /// Connects and begins to answer on `socket`. On the loop.
    /// - Parameter all: the servers of all loops, of which each one's `/metrics` tells.
    func start(listeningOn socket: Int32, among all: [LoopServer]) async throws {
        try await pool.start()
        let handler = requests.handler(
            readiness: { [context, pool] in context.readiness(of: pool) },
            metrics: { await metricsPage(of: all) })
        var configuration = HTTPServerConfiguration()
        configuration.trustedProxies = context.settings.trustedProxies
        let server = HTTPServer(loop: loop, configuration: configuration, handler: handler)
        try server.start(listeningOn: socket)
        http.withValue { $0 = server }
    }

    /// Finishes the requests in flight, then disconnects; also after a start that failed. On the loop.
    func stop(within limit: Duration) async {
        await http.withValue { $0 }?.stop(within: limit)
        http.withValue { $0 = nil }
        requests.log?.flush()
        await pool.close()
    }

    /// What has been counted so far. On the loop.
    func readings() -> LoopReadings {
        LoopReadings(
            loopName: loop.name,
            loop: loop.statistics(resetLongest: true),
            http: http.withValue { $0?.statistics },
            requests: requests.endpoint.requestStatistics,
            documents: requests.endpoint.documentCacheStatistics,
            batchSizes: requests.rows.batchSizes,
            pool: pool.statistics)
    }
}

/// What all loops share.
struct ServerContext: Sendable {
    let settings: Settings
    let databaseURL: String
    let redisURL: String?
    let sideThreads: SideThreads
    /// One thread, so that log lines stay in order.
    let logWriter: SideThreads
    let lifecycle: Lifecycle
    let engine: Engine<RequestContext>
    let explorer: Explorer
}
