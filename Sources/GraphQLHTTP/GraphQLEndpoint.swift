package import EventLoop
package import GraphQL
package import HTTPServer

/// GraphQL over HTTP on one loop: reads a request, finds or prepares its operation, runs it and answers.
package final class GraphQLEndpoint<Context: AnyObject & Sendable>: Sendable {
    /// Makes what resolvers see of the request, or refuses it.
    package typealias MakeContext =
        @Sendable (HTTPRequest, PreparedOperation, RequestScope) async throws(ContextRefusal) -> Context
    /// Learns how a request went, before its answer is sent, if it took as long as `reportThreshold`; the context is nil
    /// if none was made.
    package typealias Finished = @Sendable (RequestReport, Context?) -> Void

    /// Tells the languages of an answer, as `Content-Language` lists them; nil if none were asked for.
    package typealias ContentLanguage = @Sendable (Context) -> String?

    /// Tells how many seconds a caller should wait whose operation was refused in part; nil if it was not.
    package typealias RetryAfter = @Sendable (Context) -> Int64?

    /// Tells how long what a context rests on, a token, will count; nil for as long as it likes.
    package typealias Lifetime = @Sendable (Context) -> Duration?

    let loop: EventLoop
    let engine: Engine<Context>
    let configuration: GraphQLHTTPConfiguration
    let crossOrigin: CrossOrigin
    let makeContext: MakeContext
    let finished: Finished?
    /// Learns how a subscription was begun and each of its events answered, before the answer is sent; the report's figures
    /// are those of this step. How the subscription went, `finished` learns at its end.
    let eventAnswered: Finished?
    let contentLanguage: ContentLanguage?
    let retryAfter: RetryAfter?
    let lifetime: Lifetime?
    /// Nil where every request is computed.
    let answers: AnswerCache?
    /// Nil where answers that were made for others are free.
    let toll: AnswerToll?
    /// Nil where clients may be refused as often as they like.
    let refusals: RefusalLimit?
    let operations: OperationStore<Context>
    let watchdog: Watchdog
    private let traces: LoopBound<TraceIDGenerator>
    let constantHeaders = ConstantHeaders()
    let limits = LimitMeter()
    /// Nil where every request is run for itself.
    let jointRuns: JointRuns?

    private static var methods: String { "GET, HEAD, POST, OPTIONS" }

    package init(
        loop: EventLoop, engine: Engine<Context>, configuration: GraphQLHTTPConfiguration,
        makeContext: @escaping MakeContext, finished: Finished? = nil, contentLanguage: ContentLanguage? = nil,
        retryAfter: RetryAfter? = nil, lifetime: Lifetime? = nil, answers: AnswerCache? = nil,
        toll: AnswerToll? = nil, refusals: RefusalLimit? = nil, eventAnswered: Finished? = nil,
        jointRuns: JointRuns? = JointRuns()
    ) {
        self.answers = answers
        self.jointRuns = jointRuns
        self.toll = toll
        self.refusals = refusals
        self.loop = loop
        self.engine = engine
        self.configuration = configuration
        self.makeContext = makeContext
        self.finished = finished
        self.eventAnswered = eventAnswered
        self.contentLanguage = contentLanguage
        self.retryAfter = retryAfter
        self.lifetime = lifetime
        crossOrigin = CrossOrigin(origins: configuration.allowedOrigins)
        operations = OperationStore(loop: loop, engine: engine, configuration: configuration)
        watchdog = Watchdog(loop: loop, timeout: configuration.requestTimeout)
        traces = LoopBound(loop, TraceIDGenerator())
    }

    /// Any thread.
    package var documentCacheStatistics: DocumentCacheStatistics { operations.statistics }

    /// How requests went, by the name of their operation. Loop thread only.
    package var requestStatistics: [String: RequestStatistics] { operations.requestStatistics }

    /// Finds the operation of a JSON body as `handle` does, and prepares it if it has to be; tells whether it was known.
    /// Loop thread only.
    package func findOperation(ofBody body: Span<UInt8>) throws -> Bool {
        guard case .found(let found) = try operations.find(body: body, limit: { nil }) else { return false }
        return found.isCached
    }

    /// Forgets the prepared operations; returns how many there were. Loop thread only.
    package func forgetOperations() -> Int { operations.forgetAll() }

    /// Any thread.
    package var limitStatistics: LimitStatistics { limits.read() }

    /// Answers any request to the endpoint's path.
    package func handle(_ request: HTTPRequest) async -> HTTPResponse {
        if request.method == .options { return crossOrigin.preflight(request, methods: Self.methods) }
        if WebSocketHandshake.isAsked(by: request) { return upgrade(request) }
        if let known = known(request) { return known }
        let scope = scope(for: request)
        let accept = request.header("Accept")
        let mediaType = ResponseMediaType.chosen(by: accept)
        do throws(RequestFailure) {
            guard mediaType != nil || EventStream.isAccepted(by: accept) || Multipart.isAccepted(by: accept) else {
                throw Self.notAcceptable
            }
            let lookup: OperationLookup
            switch try find(request) {
            case .one(let only): lookup = only
            case .batch(let several): return try await answer(several, request, scope)
            }
            let found = try await operations.find(lookup) { limit(request) }
            guard request.method == .post || found.operation.kind != .mutation else { throw Self.mutationByGET }
            if found.operation.kind == .subscription, !EventStream.isAccepted(by: accept) { throw Self.subscription }
            if let answer = inParts(found, request, scope, accept, mediaType) { return answer }
            guard let mediaType else { return stream(found, request, scope) }
            if let answer = try await shared(found, request, scope, mediaType) { return answer }
            let (response, context) = try await run(found, request, scope)
            return answer(request, scope, mediaType, found, response, context)
        } catch {
            if mediaType == nil, case .graphQL = error.kind, EventStream.isAccepted(by: accept) {
                return stream(error, request, scope)
            }
            return refuse(request, scope, mediaType ?? .json, error)
        }
    }

    /// The answer of an operation that has several, or to a client that reads nothing but streams; nil if it is
    /// answered whole, whatever it defers.
    private func inParts(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope, _ accept: String?,
        _ mediaType: ResponseMediaType?
    ) -> HTTPResponse? {
        guard found.operation.kind != .subscription else { return stream(found, request, scope) }
        guard found.operation.isIncremental || mediaType == nil else { return nil }
        if Multipart.isAccepted(by: accept) { return multipart(found, request, scope) }
        return EventStream.isAccepted(by: accept) ? stream(found, request, scope) : nil
    }

    /// What is known of a request that begins now.
    func scope(for request: HTTPRequest, connectionParameters: JSONValue = .null) -> RequestScope {
        let start = loop.now
        return RequestScope(
            traceID: traceID(of: request), startedAt: start, deadline: start + configuration.requestTimeout,
            reportsCost: request.header("GraphQL-Cost") == "report", connectionParameters: connectionParameters)
    }

    func traceID(of request: HTTPRequest) -> TraceID {
        // More than one header is as good as none (W3C Trace Context, section 3.2.1).
        if let parent = request.header("traceparent"), let trace = TraceID(traceparent: parent),
            request.headers("traceparent").count == 1
        {
            return trace
        }
        return traces.withValue { $0.next() }
    }

    // MARK: Reading

    private func find(_ request: HTTPRequest) throws(RequestFailure) -> RequestLookup {
        switch request.method {
        case .post:
            try RequestContentType.check(request.header("Content-Type"))
            return try request.withBody { (body) throws(RequestFailure) in
                try operations.find(request: Span(_bytes: copy body)) { limit(request) }
            }
        case .get, .head:
            try crossOrigin.checkSimple(request)
            return .one(try operations.find(url: URLParameters(request.query ?? "")) { limit(request) })
        default:
            throw RequestFailure(
                .methodNotAllowed(Self.methods), .methodNotAllowed, "GraphQL is served by GET and POST only.")
        }
    }

    /// What refuses a document that has to be read first; nil unless too much from this client was refused.
    func limit(_ request: HTTPRequest) -> RequestFailure? { refusals?.failure(of: request) }

    private static var notAcceptable: RequestFailure {
        let names = (ResponseMediaType.allCases.map(\.name) + [EventStream.mediaType, Multipart.mediaType])
            .map { "\"\($0)\"" }.joined(separator: ", ")
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
            "A subscription sends many answers: accept \"\(EventStream.mediaType)\", or open a WebSocket for "
                + "\"\(SocketSession.subprotocol)\".")
    }

    // MARK: Running

    private func run(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope
    ) async throws(RequestFailure) -> (Response, Context) {
        let token = watchdog.watch(request, until: scope.deadline)
        defer { watchdog.forget(token) }
        let context = try await context(found, request, scope)
        let response = await engine.execute(
            found.operation, variables: found.variables, reportsCost: scope.reportsCost, context: context)
        return (response, context)
    }

    func context(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope
    ) async throws(RequestFailure) -> Context {
        do throws(ContextRefusal) {
            return try await makeContext(request, found.operation, scope)
        } catch {
            throw RequestFailure(error)
        }
    }

    // MARK: Answering

    func answer(
        _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType, _ found: FoundOperation,
        _ response: Response, _ context: Context, from source: AnswerCache.Source? = nil
    ) -> HTTPResponse {
        let status = report(response, of: found, request, scope, mediaType, context, from: source)
        var headers = headers(request, mediaType)
        if let refusal = CallerRefusal(of: response) { headers.add(refusal.headers) }
        if let languages = contentLanguage?(context) { headers.add("Content-Language", languages) }
        if let seconds = retryAfter?(context) { headers.add("Retry-After", "\(seconds)") }
        return HTTPResponse(status, headers: headers, body: .owned(response.bytes))
    }

    /// Counts and tells of an operation that has run; returns the status of its answer.
    func report(
        _ response: Response, of found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope,
        _ mediaType: ResponseMediaType, _ context: Context, from source: AnswerCache.Source? = nil
    ) -> HTTPStatus {
        if let exceeded = response.exceeded { limits.count(exceeded) }
        if response.isRequestError { refusals?.note(response.refusals, of: request) }
        let outcome: GraphQLOutcome =
            response.isRequestError ? .requestError : response.errorCount > 0 ? .partial : .complete
        let status =
            CallerRefusal(of: response)?.status(as: mediaType)
            ?? configuration.statusRules.status(of: outcome, as: mediaType)
        let duration = loop.now - scope.startedAt
        let isLate = duration >= configuration.requestTimeout
        let ending = RequestEnding(outcome, isLate: isLate, isAbandoned: request.isAbandoned)
        found.metered.meter.withValue { $0.record(ending, after: duration) }
        tell(
            RequestReport(
                operationName: found.operation.name, kind: found.operation.kind, outcome: outcome,
                status: told(status, to: request), errorCount: response.errorCount,
                cost: source == nil ? response.cost : toll?.points ?? 0, responseBytes: response.bytes.count,
                answerSource: source,
                isDocumentCached: found.isCached, duration: duration, traceID: scope.traceID,
                clientAddress: request.clientAddress), after: duration, context)
        return status
    }

    func refuse(
        _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType, _ failure: RequestFailure
    ) -> HTTPResponse {
        let failure = limit(request) ?? failure
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
        response.headers.add(failure.headers)
        report(failure, outcome, request, scope, status: response.status, bytes: bytes.count)
        return response
    }

    /// Counts and tells of a request that did not reach its operation.
    func report(
        _ failure: RequestFailure, _ outcome: GraphQLOutcome?, _ request: HTTPRequest, _ scope: RequestScope,
        status: HTTPStatus, bytes: Int
    ) {
        for error in failure.errors { if let exceeded = error.exceededLimit { limits.count(exceeded) } }
        refusals?.note(failure.errors, of: request)
        let duration = loop.now - scope.startedAt
        let ending = RequestEnding(outcome, isLate: false, isAbandoned: request.isAbandoned)
        operations.meterOfNone.withValue { $0.record(ending, after: duration) }
        tell(
            RequestReport(
                operationName: nil, kind: nil, outcome: outcome, status: told(status, to: request),
                errorCount: failure.errors.count, responseBytes: bytes, isDocumentCached: false,
                duration: duration, traceID: scope.traceID, clientAddress: request.clientAddress), after: duration,
            nil)
    }

    /// The status to report: nobody has seen that of an answer whose client had left.
    func told(_ status: HTTPStatus, to request: HTTPRequest) -> Int {
        (request.isAbandoned ? .clientLeft : status).code
    }

    /// Makes a report only if somebody wants it.
    func tell(_ report: @autoclosure () -> RequestReport, after duration: Duration, _ context: Context?) {
        if let finished, duration >= configuration.reportThreshold { finished(report(), context) }
    }

    func headers(_ request: HTTPRequest, _ mediaType: ResponseMediaType) -> HTTPHeaders {
        let isStorable = request.method == .get || request.method == .head
        var headers = constantHeaders.of(mediaType, isStorable: isStorable)
        if isStorable, request.header("Authorization") != nil { headers.add("Cache-Control", "private, no-store") }
        crossOrigin.addHeaders(for: request, to: &headers)
        return headers
    }
}

/// The engine's answers go to the socket from its own memory.
extension ResponseBytes: ByteSource {}
