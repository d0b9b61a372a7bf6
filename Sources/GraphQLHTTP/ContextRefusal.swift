package import GraphQL
package import HTTPServer

extension GraphQLError {
    /// A subscription has outlasted the token it was begun with.
    static let expiredToken = GraphQLError(
        "The access token has expired. Begin the subscription again with a new one.",
        extensions: [.code(.unauthenticated)])
}

/// Why a request is refused before its operation runs, whatever that asks: by whom it is sent, or how often.
package struct ContextRefusal: Error, Sendable {
    package let error: GraphQLError
    /// What HTTP has for it: 401, 403 or 429.
    package let status: HTTPStatus
    /// `WWW-Authenticate` or `Retry-After`.
    package let headers: HTTPHeaders

    package init(_ error: GraphQLError, status: HTTPStatus, headers: HTTPHeaders = [:]) {
        self.error = error
        self.status = status
        self.headers = headers
    }

    /// Too many requests of a client were refused; the error tells when it may come again.
    package init(limit error: GraphQLError) {
        self.init(error, status: .tooManyRequests, headers: CallerRefusal(error)?.headers ?? [:])
    }
}
