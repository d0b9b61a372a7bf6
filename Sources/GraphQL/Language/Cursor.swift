/// Which token a parser looks at, and the marks it finds the next ones by: a few words, which a loop that takes a copy
/// keeps in registers.
struct Cursor: BitwiseCopyable {
    /// Where the 64 bytes begin that the token lies in.
    private var block = 0
    /// The marks of those behind the token in there.
    private var marksLeft: UInt64 = 0
    /// Where the token begins.
    private(set) var offset = 0
    /// Where the token before ends: where a node that is closed now ends.
    private(set) var previousEnd = 0
    /// Which kind of token its first byte begins, as `first_byte_kind` tells it. 0 at the end, and where there may be no
    /// more tokens.
    private(set) var kind: UInt8 = 0

    private init() {}

    /// Looks at the first token.
    init(_ marks: TextMarks) {
        marksLeft = marks.starts(inBlock: 0)
        look(marks)
    }

    /// Whether the token is a name.
    @inline(__always) var isName: Bool { sees(.name) }

    /// Whether the token begins as this kind does: a name, a number (`int`) or a token of one character.
    @inline(__always) func sees(_ kind: TokenKind) -> Bool { self.kind == kind.rawValue }

    /// Consumes the token, a name or a punctuator of one character, which ends at an offset.
    @inline(__always) mutating func advance(to end: Int, _ marks: TextMarks) {
        previousEnd = end
        look(marks)
    }

    /// Consumes the token, a string, a number or three dots, which ends at an offset.
    @inline(__always) mutating func advance(toEndOfLiteral end: Int, _ marks: TextMarks) {
        goOn(from: end, marks)
        advance(to: end, marks)
    }

    /// Looks at the token that the next mark tells of.
    @inline(__always) private mutating func look(_ marks: TextMarks) {
        step(marks)
        if _slowPath(kind == Self.ignored) { lookBehindIgnored(marks) }
    }

    /// What the first byte of a comment or a byte order mark is, which is the number of no kind of token.
    private static let ignored: UInt8 = 7

    /// The same, where a comment or a byte order mark stands in front of the token, or a byte that begins none.
    @inline(__always) private mutating func lookBehindIgnored(_ marks: TextMarks) {
        let end = previousEnd
        self = Self.lookingBehindIgnored(marks.bytes, marks.words, limit: marks.limit, from: offset)
        previousEnd = end
    }

    /// Takes the marks in parts: callers would have to put them into memory for every token to lend them whole.
    @inline(never) private static func lookingBehindIgnored(
        _ bytes: Span<UInt8>, _ words: Span<UInt64>, limit: Int, from offset: Int
    ) -> Cursor {
        let marks = TextMarks(bytes, words: words, limit: limit)
        var cursor = Cursor()
        cursor.goOn(from: Lexer(bytes).endOfIgnored(from: offset), marks)
        cursor.step(marks)
        return cursor
    }

    /// Goes to the next mark.
    @inline(__always) private mutating func step(_ marks: TextMarks) {
        while marksLeft == 0 {
            block &+= 64
            marksLeft = marks.starts(inBlock: block &>> 6)
        }
        offset = block | marksLeft.trailingZeroBitCount
        marksLeft &= marksLeft &- 1
        kind = marks.firstByteKind(at: offset)
    }

    /// Leaves out the marks in front of an offset, for what was read otherwise.
    @inline(__always) private mutating func goOn(from end: Int, _ marks: TextMarks) {
        block = end & ~63
        marksLeft = marks.starts(inBlock: end &>> 6) & (~0 &<< UInt64(end & 63))
    }
}
