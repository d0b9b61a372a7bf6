/// All tokens of a document, `endOfFile` last.
///
/// The text is cut into tokens before it is parsed, in one loop without calls. What stops the lexer is an error only
/// when the parser gets there: a mistake further in front is told first.
struct TokenList: ~Copyable {
    private var tokens: GrowingBuffer<Token>
    /// Why the last token is `invalid`.
    private(set) var error: SyntaxError?

    /// - Parameter maxTokens: how many tokens there may be, not counting `endOfFile`.
    init(_ lexer: borrowing Lexer, maxTokens: Int?) {
        let limit = maxTokens ?? .max
        tokens = GrowingBuffer(capacity: lexer.bytes.count / 4 + 8)
        var end = 0
        do throws(SyntaxError) {
            while true {
                let token = try lexer.token(from: end)
                if tokens.count >= limit, token.kind != .endOfFile {
                    throw SyntaxError(
                        "Document contains more than \(limit) tokens. Parsing aborted.", at: Int(token.start),
                        maxTokens: limit)
                }
                tokens.append(token)
                if token.kind == .endOfFile { return }
                end = Int(token.end)
            }
        } catch {
            self.error = error
            tokens.append(Token(.invalid, error.offset, error.offset))
        }
    }

    @inline(__always) subscript(index: Int) -> Token { tokens[index] }
}
