import EventLoop
import GraphQL
import HTTPServer

/// Answers to several requests at once.
extension GraphQLEndpoint {
    /// The answer to an operation that is the same for all who ask, where no answers are kept; nil for one that is run for
    /// itself. Without lists there is little to share but rows, which loaders share already.
    func joint(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType
    ) async throws(RequestFailure) -> HTTPResponse? {
        guard let jointRuns, found.operation.hasLists else { return nil }
        let token = watchdog.watch(request, until: scope.deadline)
        defer { watchdog.forget(token) }
        let context = try await context(found, request, scope)
        let key = JointRunKey(
            operation: found.metered.identity, variables: found.variables, languages: contentLanguage?(context))
        switch await jointRuns.join(key, on: loop) {
        case .runs(let run):
            let response = await engine.execute(found.operation, variables: found.variables, context: context)
            jointRuns.end(key, run, response.isComplete ? response : nil)
            return answer(request, scope, mediaType, found, response, context)
        case .answered(let response):
            if let failure = toll?.failure(of: request) { throw failure }
            return answer(request, scope, mediaType, found, response, context, from: .hit)
        }
    }
}
