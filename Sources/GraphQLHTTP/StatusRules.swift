package import HTTPServer

/// How a GraphQL request ended, as far as the status code is concerned.
package enum GraphQLOutcome: Sendable, Equatable, CaseIterable {
    /// The body is not JSON, or the URL not decodable.
    case unreadable
    /// JSON, but not the parameters of a GraphQL request.
    case badParameters
    /// The document is not GraphQL.
    case syntaxError
    /// The operation could not begin: validation, choice of the operation, variables.
    case requestError
    /// `data` beside errors; it may be null.
    case partial
    case complete
}

/// Which status codes the endpoint speaks: the setting `MARQUEE_HTTP_STATUS`.
package enum StatusRules: String, Sendable, CaseIterable {
    /// As the graphql-http audits check them.
    case audit
    /// As the draft of 2026 recommends: 422 for what is understood but cannot be done, 294 for a partial answer.
    case draft

    package func status(of outcome: GraphQLOutcome, as mediaType: ResponseMediaType) -> HTTPStatus {
        switch (outcome, mediaType) {
        case (.unreadable, _): .badRequest
        case (.badParameters, _): self == .draft ? .unprocessableContent : .badRequest
        case (.complete, _), (_, .json): .ok
        case (.syntaxError, .graphQLResponse): .badRequest
        case (.requestError, .graphQLResponse): self == .draft ? .unprocessableContent : .badRequest
        case (.partial, .graphQLResponse): self == .draft ? .partialSuccess : .ok
        }
    }
}

extension HTTPStatus {
    static let unprocessableContent = HTTPStatus(422)
    /// Not registered; the draft's own.
    static let partialSuccess = HTTPStatus(294)
    /// Only told of: the number that proxies log for a client that left before its answer.
    static let clientLeft = HTTPStatus(499)
}
