/// How deep selection sets, list and object values and list types may nest unless a caller says otherwise.
public let defaultMaximumDepth = 200

/// Reads a document (specification section 2.2): executable definitions, type system definitions and extensions.
///
/// - Parameters:
///   - maxTokens: how many tokens the document may have; nil for any number.
///   - maxDepth: how deep selection sets, values and list types may nest, each level counted once.
/// - Throws: the first error, with its place and the code `GRAPHQL_PARSE_FAILED`, or `TOKENS_EXCEEDED`.
public func parse(
    _ source: Source, maxTokens: Int? = nil, maxDepth: Int = defaultMaximumDepth
) throws(GraphQLError) -> Document {
    try parse(source, .document, maxTokens, maxDepth)
}

/// Reads one value, which may hold variables. The root of the result is the value.
public func parseValue(
    _ source: Source, maxTokens: Int? = nil, maxDepth: Int = defaultMaximumDepth
) throws(GraphQLError) -> Document {
    try parse(source, .value, maxTokens, maxDepth)
}

/// Reads one value without variables. The root of the result is the value.
public func parseConstValue(
    _ source: Source, maxTokens: Int? = nil, maxDepth: Int = defaultMaximumDepth
) throws(GraphQLError) -> Document {
    try parse(source, .constantValue, maxTokens, maxDepth)
}

/// Reads one type reference, for example `[Movie!]!`. The root of the result is the type.
public func parseType(
    _ source: Source, maxTokens: Int? = nil, maxDepth: Int = defaultMaximumDepth
) throws(GraphQLError) -> Document {
    try parse(source, .type, maxTokens, maxDepth)
}

/// Reads a schema coordinate (specification section 3.14), for example `Query.movie(id:)`. The root of the result is
/// one of the coordinate kinds.
public func parseSchemaCoordinate(_ source: Source) throws(GraphQLError) -> Document {
    try parse(source, .schemaCoordinate, nil, defaultMaximumDepth)
}

/// What a text is read as.
private enum Goal {
    case document
    case value
    case constantValue
    case type
    case schemaCoordinate
}

private func parse(
    _ source: Source, _ goal: Goal, _ maxTokens: Int?, _ maxDepth: Int
) throws(GraphQLError) -> Document {
    let bytes = source.bytes
    guard bytes.count < UInt32.max else {
        throw SyntaxError("The document is longer than 4 GiB.", at: 0).graphQLError(in: source)
    }
    let words = MarkWords(bytes.span)
    let maxTokens = max(maxTokens ?? .max, 0)
    // A token begins two nodes at most, besides the document's own and one whose kind shows later.
    let capacity = 2 * min(words.countOfStarts, maxTokens) + 2
    var failure: SyntaxError?
    let nodes = unsafe ContiguousArray<SyntaxRecord>(unsafeUninitializedCapacity: capacity) { room, count in
        var parser = unsafe Parser(
            TextMarks(bytes.span, words: words, maxTokens: maxTokens), nodes: NodeBuffer(room),
            allowsDot: goal == .schemaCoordinate, maxTokens: maxTokens, maxDepth: maxDepth)
        do throws(SyntaxError) {
            try parser.all(of: goal)
        } catch {
            failure = error
        }
        count = parser.nodes.count
    }
    if let failure { throw failure.graphQLError(in: source) }
    return Document(source: source, nodes: nodes.count * 4 < capacity ? nodes.compact : nodes)
}

extension Parser {
    /// Reads the text from its beginning to its end.
    fileprivate mutating func all(of goal: Goal) throws(SyntaxError) {
        switch goal {
        case .document: try document()
        case .value: try value(isConstant: false)
        case .constantValue: try value(isConstant: true)
        case .type: try type()
        case .schemaCoordinate: try schemaCoordinate()
        }
        guard isAtEnd else { throw expected(.endOfFile) }
    }
}

extension ContiguousArray {
    /// The same in an array that takes no more room than it needs: of a text that is mostly strings and comments.
    fileprivate var compact: Self {
        var copy = Self()
        copy.reserveCapacity(count)
        copy.append(contentsOf: self)
        return copy
    }
}
