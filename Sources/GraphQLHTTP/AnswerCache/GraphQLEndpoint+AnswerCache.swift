import EventLoop
import GraphQL
import HTTPServer
import Metrics

/// Answers that were made for others.
extension GraphQLEndpoint {
    /// The answer to a request whose very bytes have been answered before; nothing of it is read.
    func known(_ request: HTTPRequest) -> HTTPResponse? {
        guard let answers, isSharable(request) else { return nil }
        let now = loop.now
        let head = Self.decidingHead(of: request)
        let answer: CachedAnswer?
        switch request.method {
        case .post:
            answer = request.withBody { body in
                answers.find(
                    DocumentKey(.body, document: Span(_bytes: copy body), operationName: head.span), at: now)
            }
        case .get, .head:
            guard (try? crossOrigin.checkSimple(request)) != nil else { return nil }
            let query = Array((request.query ?? "").utf8)
            answer = answers.find(DocumentKey(.query, document: query.span, operationName: head.span), at: now)
        default: answer = nil
        }
        guard let answer, let mediaType = ResponseMediaType.chosen(by: request.header("Accept")) else { return nil }
        if let failure = toll?.failure(of: request) { return refuse(request, scope(for: request), mediaType, failure) }
        return give(answer, .hit, request, mediaType, since: now)
    }

    /// Whether nobody in particular asks, for nothing but the answer.
    private func isSharable(_ request: HTTPRequest) -> Bool {
        request.header("Authorization") == nil && request.header("GraphQL-Cost") == nil
    }

    /// What of a request's head decides about its answer, other than who asks.
    private static func decidingHead(of request: HTTPRequest) -> [UInt8] {
        var head: [UInt8] = []
        head.reserveCapacity(128)
        for name: StaticString in ["Accept", "Accept-Language", "Content-Type"] {
            if let value = request.header(name) { head += value.utf8 }
            // In no header's value.
            head.append(UInt8(ascii: "\n"))
        }
        return head
    }

    /// The answer to an operation that may be shared; nil for one that may not.
    func shared(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType
    ) async throws(RequestFailure) -> HTTPResponse? {
        guard found.operation.cacheControl != nil, isSharable(request) else { return nil }
        guard let answers else { return try await joint(found, request, scope, mediaType) }
        let token = watchdog.watch(request, until: scope.deadline)
        defer { watchdog.forget(token) }
        let context = try await context(found, request, scope)
        let languages = contentLanguage?(context)
        let key = AnswerKey(
            salt: answers.salt, operation: found.metered.identity, variables: found.variables,
            languages: languages ?? "")
        switch await answers.find(key, of: found.metered, languages: languages) {
        case .found(let answer, let source):
            remember(request, key, answers)
            if let failure = toll?.failure(of: request) { throw failure }
            return give(answer, source, request, mediaType, since: scope.startedAt, scope.traceID)
        case .missing(let claim):
            let response = await engine.execute(found.operation, variables: found.variables, context: context)
            guard let answer = answers.keep(response, of: found.metered, languages: languages, claim) else {
                return self.answer(request, scope, mediaType, found, response, context)
            }
            if claim != nil { remember(request, key, answers) }
            _ = report(response, of: found, request, scope, mediaType, context)
            return httpResponse(answer, request, mediaType)
        }
    }

    private func remember(_ request: HTTPRequest, _ key: AnswerKey, _ answers: AnswerCache) {
        let head = Self.decidingHead(of: request)
        if request.method == .post {
            request.withBody { body in
                answers.remember(
                    DocumentKey(.body, document: Span(_bytes: copy body), operationName: head.span), key)
            }
        } else {
            let query = Array((request.query ?? "").utf8)
            answers.remember(DocumentKey(.query, document: query.span, operationName: head.span), key)
        }
    }

    // MARK: Answering

    /// Counts and tells of an answer that was found, and gives it.
    private func give(
        _ answer: CachedAnswer, _ source: AnswerCache.Source, _ request: HTTPRequest, _ mediaType: ResponseMediaType,
        since start: ContinuousClock.Instant, _ trace: TraceID? = nil
    ) -> HTTPResponse {
        let response = httpResponse(answer, request, mediaType)
        let duration = loop.now - start
        let ending = RequestEnding(.complete, isLate: false, isAbandoned: request.isAbandoned)
        answer.metered.meter.withValue { $0.record(ending, after: duration) }
        tell(
            RequestReport(
                operationName: answer.metered.operation.name, kind: .query, outcome: .complete,
                status: told(response.status, to: request), errorCount: 0, cost: toll?.points ?? 0,
                responseBytes: answer.body.count,
                answerSource: source,
                isDocumentCached: true, duration: duration, traceID: trace ?? traceID(of: request),
                clientAddress: request.clientAddress), after: duration, nil)
        return response
    }

    private func httpResponse(
        _ answer: CachedAnswer, _ request: HTTPRequest, _ mediaType: ResponseMediaType
    ) -> HTTPResponse {
        let isStorable = request.method != .post
        var headers = constantHeaders.of(mediaType, isStorable: isStorable)
        answer.addHeaders(to: &headers, isStorable: isStorable, now: loop.now)
        crossOrigin.addHeaders(for: request, to: &headers)
        if isStorable, let condition = request.header("If-None-Match"), answer.isKnown(by: condition) {
            return HTTPResponse(.notModified, headers: headers)
        }
        return HTTPResponse(headers: headers, body: .owned(answer.body))
    }
}
