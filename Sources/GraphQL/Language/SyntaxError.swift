/// What lexer and parser throw: a message and the byte it is about. Becomes a `GraphQLError` when it leaves `parse`.
///
/// A class, so that a function that may throw returns one word for it: there are some calls for every token.
final class SyntaxError: Error {
    let message: String
    let offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    func graphQLError(in source: Source) -> GraphQLError {
        GraphQLError(
            "Syntax Error: \(message)",
            locations: [source.location(at: offset)],
            extensions: [.code(.parseFailed)]
        )
    }
}
