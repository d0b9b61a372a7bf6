import GraphQL
import HTTPServer

/// A refusal that is about the caller rather than the operation, as HTTP tells it (RFC 9110, section 15.5).
struct CallerRefusal {
    private let code: ErrorCode
    let headers: HTTPHeaders

    /// Nil for answers that were not refused before they were begun.
    init?(of response: Response) {
        guard let error = response.refusals.first else { return nil }
        self.init(error)
    }

    /// Nil for errors of the operation.
    init?(_ error: GraphQLError) {
        func value(_ name: String) -> InputValue? { error.extensions.first { $0.name == name }?.value }
        guard let name = value("code")?.string else { return nil }
        code = ErrorCode(rawValue: name)
        switch code {
        case .unauthenticated: headers = ["WWW-Authenticate": "Bearer"]
        case .forbidden: headers = [:]
        case .rateLimited: headers = ["Retry-After": value("retryAfter")?.int.map { "\($0)" } ?? "1"]
        default: return nil
        }
    }

    /// Nil where the rules for operations hold: `application/json` has 200 for what was read and understood. Who asks too
    /// often is told by the status always, so that proxies and libraries of clients slow down by themselves.
    func status(as mediaType: ResponseMediaType) -> HTTPStatus? {
        switch code {
        case .rateLimited: .tooManyRequests
        case .unauthenticated where mediaType == .graphQLResponse: .unauthorized
        case .forbidden where mediaType == .graphQLResponse: .forbidden
        default: nil
        }
    }
}
