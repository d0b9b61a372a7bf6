import EventLoop
import GraphQL
import HTTPServer

extension GraphQLEndpoint {
    /// Answers an operation part by part, as its deferred fragments and streamed lists become complete. The client that
    /// leaves ends what is still to come, and so does the request's deadline.
    func multipart(_ found: FoundOperation, _ request: HTTPRequest, _ scope: RequestScope) -> HTTPResponse {
        var headers = Multipart.headers
        crossOrigin.addHeaders(for: request, to: &headers)
        return HTTPResponse(
            headers: headers,
            body: .stream { [self] body in
                let token = watchdog.watch(request, until: scope.deadline)
                defer { watchdog.forget(token) }
                try await body.write(Multipart.begin)
                do {
                    try await answers(to: found, request, scope, status: .ok) { response in
                        try await body.write(Multipart.part(response))
                    }
                } catch let refusal as RequestErrors {
                    try await body.write(Multipart.part(Response(refusal: refusal.errors)))
                }
                try await body.write(Multipart.end)
            })
    }
}
