/// A token of a document as tools want it: highlighters, tests, protocols.
public struct SourceToken: Hashable, Sendable {
    /// As graphql-js names it, for example `Name`, `BlockString` or `{`; the last token is `<EOF>`.
    public let kind: String
    /// The bytes it covers.
    public let range: Range<Int>
    /// What a name, number or string says; nil for punctuators.
    public let value: String?
}

/// All tokens of a text, `<EOF>` last. Whether they make a document is not looked at.
public func tokens(of source: Source) throws(GraphQLError) -> [SourceToken] {
    let bytes = source.bytes
    let lexer = Lexer(bytes.span)
    var tokens: [SourceToken] = []
    var end = 0
    do throws(SyntaxError) {
        while true {
            let token = try lexer.token(from: end)
            end = Int(token.end)
            tokens.append(SourceToken(kind: token.kind.label, range: token.range, value: lexer.value(of: token)))
            if token.kind == .endOfFile { return tokens }
        }
    } catch {
        throw error.graphQLError(in: source)
    }
}

extension Lexer {
    /// What a token says, if that is not told by its kind.
    func value(of token: Token) -> String? {
        switch token.kind {
        case .name, .int, .float: bytes.text(token.range)
        case .string: StringLiteral.value(of: bytes, token.range, isBlock: false)
        case .blockString: StringLiteral.value(of: bytes, token.range, isBlock: true)
        default: nil
        }
    }

    /// A token as messages show it: its kind, and its value where that varies.
    func description(of token: Token) -> String {
        value(of: token).map { "\(token.kind.description) \"\($0)\"" } ?? token.kind.description
    }
}
