extension Lexer {
    /// `-`? (`0` | digits from 1) (`.` digits)? ((`e` | `E`) (`+` | `-`)? digits)?, and then neither a dot nor a name
    /// (specification sections 2.9.1 and 2.9.2).
    func number(at start: Int) throws(SyntaxError) -> Token {
        var end = start
        var kind = TokenKind.int
        if bytes[end] == UInt8(ascii: "-") { end += 1 }
        if bytes.byte(at: end) == UInt8(ascii: "0") {
            end += 1
            if let digit = bytes.byte(at: end), digit.isDigit {
                throw SyntaxError("Invalid number, unexpected digit after 0: \(bytes.character(at: end)).", at: end)
            }
        } else {
            end = try digits(from: end)
        }
        if bytes.byte(at: end) == UInt8(ascii: ".") {
            kind = .float
            end = try digits(from: end + 1)
        }
        if let byte = bytes.byte(at: end), byte | 0x20 == UInt8(ascii: "e") {
            kind = .float
            end += 1
            if let sign = bytes.byte(at: end), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { end += 1 }
            end = try digits(from: end)
        }
        if let byte = bytes.byte(at: end), byte == UInt8(ascii: ".") || byte.isNameStart {
            throw expectedDigit(at: end)
        }
        return Token(kind, start, end)
    }

    /// Where the digits from an offset on end; there has to be one at least.
    private func digits(from start: Int) throws(SyntaxError) -> Int {
        guard let first = bytes.byte(at: start), first.isDigit else { throw expectedDigit(at: start) }
        var end = start + 1
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        return end
    }

    private func expectedDigit(at offset: Int) -> SyntaxError {
        SyntaxError("Invalid number, expected digit but got: \(bytes.character(at: offset)).", at: offset)
    }
}
