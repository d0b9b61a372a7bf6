/// A recursive descent parser that writes the tree straight into its flat form (see `Document`).
///
/// A production opens its node, reads its parts, which append theirs, and closes it, which fills in where it ends.
/// One method a production; its grammar (specification appendix C) stands above it.
struct Parser: ~Copyable, ~Escapable {
    private let lexer: Lexer
    private let tokens: TokenList
    /// The token looked at, not yet consumed.
    private(set) var token: Token
    /// Its place among the tokens.
    private var position = 0
    /// Where the token before ends: where a node that is closed now ends.
    private var previousEnd: UInt32 = 0
    private(set) var nodes: GrowingBuffer<SyntaxRecord>
    private var depth = 0
    private let maxDepth: Int

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, allowsDot: Bool, maxTokens: Int?, maxDepth: Int) {
        lexer = Lexer(bytes, allowsDot: allowsDot)
        tokens = TokenList(lexer, maxTokens: maxTokens)
        token = tokens[0]
        nodes = GrowingBuffer(capacity: bytes.count / 4 + 8)
        self.maxDepth = maxDepth
    }

    // MARK: Tokens

    /// Consumes the token, which is not the last one. Where the text stops being tokens, `invalid` follows, which no
    /// production can use: `expected` and `unexpected` then tell what the lexer found.
    @inline(__always) mutating func advance() {
        previousEnd = token.end
        position &+= 1
        token = tokens[position]
    }

    /// Consumes a token that has to be there.
    @inline(__always) mutating func expect(_ kind: TokenKind) throws(SyntaxError) {
        guard token.kind == kind else { throw expected(kind.description) }
        advance()
    }

    /// Consumes a token if it is there.
    @inline(__always) mutating func skip(_ kind: TokenKind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    /// Whether the token is this very name.
    func isKeyword(_ word: StaticString) -> Bool {
        token.kind == .name && lexer.bytes.spells(word, in: token.range)
    }

    mutating func expectKeyword(_ word: StaticString) throws(SyntaxError) {
        guard isKeyword(word) else { throw expected("\"\(word)\"") }
        advance()
    }

    mutating func skipKeyword(_ word: StaticString) -> Bool {
        guard isKeyword(word) else { return false }
        advance()
        return true
    }

    /// The token's characters, made a text: for rare decisions and for messages.
    var tokenText: String { lexer.bytes.text(token.range) }

    // MARK: Nodes

    /// Begins a node at the token; returns its place.
    @inline(__always) mutating func open(_ kind: SyntaxKind, _ flags: SyntaxFlags = []) -> Int {
        nodes.append(SyntaxRecord(kind: kind, flags: flags, start: token.start))
        return nodes.count - 1
    }

    /// Ends a node with the token consumed last.
    @inline(__always) mutating func close(_ node: Int) {
        nodes[node].end = previousEnd
        nodes[node].next = UInt32(truncatingIfNeeded: nodes.count)
    }

    /// Tells what an open node turned out to be.
    mutating func decide(_ node: Int, _ kind: SyntaxKind, _ flags: SyntaxFlags = []) {
        nodes[node] = SyntaxRecord(kind: kind, flags: flags, start: nodes[node].start)
    }

    mutating func addFlag(_ flag: SyntaxFlags, to node: Int) {
        nodes[node].flags.insert(flag)
    }

    /// Makes the last node written a child of a new one in its place.
    mutating func wrap(_ node: Int, in kind: SyntaxKind) {
        for index in node..<nodes.count { nodes[index].next += 1 }
        nodes.insert(SyntaxRecord(kind: kind, start: nodes[node].start), at: node)
        close(node)
    }

    /// A node without children for the token, which is consumed.
    @inline(__always) mutating func leaf(_ kind: SyntaxKind, _ flags: SyntaxFlags = []) {
        let next = UInt32(truncatingIfNeeded: nodes.count + 1)
        nodes.append(SyntaxRecord(kind: kind, flags: flags, start: token.start, end: token.end, next: next))
        advance()
    }

    @inline(__always) mutating func name() throws(SyntaxError) {
        guard token.kind == .name else { throw expected(TokenKind.name.description) }
        leaf(.name)
    }

    // MARK: Depth

    /// Goes one level deeper; `ascend` comes back. Bounds the stack the parser and all who walk the tree need.
    mutating func descend() throws(SyntaxError) {
        depth += 1
        guard depth <= maxDepth else {
            throw SyntaxError("Document is nested deeper than \(maxDepth) levels.", at: Int(token.start))
        }
    }

    mutating func ascend() {
        depth -= 1
    }

    // MARK: Errors

    func expected(_ what: String) -> SyntaxError {
        tokenError ?? SyntaxError("Expected \(what), found \(tokenDescription).", at: Int(token.start))
    }

    func unexpected() -> SyntaxError {
        tokenError ?? SyntaxError("Unexpected \(tokenDescription).", at: Int(token.start))
    }

    /// Why the token is none.
    var tokenError: SyntaxError? { token.kind == .invalid ? tokens.error : nil }

    /// The token as messages show it: its kind, and its value where that varies.
    var tokenDescription: String {
        lexer.value(of: token).map { "\(token.kind.description) \"\($0)\"" } ?? token.kind.description
    }
}
