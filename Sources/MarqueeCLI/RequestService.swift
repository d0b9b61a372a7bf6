internal import Authentication
internal import EventLoop
internal import GraphQL
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import PostgreSQL

/// What answers the requests of one loop.
struct RequestService: Sendable {
    let rows: RowLoader
    private let accounts: AccountSetup
    let endpoint: GraphQLEndpoint<RequestContext>
    let caches: LoopCaches
    private let warmer: CacheWarmer
    /// Nil when nothing is logged.
    let log: RequestLog?
    private let explorer: Explorer
    private let logsRequests: Bool

    private static let endpointPath = "/graphql"

    /// Any thread.
    init(_ own: LoopResources, _ context: ServerContext, engine: Engine<RequestContext>) {
        let loop = own.loop
        let caches = context.caches(own)
        let rows = RowLoader(pool: own.pool, loop: loop, cache: caches.rows)
        let freshRows = rows.withoutCache()
        let budget = context.accounts.budget(on: loop, redis: own.redis)
        let services = LoopServices(
            followers: context.newsroom.followers(on: loop), accounts: context.accounts.services(redis: own.redis),
            budget: budget, freshRatings: context.freshRatings,
            newsboard: context.newsboard, caches: caches)
        let authenticator = Authenticator(loop: loop, pool: own.pool, tokens: context.accounts.tokens, budget: budget)
        context.notifications.subscribe(to: Authenticator.accountNews, on: loop) { authenticator.hear($0) }
        let log = context.requestLog(loop: loop)
        self.rows = rows
        accounts = context.accounts
        self.log = log
        explorer = context.explorer
        logsRequests = context.settings.logsRequests
        var configuration = context.settings.graphQLHTTP
        configuration.trustedDocuments = context.trustedDocuments
        configuration.persistedDocuments = .redis(own.redis)
        if !context.settings.logsRequests { configuration.reportThreshold = context.settings.slowOperation ?? .zero }
        let standard = LanguagePreference(context.settings.language)
        let endpoint = GraphQLEndpoint(
            loop: loop, engine: engine, configuration: configuration,
            makeContext: { request, operation, scope async throws(ContextRefusal) in
                let caller = try await authenticator.caller(of: request, operation.kind, scope)
                let languages = request.header("Accept-Language").map {
                    LanguagePreference(acceptLanguage: $0, default: standard)
                }
                return RequestContext(
                    loop: loop, rows: operation.kind == .query ? rows : freshRows, traceID: scope.traceID,
                    languages: languages ?? standard, caller: caller, services: services)
            },
            finished: log.map { Self.logging(to: $0, context.settings) },
            contentLanguage: \.languages.contentLanguage, retryAfter: \.retryAfter, lifetime: \.lifetime,
            answers: caches.answers, toll: budget?.toll, refusals: budget?.refusals,
            eventAnswered: log.map { Self.loggingSlow(to: $0, context.settings) },
            // Extensions tell how an answer came about.
            jointRuns: context.settings.showsDebugExtensions ? nil : context.jointRuns)
        (self.endpoint, self.caches) = (endpoint, caches)
        warmer = CacheWarmer(engine: engine, endpoint: endpoint) {
            RequestContext(loop: loop, rows: rows, traceID: TraceID(high: 0, low: 1), languages: standard)
        }
    }

    /// Lets caches be filled and emptied, now that the connections are up. On the loop.
    func beginCaching() {
        caches.begin(
            forgetOperations: { [endpoint] in endpoint.forgetOperations() },
            warm: { [warmer] in await warmer.warm($0, top: $1) })
    }

    /// Writes a line a request, and another one about a slow operation, as far as the settings want them. Subscriptions
    /// last, so what is slow of them is one of their events.
    private static func logging(
        to log: RequestLog, _ settings: Settings
    ) -> GraphQLEndpoint<RequestContext>.Finished {
        { [logsRequests = settings.logsRequests, logSlow = loggingSlow(to: log, settings)] report, request in
            if logsRequests {
                var report = report
                (report.statementCount, report.cacheHits) = (request?.statementCount, request?.cacheHits)
                log.record(report)
            }
            if report.kind != .subscription { logSlow(report, request) }
        }
    }

    private static func loggingSlow(
        to log: RequestLog, _ settings: Settings
    ) -> GraphQLEndpoint<RequestContext>.Finished {
        { [slow = settings.slowOperation] report, request in
            if let slow, report.duration >= slow, let request {
                log.record(SlowOperation(report: report, statements: request.statementTimes))
            }
        }
    }

    /// The paths of the server and what stands behind them.
    func handler(
        readiness: @escaping @Sendable () async -> Readiness, metrics: @escaping @Sendable () async -> String
    ) -> HTTPHandler {
        var router = Router()
        router.addAllMethods(Self.endpointPath) { [endpoint] in await endpoint.handle($0) }
        explorer.add(to: &router)
        PlaceholderImages(rows: rows).add(to: &router)
        accounts.addKeys(to: &router)
        router.addHealth(readiness: readiness)
        router.addMetrics(metrics)
        guard let log, logsRequests else { return { [router] in await router.handle($0) } }
        return { [router] request in
            let begun = request.loop.now
            let response = await router.handle(request)
            // The endpoint tells of its own requests, with what it knows of the operation.
            if request.path != Self.endpointPath {
                log.record(
                    PageReport(
                        method: "\(request.method)".uppercased(), path: request.path, status: response.status.code,
                        duration: request.loop.now - begun, clientAddress: request.clientAddress))
            }
            return response
        }
    }
}

extension Settings {
    fileprivate var graphQLHTTP: GraphQLHTTPConfiguration {
        var configuration = GraphQLHTTPConfiguration()
        configuration.allowedOrigins = corsOrigins
        configuration.requestTimeout = requestTimeout
        configuration.subscriptions.initTimeout = socketInitTimeout
        configuration.subscriptions.operationsPerSocket = socketOperations
        configuration.subscriptions.keepAliveInterval = keepAliveInterval
        configuration.statusRules = httpStatus
        configuration.maximumBatch = batch
        return configuration
    }
}

extension ServerContext {
    fileprivate func requestLog(loop: EventLoop) -> RequestLog? {
        settings.logsRequests || settings.slowOperation != nil
            ? RequestLog(loop: loop, writer: .standardOutput) : nil
    }

    func readiness(of pool: PostgreSQLPool) async -> Readiness {
        switch lifecycle.stage {
        case .starting: .notReady(reason: "the server is starting")
        case .stopping: .notReady(reason: "the server is stopping")
        case .serving:
            if await pool.answers(within: .seconds(1)) { .ready } else { .notReady(reason: "the database is away") }
        }
    }
}
