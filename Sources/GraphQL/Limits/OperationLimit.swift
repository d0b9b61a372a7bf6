/// The bounds an engine can put on what it is asked, each with a stable error code.
public enum OperationLimit: String, Sendable, CaseIterable {
    /// Bytes of the document.
    case bytes
    /// Tokens of the document.
    case tokens
    /// Fields nested in fields.
    case depth
    /// Fields with an alias.
    case aliases
    /// Fields of the operation's root type.
    case rootFields
    /// Directives.
    case directives
    /// Lists nested in one value.
    case listDepth
    /// Lists and objects nested in one value.
    case valueDepth
    /// Lists of types or fields nested in introspection.
    case introspectionDepth
    /// Points by `@cost` and `@listSize`, for each request.
    case cost
    /// Errors in one answer.
    case errors

    /// What `extensions.code` says of an operation beyond the limit.
    public var code: ErrorCode {
        switch self {
        case .bytes: ErrorCode(rawValue: "DOCUMENT_SIZE_EXCEEDED")
        case .tokens: ErrorCode(rawValue: "TOKENS_EXCEEDED")
        case .depth: ErrorCode(rawValue: "DEPTH_EXCEEDED")
        case .aliases: ErrorCode(rawValue: "ALIASES_EXCEEDED")
        case .rootFields: ErrorCode(rawValue: "ROOT_FIELDS_EXCEEDED")
        case .directives: ErrorCode(rawValue: "DIRECTIVES_EXCEEDED")
        case .listDepth: ErrorCode(rawValue: "LIST_DEPTH_EXCEEDED")
        case .valueDepth: ErrorCode(rawValue: "VALUE_DEPTH_EXCEEDED")
        case .introspectionDepth: ErrorCode(rawValue: "INTROSPECTION_DEPTH_EXCEEDED")
        case .cost: .costExceeded
        case .errors: ErrorCode(rawValue: "ERRORS_EXCEEDED")
        }
    }

    /// The limit a code belongs to; nil for codes of other errors.
    public init?(code: ErrorCode) {
        guard let limit = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = limit
    }
}

extension GraphQLError {
    /// Says that an operation goes beyond a limit, by how much, and what to do.
    ///
    /// - Parameter found: what the operation asks for; nil where counting stopped at the limit.
    init(
        _ message: String, exceeding limit: OperationLimit, of allowed: Int, found: InputValue? = nil,
        locations: [SourceLocation] = []
    ) {
        var extensions: [ErrorExtension] = [.code(limit.code), ErrorExtension("limit", .int(Int64(allowed)))]
        if let found { extensions.append(ErrorExtension("found", found)) }
        self.init(message, locations: locations, extensions: extensions)
    }

    /// The limit that the error tells of.
    public var exceededLimit: OperationLimit? {
        guard let code = extensions.first(where: { $0.name == "code" })?.value.string else { return nil }
        return OperationLimit(code: ErrorCode(rawValue: code))
    }
}
