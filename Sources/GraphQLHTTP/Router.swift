package import HTTPServer

/// Sends each request to the handler of its path. Paths are compared as they were sent.
package struct Router: Sendable {
    private struct Route {
        /// Nil for a handler that answers every method itself.
        let methods: [HTTPMethod]?
        let handler: HTTPHandler
    }

    private var routes: [String: Route] = [:]
    /// By the beginning of their paths.
    private var folders: [(path: String, route: Route)] = []

    package init() {}

    /// Serves a path; other methods are answered with 405. Whoever takes GET takes HEAD, whose body the server omits.
    package mutating func add(_ path: String, methods: [HTTPMethod] = [.get], _ handler: @escaping HTTPHandler) {
        let implied: [HTTPMethod] = methods.contains(.get) ? [.head, .options] : [.options]
        routes[path] = Route(methods: methods + implied, handler: handler)
    }

    /// Serves GET for all paths that begin with this one and have none of their own.
    package mutating func addFolder(_ path: String, _ handler: @escaping HTTPHandler) {
        folders.append((path, Route(methods: [.get, .head, .options], handler: handler)))
    }

    /// Serves a path with all its methods.
    package mutating func addAllMethods(_ path: String, _ handler: @escaping HTTPHandler) {
        routes[path] = Route(methods: nil, handler: handler)
    }

    package func handle(_ request: HTTPRequest) async -> HTTPResponse {
        guard let route = route(for: request.path) else {
            return Self.refusal(
                of: request, .notFound, "NOT_FOUND",
                "There is nothing at this path. GraphQL is served at /graphql, its explorer at /.")
        }
        guard let methods = route.methods else { return await route.handler(request) }
        guard methods.contains(request.method) else {
            let allowed = Self.names(methods)
            var response = Self.refusal(
                of: request, .methodNotAllowed, "METHOD_NOT_ALLOWED", "This path serves the methods \(allowed) only.")
            response.headers.add("Allow", allowed)
            return response
        }
        if request.method == .options { return HTTPResponse(.noContent, headers: ["Allow": Self.names(methods)]) }
        return await route.handler(request)
    }

    private func route(for path: String) -> Route? {
        routes[path] ?? folders.first { path.hasPrefix($0.path) }?.route
    }

    private static func names(_ methods: [HTTPMethod]) -> String {
        methods.map { "\($0)".uppercased() }.joined(separator: ", ")
    }

    /// In JSON for programs that ask for it, otherwise in words.
    private static func refusal(
        of request: HTTPRequest, _ status: HTTPStatus, _ code: String, _ message: String
    ) -> HTTPResponse {
        guard request.header("Accept")?.contains("json") == true else { return .text(message + "\n", status: status) }
        let body = "{\"errors\":[{\"message\":\"\(message)\",\"extensions\":{\"code\":\"\(code)\"}}]}"
        return HTTPResponse(status, headers: .json, body: .bytes(Array(body.utf8)))
    }
}
