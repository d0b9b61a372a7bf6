/// What lexer and parser throw: a message and the byte it is about. Becomes a `GraphQLError` when it leaves `parse`.
///
/// A class, so that a function that may throw returns one word for it: there are some calls for every token.
final class SyntaxError: Error {
    let message: String
    let offset: Int
    /// Of a text that may be well-formed, but is too long: how many tokens are allowed.
    private let maxTokens: Int?

    init(_ message: String, at offset: Int, maxTokens: Int? = nil) {
        self.message = message
        self.offset = offset
        self.maxTokens = maxTokens
    }

    func graphQLError(in source: Source) -> GraphQLError {
        let locations = [source.location(at: offset)]
        guard let maxTokens else {
            return GraphQLError(
                "Syntax Error: \(message)", locations: locations, extensions: [.code(.parseFailed)])
        }
        return GraphQLError("Syntax Error: \(message)", exceeding: .tokens, of: maxTokens, locations: locations)
    }
}
