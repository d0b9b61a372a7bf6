/// How much an engine lets one operation ask; nil lifts a limit. The defaults are safe for a server in the open: they
/// leave room for every screen of a client and for the introspection query of the usual tools.
///
/// Bytes and tokens are counted before the document is read, the limits of shape before it is validated, each once when
/// an operation is prepared and in time that grows with the document only. What a fragment holds counts wherever it is
/// spread, though it is looked at once. The cost depends on variables: it is checked for each request, before any
/// resolver is called.
public struct OperationLimits: Sendable, Equatable {
    /// Bytes of a document.
    public var bytes: Int? = 128 << 10
    /// Tokens of a document, names, numbers, strings and punctuation alike.
    public var tokens: Int? = 15_000
    /// Levels of fields; those of the root are the first.
    public var depth: Int? = 20
    /// Fields with an alias in an operation.
    public var aliases: Int? = 100
    /// Fields of the root type in an operation.
    public var rootFields: Int? = 30
    /// Directives in an operation.
    public var directives: Int? = 100
    /// Lists nested in one value of the document.
    public var listDepth: Int? = 5
    /// Lists and objects nested in one value of the document.
    public var valueDepth: Int? = 20
    /// How deep `fields`, `interfaces`, `possibleTypes` and `inputFields` may nest below `__schema` or `__type`: each
    /// level multiplies the answer.
    public var introspectionDepth: Int? = 2
    /// Points that a request may cost by the schema's `@cost` and `@listSize`.
    public var cost: Int? = 5_000
    /// Errors in one answer; one more says that there are others.
    public var errors: Int? = 100

    public init() {}

    /// No limits at all, for callers one trusts.
    public static var none: OperationLimits {
        var limits = OperationLimits()
        for limit in OperationLimit.allCases { limits[limit] = nil }
        return limits
    }

    /// The allowance for one limit.
    public subscript(limit: OperationLimit) -> Int? {
        get { self[keyPath: Self.path(of: limit)] }
        set { self[keyPath: Self.path(of: limit)] = newValue }
    }

    private static func path(of limit: OperationLimit) -> WritableKeyPath<OperationLimits, Int?> {
        switch limit {
        case .bytes: \.bytes
        case .tokens: \.tokens
        case .depth: \.depth
        case .aliases: \.aliases
        case .rootFields: \.rootFields
        case .directives: \.directives
        case .listDepth: \.listDepth
        case .valueDepth: \.valueDepth
        case .introspectionDepth: \.introspectionDepth
        case .cost: \.cost
        case .errors: \.errors
        }
    }
}
