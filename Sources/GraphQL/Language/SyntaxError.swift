/// What lexer and parser throw: a message and the byte it is about. Becomes a `GraphQLError` when it leaves `parse`.
struct SyntaxError: Error {
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
