/// One error as a client sees it (specification section 7.1.2).
public struct GraphQLError: Error, Hashable, Sendable {
    public var message: String
    /// Where in the document; absent for errors that have no place there.
    public var locations: [SourceLocation]
    /// Where in the answer; nil for errors raised before execution.
    public var path: [PathSegment]?
    public var extensions: [ErrorExtension]

    public init(
        _ message: String,
        locations: [SourceLocation] = [],
        path: [PathSegment]? = nil,
        extensions: [ErrorExtension] = []
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.extensions = extensions
    }

    /// An error at some nodes of a document.
    public init(_ message: String, at first: Syntax, _ others: Syntax..., code: ErrorCode? = nil) {
        self.init(message, at: [first] + others, code: code)
    }

    public init(_ message: String, at nodes: [Syntax], code: ErrorCode? = nil) {
        self.init(message, locations: nodes.map(\.location), extensions: code.map { [.code($0)] } ?? [])
    }
}

/// A response key or a list index on the way to a value of the answer.
public enum PathSegment: Hashable, Sendable {
    case key(String)
    case index(Int)
}

/// A member of an error's `extensions`.
public struct ErrorExtension: Hashable, Sendable {
    public let name: String
    public let value: InputValue

    public init(_ name: String, _ value: InputValue) {
        self.name = name
        self.value = value
    }

    public static func code(_ code: ErrorCode) -> ErrorExtension {
        ErrorExtension("code", .string(code.rawValue))
    }
}

/// The stable `extensions.code` of top-level errors. Wording may improve, codes stay.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let parseFailed = ErrorCode(rawValue: "GRAPHQL_PARSE_FAILED")
    public static let validationFailed = ErrorCode(rawValue: "GRAPHQL_VALIDATION_FAILED")
    /// A variable that does not fit its type, or an argument outside its bounds.
    public static let badUserInput = ErrorCode(rawValue: "BAD_USER_INPUT")
    public static let unauthenticated = ErrorCode(rawValue: "UNAUTHENTICATED")
    public static let forbidden = ErrorCode(rawValue: "FORBIDDEN")
    public static let rateLimited = ErrorCode(rawValue: "RATE_LIMITED")
    public static let costExceeded = ErrorCode(rawValue: "COST_EXCEEDED")
    /// More deferred fragments and streamed lists than an answer may have.
    public static let tooManyDeferredParts = ErrorCode(rawValue: "TOO_MANY_DEFERRED_PARTS")
    /// Not done, or not in time: the same request may be repeated.
    public static let timeout = ErrorCode(rawValue: "TIMEOUT")
    /// A change was under way when its answer was lost: it may or may not have taken effect, so look before repeating it.
    public static let outcomeUnknown = ErrorCode(rawValue: "OUTCOME_UNKNOWN")
    /// Anything not meant for the client: masked, with a trace id.
    public static let `internal` = ErrorCode(rawValue: "INTERNAL")
}
