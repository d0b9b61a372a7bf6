/// Cuts a document into tokens (specification section 2.1). It looks at bytes only and makes no text of them.
struct Lexer: ~Escapable {
    let bytes: Span<UInt8>
    /// Whether a single `.` is a token: in schema coordinates, not in documents.
    private let allowsDot: Bool

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, allowsDot: Bool = false) {
        self.bytes = bytes
        self.allowsDot = allowsDot
    }

    /// The first token from an offset on; `endOfFile` at the end.
    func token(from start: Int) throws(SyntaxError) -> Token {
        let offset = endOfIgnored(from: start)
        guard let byte = bytes.byte(at: offset) else { return Token(.endOfFile, offset, offset) }
        if byte.isNameStart { return Token(.name, offset, bytes.endOfName(from: offset + 1)) }
        switch byte {
        case UInt8(ascii: "."): return try dots(at: offset)
        case UInt8(ascii: "\""): return try anyString(at: offset)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(at: offset)
        default:
            guard byte > TokenKind.spread.rawValue, let kind = TokenKind(rawValue: byte) else {
                throw unexpectedCharacter(at: offset)
            }
            return Token(kind, offset, offset + 1)
        }
    }

    /// Where what is ignored ends: byte order marks, white space, line ends, commas and comments (sections 2.1.1 to
    /// 2.1.7).
    func endOfIgnored(from start: Int) -> Int {
        var offset = start
        while let byte = bytes.byte(at: offset) {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ","):
                offset &+= 1
            case UInt8(ascii: "#"): offset = endOfComment(from: offset + 1)
            case 0xEF where bytes.byte(at: offset + 1) == 0xBB && bytes.byte(at: offset + 2) == 0xBF: offset += 3
            default: return offset
            }
        }
        return offset
    }

    /// A comment goes up to the line's end. Stops before bytes that are not UTF-8, which no token begins with.
    private func endOfComment(from start: Int) -> Int {
        var offset = start
        while true {
            offset = bytes.endOfPlainText(from: offset, allowsNonASCII: false)
            guard let byte = bytes.byte(at: offset), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r"),
                let length = byte < 0x80 ? 1 : bytes.scalar(at: offset)?.length
            else { return offset }
            offset += length
        }
    }

    /// `...`, or the `.` of a schema coordinate.
    func dots(at start: Int) throws(SyntaxError) -> Token {
        let second = bytes.byte(at: start + 1)
        if second == UInt8(ascii: ".") {
            guard bytes.byte(at: start + 2) == UInt8(ascii: ".") else {
                throw SyntaxError("Unexpected \"..\", did you mean \"...\"?", at: start)
            }
            return Token(.spread, start, start + 3)
        }
        if let second, second.isDigit {
            var end = start + 2
            while end < bytes.count, bytes[end].isDigit { end += 1 }
            let digits = bytes.text(start + 1..<end)
            throw SyntaxError(
                "Invalid number, expected digit before \".\", did you mean \"0.\(digits)\"?",
                at: start
            )
        }
        guard allowsDot else { throw unexpectedCharacter(at: start) }
        return Token(.dot, start, start + 1)
    }

    private func unexpectedCharacter(at offset: Int) -> SyntaxError {
        if bytes[offset] == UInt8(ascii: "'") {
            return SyntaxError(
                "Unexpected single quote character ('), did you mean to use a double quote (\")?",
                at: offset
            )
        }
        let isCharacter = bytes.scalar(at: offset) != nil
        return SyntaxError(
            "\(isCharacter ? "Unexpected" : "Invalid") character: \(bytes.character(at: offset)).", at: offset)
    }
}
