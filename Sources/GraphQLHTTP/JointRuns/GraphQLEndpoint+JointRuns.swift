import EventLoop
import GraphQL
import HTTPServer

/// Answers to several requests at once.
extension GraphQLEndpoint {
    /// The answer to an operation that is the same for all who ask, where no answers are kept.
    func joint(
        _ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope, _ mediaType: ResponseMediaType
    ) async throws(RequestFailure) -> HTTPResponse {
        let token = watchdog.watch(request, until: scope.deadline)
        defer { watchdog.forget(token) }
        let context = try await context(found, request, scope)
        let key = JointRunKey(
            found.operation, variables: found.variables, languages: contentLanguage?(context))
        switch await jointRuns.join(key) {
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
