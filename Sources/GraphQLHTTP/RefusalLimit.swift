package import GraphQL
package import HTTPServer

/// What is done about clients of whose requests too many are refused: while they are, what the server would have to find
/// out for them is not looked at, and each refusal is one for that reason. Loop thread only.
package struct RefusalLimit: Sendable {
    private let count: @Sendable (HTTPRequest) -> Void
    private let refusal: @Sendable (HTTPRequest) -> GraphQLError?

    /// - Parameters:
    ///   - count: takes note of a refused request.
    ///   - refusal: what refuses a client of whose requests too many were refused; nil for all others.
    package init(
        count: @escaping @Sendable (HTTPRequest) -> Void,
        refusal: @escaping @Sendable (HTTPRequest) -> GraphQLError?
    ) {
        self.count = count
        self.refusal = refusal
    }

    /// What is refused for another reason than the client's doing counts for nothing.
    func note(_ errors: [GraphQLError], of request: HTTPRequest) {
        let isOurs = errors.contains { error in
            [ErrorCode.rateLimited, .timeout, .internal].contains { error.extensions.contains(.code($0)) }
        }
        if !isOurs { count(request) }
    }

    func failure(of request: HTTPRequest) -> RequestFailure? {
        refusal(request).map { RequestFailure(ContextRefusal(limit: $0)) }
    }
}
