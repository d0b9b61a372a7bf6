/// A recursive descent parser that reads bytes and writes the tree straight into its flat form (see `Document`).
///
/// A production opens its node, reads its parts, which append theirs, and closes it, which fills in where it ends.
/// One method a production; its grammar (specification appendix C) stands above it. The grammar needs one byte to tell
/// which token comes: tokens as such are only made for what is no name and for messages. Where they begin is marked
/// before (see `TextMarks`).
struct Parser: ~Copyable, ~Escapable {
    let lexer: Lexer
    let marks: TextMarks
    /// Which token is looked at, not yet consumed.
    var cursor: Cursor
    private let maxTokens: Int
    var nodes: NodeBuffer
    var depth = 0
    let maxDepth: Int

    /// - Parameters:
    ///   - marks: their limit ends the text behind `maxTokens` tokens.
    ///   - nodes: has room for all that the text can make.
    @_lifetime(copy marks)
    init(_ marks: TextMarks, nodes: consuming NodeBuffer, allowsDot: Bool, maxTokens: Int, maxDepth: Int) {
        lexer = Lexer(marks.bytes, allowsDot: allowsDot)
        self.marks = marks
        self.maxTokens = maxTokens
        self.maxDepth = maxDepth
        self.nodes = nodes
        cursor = Cursor(marks)
    }

    // MARK: Tokens

    /// Whether all is consumed.
    var isAtEnd: Bool { offset == lexer.bytes.count }

    /// Where the token looked at begins.
    @inline(__always) var offset: Int { cursor.offset }

    /// Which kind of token its first byte begins, as `first_byte_kind` tells it.
    @inline(__always) var kind: UInt8 { cursor.kind }

    /// Consumes the token, a name or a punctuator of one character, which ends at an offset.
    @inline(__always) mutating func advance(to end: Int) { cursor.advance(to: end, marks) }

    /// Consumes the token, a string, a number or three dots, which ends at an offset.
    @inline(__always) mutating func advance(toEndOfLiteral end: Int) { cursor.advance(toEndOfLiteral: end, marks) }

    /// Consumes a token of one byte.
    @inline(__always) mutating func advance() { advance(to: offset &+ 1) }

    /// Whether the token looked at begins as this kind does: a name, a number (`int`) or a token of one character.
    @inline(__always) func sees(_ kind: TokenKind) -> Bool { cursor.sees(kind) }

    /// Consumes a token that has to be there.
    @inline(__always) mutating func expect(_ kind: TokenKind) throws(SyntaxError) {
        guard sees(kind) else { throw expected(kind) }
        advance()
    }

    /// Consumes a token if it is there.
    @inline(__always) mutating func skip(_ kind: TokenKind) -> Bool {
        guard sees(kind) else { return false }
        advance()
        return true
    }

    /// Whether a name is looked at.
    @inline(__always) var isName: Bool { cursor.isName }

    /// Whether a string of either form is looked at.
    @inline(__always) var isString: Bool { kind == UInt8(ascii: "\"") }

    /// Where the name looked at ends.
    @inline(__always) var endOfName: Int { marks.endOfName(from: cursor.offset) }

    /// Whether the token is this very name.
    @inline(__always) func isKeyword(_ word: StaticString) -> Bool {
        unsafe isName && lexer.bytes[offset] == word.utf8Start.pointee
            && Self.isName(word, lexer.bytes, at: offset)
    }

    /// Takes no parser, which callers would have to copy.
    @inline(never) private static func isName(_ word: StaticString, _ bytes: Span<UInt8>, at offset: Int) -> Bool {
        let end = offset &+ word.utf8CodeUnitCount
        return bytes.spells(word, in: offset..<end) && bytes.byte(at: end)?.continuesName != true
    }

    @inline(__always) mutating func expectKeyword(_ word: StaticString) throws(SyntaxError) {
        guard skipKeyword(word) else { throw expected("\"\(word)\"") }
    }

    @inline(__always) mutating func skipKeyword(_ word: StaticString) -> Bool {
        guard isKeyword(word) else { return false }
        advance(to: offset &+ word.utf8CodeUnitCount)
        return true
    }

    // MARK: Nodes

    /// Begins a node at the token; returns its place.
    @inline(__always) mutating func open(_ kind: SyntaxKind, _ flags: SyntaxFlags = []) -> Int {
        let node = nodes.count
        nodes.append(SyntaxRecord(kind: kind, flags: flags, start: UInt32(truncatingIfNeeded: offset)))
        return node
    }

    /// Begins a node at a name, which becomes its first child and is consumed; complete if nothing follows.
    @inline(__always) mutating func openNamed(_ kind: SyntaxKind) throws(SyntaxError) -> Int {
        guard isName else { throw expected(.name) }
        let end = endOfName
        let node = nodes.count
        nodes.append(record(kind, offset..<end, next: node &+ 2), record(.name, offset..<end, next: node &+ 2))
        advance(to: end)
        return node
    }

    /// What the tree holds of a node, complete.
    @inline(__always)
    func record(_ kind: SyntaxKind, _ range: Range<Int>, flags: SyntaxFlags = [], next: Int) -> SyntaxRecord {
        SyntaxRecord(
            kind: kind, flags: flags, start: UInt32(truncatingIfNeeded: range.lowerBound),
            end: UInt32(truncatingIfNeeded: range.upperBound), next: UInt32(truncatingIfNeeded: next))
    }

    /// Ends a node with the token consumed last.
    @inline(__always) mutating func close(_ node: Int) { close(node, at: cursor.previousEnd) }

    @inline(__always) mutating func close(_ node: Int, at end: Int) {
        nodes[node].end = UInt32(truncatingIfNeeded: end)
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

    /// A node without children for the token, a name, which is consumed.
    @inline(__always) mutating func nameLeaf(_ kind: SyntaxKind) {
        let end = endOfName
        nodes.append(record(kind, offset..<end, next: nodes.count &+ 1))
        advance(to: end)
    }

    /// A node without children for the token, a string or a number, which ends at an offset and is consumed.
    mutating func literalLeaf(_ kind: SyntaxKind, _ flags: SyntaxFlags = [], to end: Int) {
        nodes.append(record(kind, offset..<end, flags: flags, next: nodes.count &+ 1))
        advance(toEndOfLiteral: end)
    }

    @inline(__always) mutating func name() throws(SyntaxError) {
        guard isName else { throw expected(.name) }
        nameLeaf(.name)
    }

    // MARK: Depth

    /// Goes one level deeper; `ascend` comes back. Bounds the stack the parser and all who walk the tree need.
    @inline(__always) mutating func descend() throws(SyntaxError) {
        depth &+= 1
        guard depth <= maxDepth else { throw tooDeep() }
    }

    @inline(__always) mutating func ascend() {
        depth &-= 1
    }

    // MARK: Errors

    @inline(never) func tooDeep() -> SyntaxError {
        SyntaxError("Document is nested deeper than \(maxDepth) levels.", at: offset)
    }

    @inline(never) func expected(_ kind: TokenKind) -> SyntaxError { expected(kind.description) }

    @inline(never) func expected(_ what: String) -> SyntaxError {
        complaint { "Expected \(what), found \($0)." }
    }

    @inline(never) func unexpected() -> SyntaxError {
        complaint { "Unexpected \($0)." }
    }

    /// Says that a name does not fit; or why the text behind it, which is looked at first, is no token.
    mutating func unexpectedName() -> SyntaxError {
        let plain = unexpected()
        advance(to: endOfName)
        do throws(SyntaxError) { _ = try token() } catch { return error }
        return plain
    }

    /// Says of the token, as messages show it, that it does not fit; or why it is none.
    @inline(never) func complaint(_ text: (String) -> String) -> SyntaxError {
        do throws(SyntaxError) {
            return SyntaxError(text(lexer.description(of: try token())), at: offset)
        } catch {
            return error
        }
    }

    /// The token looked at.
    func token() throws(SyntaxError) -> Token {
        let token = try lexer.token(from: offset)
        guard offset < marks.limit || token.kind == .endOfFile else {
            throw SyntaxError(
                "Document contains more than \(maxTokens) tokens. Parsing aborted.", at: offset, maxTokens: maxTokens)
        }
        return token
    }
}
