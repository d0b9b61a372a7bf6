import GraphQL

extension Syntax {
    /// The subtree on one line for comparisons: kinds, the text of leaves, and children in parentheses.
    var outline: String {
        let inner = children.map(\.outline)
        return inner.isEmpty ? "\(kind):\(text)" : "\(kind)(\(inner.joined(separator: " ")))"
    }
}

/// The error that reading a document ends in; nil if it does not.
func parseError(_ text: String, maxTokens: Int? = nil, maxDepth: Int = defaultMaximumDepth) -> GraphQLError? {
    do throws(GraphQLError) {
        _ = try parse(Source(text), maxTokens: maxTokens, maxDepth: maxDepth)
        return nil
    } catch {
        return error
    }
}
