import EventLoop
import GraphQL
import HTTPServer

/// Batches: requests whose body is an array of requests. No specification has them; clients such as Apollo's and
/// Relay's send them to save round trips.
extension GraphQLEndpoint {
    /// Answers with an array, in the order of the requests, whatever became of each. Queries run side by side and share
    /// one context, so that what one has loaded serves the others. Where something is changed, all run in order, and each
    /// has a context of its own, so that none reads what was loaded before a change.
    func answer(
        _ batch: [Result<OperationLookup, RequestFailure>], _ request: HTTPRequest, _ scope: RequestScope
    ) async throws(RequestFailure) -> HTTPResponse {
        guard ResponseMediaType.json.isAccepted(by: request.header("Accept")) else { throw Self.batchNotAcceptable }
        let token = watchdog.watch(request, until: scope.deadline)
        defer { watchdog.forget(token) }
        var operations: [Result<FoundOperation, RequestFailure>] = []
        for lookup in batch { operations.append(await find(lookup, request)) }
        let isOrdered = operations.contains { (try? $0.get())?.operation.kind == .mutation }
        let answers =
            isOrdered ? await inOrder(operations, request, scope) : await sideBySide(operations, request, scope)
        return answer(answers, request)
    }

    private static var batchNotAcceptable: RequestFailure {
        RequestFailure(
            .http(.notAcceptable), .notAcceptable,
            "An array of answers is \"\(ResponseMediaType.json.name)\", which the Accept header does not allow.")
    }

    private func find(
        _ lookup: Result<OperationLookup, RequestFailure>, _ request: HTTPRequest
    ) async -> Result<FoundOperation, RequestFailure> {
        do throws(RequestFailure) {
            let found = try await operations.find(try lookup.get()) { limit(request) }
            guard found.operation.kind != .subscription else {
                throw RequestFailure(
                    .graphQL(.requestError), .operationNotSupported,
                    "A subscription sends many answers: it needs a request of its own.")
            }
            return .success(found)
        } catch {
            return .failure(error)
        }
    }

    // MARK: Running

    private func inOrder(
        _ batch: [Result<FoundOperation, RequestFailure>], _ request: HTTPRequest, _ scope: RequestScope
    ) async -> [BatchAnswer<Context>] {
        var answers: [BatchAnswer<Context>] = []
        for operation in batch {
            switch operation {
            case .failure(let failure): answers.append(refuse(failure, request, scope))
            case .success(let found):
                do throws(RequestFailure) {
                    let context = try await context(found, request, scope)
                    answers.append(await run(found, request, scope, context))
                } catch {
                    answers.append(refuse(error, request, scope))
                }
            }
        }
        return answers
    }

    private func sideBySide(
        _ batch: [Result<FoundOperation, RequestFailure>], _ request: HTTPRequest, _ scope: RequestScope
    ) async -> [BatchAnswer<Context>] {
        let first = batch.lazy.compactMap { try? $0.get() }.first
        // Whom the context is refused, it is refused for every operation.
        guard let first, let context = try? await context(first, request, scope) else {
            return await inOrder(batch, request, scope)
        }
        return await withTaskGroup { group in
            for (place, operation) in batch.enumerated() {
                guard case .success(let found) = operation else { continue }
                group.addTask { [self] in (place, await run(found, request, scope, context)) }
            }
            var answers: [BatchAnswer<Context>?] = batch.map { operation in
                guard case .failure(let failure) = operation else { return nil }
                return refuse(failure, request, scope)
            }
            for await (place, answer) in group { answers[place] = answer }
            return answers.compactMap { $0 }
        }
    }

    private func run(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope, _ context: Context
    ) async -> BatchAnswer<Context> {
        let response = await engine.execute(
            found.operation, variables: found.variables, reportsCost: scope.reportsCost, context: context)
        _ = report(response, of: found, request, scope, .json, context)
        return BatchAnswer(response: response, context: context)
    }

    private func refuse(
        _ failure: RequestFailure, _ request: HTTPRequest, _ scope: RequestScope
    ) -> BatchAnswer<Context> {
        let response = Response(refusal: failure.errors)
        report(failure, failure.outcome, request, scope, status: .ok, bytes: response.bytes.count)
        return BatchAnswer(response: response, context: nil)
    }

    // MARK: Answering

    private func answer(_ answers: [BatchAnswer<Context>], _ request: HTTPRequest) -> HTTPResponse {
        var body: [UInt8] = []
        body.reserveCapacity(answers.reduce(1) { $0 + $1.response.bytes.count + 1 })
        for answer in answers {
            body.append(UInt8(ascii: body.isEmpty ? "[" : ","))
            unsafe answer.response.bytes.withUnsafeBytes { unsafe body.append(contentsOf: $0) }
        }
        body.append(UInt8(ascii: "]"))
        var headers = headers(request, .json)
        let context = answers.lazy.compactMap(\.context).first
        if let languages = context.flatMap({ contentLanguage?($0) }) { headers.add("Content-Language", languages) }
        return HTTPResponse(.ok, headers: headers, body: .bytes(body))
    }
}

/// One answer of a batch.
private struct BatchAnswer<Context: Sendable>: Sendable {
    let response: Response
    /// Nil where the operation did not run.
    let context: Context?
}
