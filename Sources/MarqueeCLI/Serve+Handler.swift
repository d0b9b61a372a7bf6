internal import EventLoop
internal import GraphQL
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import PostgreSQL

/// What answers the requests of one loop: the paths of the server and what stands behind them.
func makeHandler(_ own: LoopResources, _ context: ServerContext) -> HTTPHandler {
    let loop = own.loop
    let rows = RowLoader(pool: own.pool, loop: loop)
    let followers = context.newsroom.followers(on: loop)
    let log = context.requestLog(loop: loop)
    var logging: GraphQLEndpoint<RequestContext>.Finished?
    if let log {
        logging = { report, request in
            var report = report
            report.statementCount = request?.statementCount
            log.record(report)
        }
    }
    let endpoint = GraphQLEndpoint(
        loop: loop, engine: context.engine, configuration: context.settings.graphQLHTTP,
        makeContext: { _, _, scope in
            RequestContext(loop: loop, rows: rows, traceID: scope.traceID, followers: followers)
        },
        finished: logging)
    var router = Router()
    router.addAllMethods("/graphql") { await endpoint.handle($0) }
    context.explorer.add(to: &router)
    router.addHealth { context.readiness(of: own.pool) }
    let routes = router
    return { await routes.handle($0) }
}

extension Settings {
    fileprivate var graphQLHTTP: GraphQLHTTPConfiguration {
        var configuration = GraphQLHTTPConfiguration()
        configuration.allowedOrigins = corsOrigins
        configuration.requestTimeout = requestTimeout
        configuration.subscriptions.initTimeout = socketInitTimeout
        configuration.subscriptions.operationsPerSocket = socketOperations
        configuration.subscriptions.keepAliveInterval = keepAliveInterval
        configuration.statusRules = httpStatus == .draft ? .draft : .audit
        return configuration
    }
}

extension ServerContext {
    fileprivate func requestLog(loop: EventLoop) -> RequestLog? {
        settings.logsRequests ? RequestLog(loop: loop, descriptor: 1, writer: logWriter) : nil
    }

    fileprivate func readiness(of pool: PostgreSQLPool) -> Readiness {
        switch lifecycle.stage {
        case .starting: .notReady(reason: "the server is starting")
        case .stopping: .notReady(reason: "the server is stopping")
        case .serving: pool.isReady ? .ready : .notReady(reason: "the database is away")
        }
    }
}
