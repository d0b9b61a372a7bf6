/// A lexical token (specification section 2.1.6): what it is and which bytes it covers.
struct Token: BitwiseCopyable {
    let kind: TokenKind
    let start: UInt32
    let end: UInt32

    @inline(__always) init(_ kind: TokenKind, _ start: Int, _ end: Int) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    @inline(__always) var range: Range<Int> { Int(start)..<Int(end) }
}

/// The kinds of tokens. Those of one character have its byte as their number.
enum TokenKind: UInt8 {
    case endOfFile
    case name
    case int
    case float
    case string
    case blockString
    /// `...`
    case spread
    case exclamationMark = 0x21
    case dollar = 0x24
    case ampersand = 0x26
    case leftParenthesis = 0x28
    case rightParenthesis = 0x29
    /// `.`, only ever met in schema coordinates.
    case dot = 0x2E
    case colon = 0x3A
    case equals = 0x3D
    case at = 0x40
    case leftBracket = 0x5B
    case rightBracket = 0x5D
    case leftBrace = 0x7B
    case pipe = 0x7C
    case rightBrace = 0x7D

    var isPunctuator: Bool { rawValue >= TokenKind.spread.rawValue }

    /// What graphql-js calls the kind: its characters, or a word for the kinds that vary.
    var label: String {
        switch self {
        case .endOfFile: "<EOF>"
        case .name: "Name"
        case .int: "Int"
        case .float: "Float"
        case .string: "String"
        case .blockString: "BlockString"
        case .exclamationMark: "!"
        case .dollar: "$"
        case .ampersand: "&"
        case .leftParenthesis: "("
        case .rightParenthesis: ")"
        case .dot: "."
        case .spread: "..."
        case .colon: ":"
        case .equals: "="
        case .at: "@"
        case .leftBracket: "["
        case .rightBracket: "]"
        case .leftBrace: "{"
        case .pipe: "|"
        case .rightBrace: "}"
        }
    }

    /// The kind as error messages write it: punctuators in quotes.
    var description: String { isPunctuator ? "\"\(label)\"" : label }
}
