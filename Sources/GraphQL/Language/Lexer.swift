/// Cuts a document into tokens (specification section 2.1). It looks at bytes only and makes no text of them.
struct Lexer: ~Escapable {
    let bytes: Span<UInt8>
    /// Where the next token is looked for.
    var offset = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
    }

    /// The next token; `endOfFile` again and again behind the last one.
    mutating func next() throws(SyntaxError) -> Token {
        skipIgnored()
        let start = offset
        guard start < bytes.count else { return Token(.endOfFile, start, start) }
        let byte = bytes[start]
        if byte.isNameStart { return name() }
        if let kind = TokenKind(punctuator: byte) {
            offset = start + 1
            return Token(kind, start, start + 1)
        }
        switch byte {
        case UInt8(ascii: "."): return try dots()
        case UInt8(ascii: "\""):
            let isBlock =
                bytes.byte(at: start + 1) == UInt8(ascii: "\"") && bytes.byte(at: start + 2) == UInt8(ascii: "\"")
            return try isBlock ? blockString() : string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpectedCharacter()
        }
    }

    /// Ignored: byte order marks, white space, line ends, commas and comments (section 2.1.1 to 2.1.7).
    private mutating func skipIgnored() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                offset += 1
            case UInt8(ascii: "#"): skipComment()
            case 0xEF where bytes.byte(at: offset + 1) == 0xBB && bytes.byte(at: offset + 2) == 0xBF: offset += 3
            default: return
            }
        }
    }

    /// `#` and all up to the line's end. Stops at bytes that are not UTF-8, which no token begins with.
    private mutating func skipComment() {
        offset += 1
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return }
            guard let length = byte < 0x80 ? 1 : bytes.scalar(at: offset)?.length else { return }
            offset += length
        }
    }

    private mutating func name() -> Token {
        let start = offset
        var end = start + 1
        while end < bytes.count, bytes[end].continuesName { end += 1 }
        offset = end
        return Token(.name, start, end)
    }

    /// `...`, or the `.` of a schema coordinate.
    private mutating func dots() throws(SyntaxError) -> Token {
        let start = offset
        let second = bytes.byte(at: start + 1)
        if second == UInt8(ascii: ".") {
            guard bytes.byte(at: start + 2) == UInt8(ascii: ".") else {
                throw SyntaxError("Unexpected \"..\", did you mean \"...\"?", at: start)
            }
            offset = start + 3
            return Token(.spread, start, offset)
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
        offset = start + 1
        return Token(.dot, start, offset)
    }

    private func unexpectedCharacter() -> SyntaxError {
        if bytes[offset] == UInt8(ascii: "'") {
            return SyntaxError(
                "Unexpected single quote character ('), did you mean to use a double quote (\")?",
                at: offset
            )
        }
        let isCharacter = bytes.scalar(at: offset) != nil
        return SyntaxError("\(isCharacter ? "Unexpected" : "Invalid") character: \(character(at: offset)).", at: offset)
    }

    /// What stands at an offset, as error messages show it.
    func character(at offset: Int) -> String {
        guard let byte = bytes.byte(at: offset) else { return TokenKind.endOfFile.label }
        guard let scalar = bytes.scalar(at: offset) else { return "byte 0x\(String(byte, radix: 16, uppercase: true))" }
        if byte == UInt8(ascii: "\"") { return "'\"'" }
        if 0x20...0x7E ~= byte { return "\"\(Character(Unicode.Scalar(byte)))\"" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
