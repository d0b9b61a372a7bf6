package import EventLoop
package import GraphQL
package import HTTPServer

/// GraphQL over HTTP on one loop: reads a request, finds or prepares its operation, runs it and answers.
package final class GraphQLEndpoint<Context: AnyObject & Sendable>: Sendable {
    /// Makes what resolvers see of the request.
    package typealias MakeContext = @Sendable (HTTPRequest, PreparedOperation, RequestScope) async -> Context
    /// Learns how a request went, before its answer is sent; the context is nil if none was made.
    package typealias Finished = @Sendable (RequestReport, Context?) -> Void

    private let loop: EventLoop
    private let engine: Engine<Context>
    private let configuration: GraphQLHTTPConfiguration
    private let crossOrigin: CrossOrigin
    private let makeContext: MakeContext
    private let finished: Finished?
    private let operations: OperationStore<Context>
    private let watchdog: Watchdog
    private let traces: LoopBound<TraceIDGenerator>
    private let limits = LimitMeter()

    private static var methods: String { "GET, HEAD, POST, OPTIONS" }

    package init(
        loop: EventLoop, engine: Engine<Context>, configuration: GraphQLHTTPConfiguration,
        makeContext: @escaping MakeContext, finished: Finished? = nil
    ) {
        self.loop = loop
        self.engine = engine
        self.configuration = configuration
        self.makeContext = makeContext
        self.finished = finished
        crossOrigin = CrossOrigin(origins: configuration.allowedOrigins)
        operations = OperationStore(loop: loop, engine: engine, capacity: configuration.documentCacheSize)
        watchdog = Watchdog(loop: loop, timeout: configuration.requestTimeout)
        traces = LoopBound(loop, TraceIDGenerator())
    }

    /// Any thread.
    package var documentCacheStatistics: DocumentCacheStatistics { operations.statistics }

    /// Any thread.
    package var limitStatistics: LimitStatistics { limits.read() }

    /// Answers any request to the endpoint's path.
    package func handle(_ request: HTTPRequest) async -> HTTPResponse {
        if request.method == .options { return crossOrigin.preflight(request, methods: Self.methods) }
        let start = loop.now
        let scope = RequestScope(
            traceID: traceID(of: request), startedAt: start, deadline: start + configuration.requestTimeout)
        let mediaType = ResponseMediaType.chosen(by: request.header("Accept"))
        do throws(RequestFailure) {
            guard let mediaType else { throw Self.notAcceptable }
            let found = try find(request)
            let (response, context) = await run(found, request, scope)
            return answer(request, scope, mediaType, found, response, context)
        } catch {
            return refuse(request, scope, mediaType ?? .json, error)
        }
    }

    private func traceID(of request: HTTPRequest) -> TraceID {
        request.header("traceparent").flatMap(TraceID.init) ?? traces.withValue { $0.next() }
    }

    // MARK: Reading

    private func find(_ request: HTTPRequest) throws(RequestFailure) -> FoundOperation {
        let found: FoundOperation
        switch request.method {
        case .post:
            try RequestContentType.check(request.header("Content-Type"))
            found = try request.withBody { (body) throws(RequestFailure) in
                try operations.find(body: Span(_bytes: copy body))
            }
        case .get, .head:
            try crossOrigin.checkSimple(request)
            found = try operations.find(url: URLParameters(request.query ?? ""))
            guard found.operation.kind != .mutation else { throw Self.mutationByGET }
        default:
            throw RequestFailure(
                .methodNotAllowed(Self.methods), .methodNotAllowed, "GraphQL is served by GET and POST only.")
        }
        guard found.operation.kind != .subscription else { throw Self.subscription }
        return found
    }

    private static var notAcceptable: RequestFailure {
        let names = ResponseMediaType.allCases.map { "\"\($0.name)\"" }.joined(separator: " and ")
        return RequestFailure(
            .http(.notAcceptable), .notAcceptable, "The Accept header allows none of the types served: \(names).")
    }

    private static var mutationByGET: RequestFailure {
        RequestFailure(
            .methodNotAllowed("POST"), .methodNotAllowed, "Mutations change data and are served by POST only.")
    }

    private static var subscription: RequestFailure {
        RequestFailure(
            .graphQL(.requestError), .operationNotSupported,
            "A subscription sends many answers, for which this request leaves no room. Send a query or a mutation.")
    }

    // MARK: Running

    private func run(_ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope) async -> (
        Response, Context
    ) {
        let token = watchdog.watch(request, until: scope.deadline)
        defer { watchdog.forget(token) }
        let context = await makeContext(request, found.operation, scope)
        return (await engine.execute(found.operation, variables: found.variables, context: context), context)
    }

    // MARK: Answering

    private func answer(
        _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType, _ found: FoundOperation,
        _ response: Response, _ context: Context
    ) -> HTTPResponse {
        if let exceeded = response.exceeded { limits.count(exceeded) }
        let outcome: GraphQLOutcome =
            response.isRequestError ? .requestError : response.errorCount > 0 ? .partial : .complete
        let status = configuration.statusRules.status(of: outcome, as: mediaType)
        finished?(
            RequestReport(
                operationName: found.operation.name, kind: found.operation.kind, outcome: outcome, status: status.code,
                errorCount: response.errorCount, responseBytes: response.bytes.count,
                isDocumentCached: found.isCached, duration: loop.now - scope.startedAt, traceID: scope.traceID,
                clientAddress: request.clientAddress), context)
        return HTTPResponse(status, headers: headers(request, mediaType), body: .owned(response.bytes))
    }

    private func refuse(
        _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType, _ failure: RequestFailure
    ) -> HTTPResponse {
        for error in failure.errors { if let exceeded = error.exceededLimit { limits.count(exceeded) } }
        let bytes = Response(refusal: failure.errors).bytes
        var response = HTTPResponse(headers: headers(request, mediaType), body: .owned(bytes))
        var outcome: GraphQLOutcome?
        switch failure.kind {
        case .graphQL(let reached):
            outcome = reached
            response.status = configuration.statusRules.status(of: reached, as: mediaType)
        case .http(let status): response.status = status
        case .methodNotAllowed(let allowed):
            response.status = .methodNotAllowed
            response.headers.add("Allow", allowed)
        }
        finished?(
            RequestReport(
                operationName: nil, kind: nil, outcome: outcome, status: response.status.code,
                errorCount: failure.errors.count, responseBytes: bytes.count, isDocumentCached: false,
                duration: loop.now - scope.startedAt, traceID: scope.traceID, clientAddress: request.clientAddress), nil
        )
        return response
    }

    private func headers(_ request: HTTPRequest, _ mediaType: ResponseMediaType) -> HTTPHeaders {
        var headers = mediaType.headers(isStorable: request.method == .get || request.method == .head)
        crossOrigin.addHeaders(for: request, to: &headers)
        return headers
    }
}

/// The engine's answers go to the socket from its own memory.
extension ResponseBytes: ByteSource {}
