import GraphQL
import HTTPServer

/// Why a request did not reach execution, and how it is answered.
struct RequestFailure: Error, Sendable {
    enum Kind: Sendable, Equatable {
        /// The status follows from the rules in force.
        case graphQL(GraphQLOutcome)
        /// HTTP itself has a status for it.
        case http(HTTPStatus)
        /// 405, with the methods that would do.
        case methodNotAllowed(String)
    }

    let kind: Kind
    let errors: [GraphQLError]
    /// What the answer's head says beside its status.
    var headers: HTTPHeaders = [:]

    /// Nil when HTTP itself refused the request.
    var outcome: GraphQLOutcome? { if case .graphQL(let outcome) = kind { outcome } else { nil } }

    init(_ kind: Kind, _ code: ErrorCode, _ message: String) {
        self.kind = kind
        errors = [GraphQLError(message, extensions: [.code(code)])]
    }

    /// The request may not run, whatever it asks.
    init(_ refusal: ContextRefusal) {
        kind = .http(refusal.status)
        errors = [refusal.error]
        headers = refusal.headers
    }

    /// The body is not JSON. The place is one in the body.
    init(_ error: JSONError) {
        self.init(
            .graphQL(.unreadable), .badRequest,
            "The request's body is not valid JSON at line \(error.line), column \(error.column): \(error.message).")
    }

    /// What the engine found in the document.
    init(_ found: RequestErrors) {
        let isSyntax = found.errors.first?.extensions.contains(.code(.parseFailed)) ?? false
        kind = .graphQL(isSyntax ? .syntaxError : .requestError)
        errors = found.errors
    }

    static func badParameter(_ message: String) -> RequestFailure {
        RequestFailure(.graphQL(.badParameters), .badRequest, message)
    }
}

extension ErrorCode {
    /// The request is not a GraphQL request.
    static let badRequest = ErrorCode(rawValue: "BAD_REQUEST")
    static let methodNotAllowed = ErrorCode(rawValue: "METHOD_NOT_ALLOWED")
    static let notAcceptable = ErrorCode(rawValue: "NOT_ACCEPTABLE")
    static let unsupportedMediaType = ErrorCode(rawValue: "UNSUPPORTED_MEDIA_TYPE")
    /// A page of another origin may have sent the request without asking.
    static let preflightRequired = ErrorCode(rawValue: "PREFLIGHT_REQUIRED")
    /// A page of an origin that is not listed.
    static let originNotAllowed = ErrorCode(rawValue: "ORIGIN_NOT_ALLOWED")
    /// The operation is valid, but not over this transport.
    static let operationNotSupported = ErrorCode(rawValue: "OPERATION_NOT_SUPPORTED")
}
