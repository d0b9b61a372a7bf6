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

/// The kinds of tokens.
enum TokenKind: UInt8 {
    case endOfFile
    case name
    case int
    case float
    case string
    case blockString
    case exclamationMark
    case dollar
    case ampersand
    case leftParenthesis
    case rightParenthesis
    /// `.`, only ever met in schema coordinates.
    case dot
    /// `...`
    case spread
    case colon
    case equals
    case at
    case leftBracket
    case rightBracket
    case leftBrace
    case pipe
    case rightBrace
    /// Where the text stops being tokens; why is told apart.
    case invalid

    var isPunctuator: Bool { rawValue >= TokenKind.exclamationMark.rawValue }

    /// Whether the token is a string of either form.
    var isString: Bool { self == .string || self == .blockString }

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
        case .invalid: "<INVALID>"
        }
    }

    /// The kind as error messages write it: punctuators in quotes.
    var description: String { isPunctuator ? "\"\(label)\"" : label }
}
