internal import EventLoop
internal import GraphQL
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import PostgreSQL

/// What answers the requests of one loop: the paths of the server and what stands behind them.
func makeHandler(loop: EventLoop, pool: PostgreSQLPool, _ context: ServerContext) -> HTTPHandler {
    let rows = RowLoader(pool: pool, loop: loop)
    let log = context.requestLog(loop: loop)
    var logging: GraphQLEndpoint<RequestContext>.Finished?
    if let log {
        logging = { report, request in
            var report = report
            report.statementCount = request?.statementCount
            log.record(report)
        }
    }
    let standard = LanguagePreference(context.settings.language)
    let endpoint = GraphQLEndpoint(
        loop: loop, engine: context.engine, configuration: context.settings.graphQLHTTP,
        makeContext: { request, _, scope in
            let languages = request.header("Accept-Language").map {
                LanguagePreference(acceptLanguage: $0, default: standard)
            }
            return RequestContext(
                loop: loop, rows: rows, traceID: scope.traceID, languages: languages ?? standard)
        },
        finished: logging, contentLanguage: \.languages.contentLanguage)
    var router = Router()
    router.addAllMethods("/graphql") { await endpoint.handle($0) }
    context.explorer.add(to: &router)
    router.addHealth { context.readiness(of: pool) }
    let routes = router
    return { await routes.handle($0) }
}

extension Settings {
    fileprivate var graphQLHTTP: GraphQLHTTPConfiguration {
        var configuration = GraphQLHTTPConfiguration()
        configuration.allowedOrigins = corsOrigins
        configuration.requestTimeout = requestTimeout
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
