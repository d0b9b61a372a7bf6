internal import EventLoop
internal import Glibc
internal import GraphQL
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import PostgreSQL
internal import Redis

/// Marquee on one loop: connections to PostgreSQL and Redis, and an HTTP server.
final class LoopServer: Sendable {
    let loop: EventLoop
    private let context: ServerContext
    private let own: LoopResources
    private let requests: RequestService
    /// Nil before `start` and after `stop`.
    private let http: LoopBound<HTTPServer?>

    init(
        loop: EventLoop, _ context: ServerContext, engine: Engine<RequestContext>, database: ConnectionSettings
    ) {
        self.loop = loop
        self.context = context
        own = LoopResources(
            loop: loop,
            pool: PostgreSQLPool(
                database, loop: loop, sideThreads: context.sideThreads, cancelThreads: context.cancelThreads),
            redis: RedisClient(context.redis, loop: loop, sideThreads: context.redisLookups) { [context] state in
                context.redisHealth.note(state, on: loop.name)
            })
        requests = RequestService(own, context, engine: engine)
        http = LoopBound(loop, nil)
    }

    /// Connects and begins to answer on `socket`. On the loop.
    /// - Parameter all: the servers of all loops, of which each one's `/metrics` tells.
    func start(listeningOn socket: Int32, among all: [LoopServer]) async throws {
        try await own.pool.start()
        await own.redis.start()
        requests.beginCaching()
        let handler = requests.handler(
            readiness: { [context, own] in await context.readiness(of: own.pool) },
            metrics: { await metricsPage(of: all) })
        var configuration = HTTPServerConfiguration()
        configuration.trustedProxies = context.settings.trustedProxies
        configuration.webSocket.maximumMessageSize = context.settings.socketMessageSize
        configuration.webSocket.pingInterval = context.settings.keepAliveInterval
        configuration.maximumConnections = OpenFiles.clientsPerLoop(
            loops: context.settings.loops, limit: context.openFiles, most: configuration.maximumConnections)
        configuration.pathsBeyondLimit = Router.healthPaths
        let server = HTTPServer(loop: loop, configuration: configuration, handler: handler)
        try server.start(listeningOn: socket)
        http.withValue { $0 = server }
    }

    /// Finishes the requests in flight, then disconnects; also after a start that failed. On the loop.
    func stop(within limit: Duration) async {
        await http.withValue { $0 }?.stop(within: limit)
        http.withValue { $0 = nil }
        requests.log?.flush()
        await own.redis.close()
        await own.pool.close()
    }

    /// What has been counted so far. On the loop.
    func readings() -> LoopReadings {
        LoopReadings(
            loopName: loop.name,
            loop: loop.statistics(resetLongest: true),
            http: http.withValue { $0?.statistics },
            requests: requests.endpoint.requestStatistics,
            limits: requests.endpoint.limitStatistics,
            documents: requests.endpoint.documentCacheStatistics,
            batchSizes: requests.rows.batchSizes,
            answers: requests.caches.answers?.statistics,
            rows: requests.caches.rows?.statistics,
            lists: requests.caches.rows?.listStatistics,
            pool: own.pool.statistics,
            redis: own.redis.statistics)
    }
}

/// What one loop has to itself for its requests.
struct LoopResources: Sendable {
    let loop: EventLoop
    let pool: PostgreSQLPool
    let redis: RedisClient
}

/// What all loops share.
struct ServerContext: Sendable {
    let settings: Settings
    /// How many descriptors the process may have open.
    let openFiles: Int
    let redis: RedisAddress
    let redisHealth: RedisHealth
    /// What changes in the catalogue, for caches of any loop.
    let notifications: NotificationHub
    let newsroom: TitleNewsroom
    let newsboard: Newsboard
    let cacheHouse: CacheHouse
    /// Names the database, so that servers of another one may share the Redis.
    let deployment: String
    /// Where clients reach the server.
    let publicURL: String
    let accounts: AccountSetup
    let freshRatings = FreshRatings()
    let jointRuns = JointRuns()
    let sideThreads: SideThreads
    /// Finds Redis' host. A name server that hangs must not keep PostgreSQL waiting, so it has a thread of its own.
    let redisLookups: SideThreads
    /// Cancels statements, for the same reason on threads of their own.
    let cancelThreads: SideThreads
    let lifecycle: Lifecycle
    let trustedDocuments: TrustedDocuments?
    let explorer: Explorer
}
