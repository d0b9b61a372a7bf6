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
    do throws(SyntaxError) {
        let allowsDot = goal == .schemaCoordinate
        let words = TextMarks.words(of: bytes.span)
        let marks = TextMarks(bytes.span, words: words.span)
        var parser = Parser(marks, allowsDot: allowsDot, maxTokens: maxTokens, maxDepth: maxDepth)
        switch goal {
        case .document: try parser.document()
        case .value: try parser.value(isConstant: false)
        case .constantValue: try parser.value(isConstant: true)
        case .type: try parser.type()
        case .schemaCoordinate: try parser.schemaCoordinate()
        }
        guard parser.isAtEnd else { throw parser.expected(.endOfFile) }
        return Document(source: source, nodes: parser.nodes.elements)
    } catch {
        throw error.graphQLError(in: source)
    }
}
