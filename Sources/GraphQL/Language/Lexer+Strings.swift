extension Lexer {
    /// A string of either form.
    func anyString(at start: Int) throws(SyntaxError) -> Token {
        try bytes.hasThreeQuotes(at: start) ? blockString(at: start) : string(at: start)
    }

    /// `"` characters and escapes `"`, within one line (specification section 2.9.4).
    private func string(at start: Int) throws(SyntaxError) -> Token {
        var end = bytes.endOfPlainText(from: start + 1, allowsNonASCII: false)
        while let byte = bytes.byte(at: end) {
            switch byte {
            case UInt8(ascii: "\""): return Token(.string, start, end + 1)
            case UInt8(ascii: "\\"): end += try escape(at: end).length
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw SyntaxError("Unterminated string.", at: end)
            case 0x80...: end += try scalarLength(at: end)
            default: end += 1
            }
            end = bytes.endOfPlainText(from: end, allowsNonASCII: false)
        }
        throw SyntaxError("Unterminated string.", at: end)
    }

    /// `"""` anything `"""`, where `\"""` does not end it.
    private func blockString(at start: Int) throws(SyntaxError) -> Token {
        var end = bytes.endOfPlainText(from: start + 3, allowsNonASCII: false)
        while let byte = bytes.byte(at: end) {
            if byte == UInt8(ascii: "\""), bytes.hasThreeQuotes(at: end) {
                return Token(.blockString, start, end + 3)
            }
            if byte == UInt8(ascii: "\\"), bytes.hasThreeQuotes(at: end + 1) {
                end += 4
            } else {
                end += byte < 0x80 ? 1 : try scalarLength(at: end)
            }
            end = bytes.endOfPlainText(from: end, allowsNonASCII: false)
        }
        throw SyntaxError("Unterminated string.", at: end)
    }

    private func scalarLength(at offset: Int) throws(SyntaxError) -> Int {
        guard let scalar = bytes.scalar(at: offset) else {
            throw SyntaxError("Invalid character within String: \(bytes.character(at: offset)).", at: offset)
        }
        return scalar.length
    }

    /// The character that the escape sequence at an offset stands for, and the sequence's length in bytes.
    func escape(at offset: Int) throws(SyntaxError) -> (value: UInt32, length: Int) {
        let value: UInt32
        switch bytes.byte(at: offset + 1) {
        case UInt8(ascii: "u"):
            return try bytes.byte(at: offset + 2) == UInt8(ascii: "{")
                ? bracedUnicodeEscape(at: offset) : fixedUnicodeEscape(at: offset)
        case UInt8(ascii: "\""): value = 0x22
        case UInt8(ascii: "\\"): value = 0x5C
        case UInt8(ascii: "/"): value = 0x2F
        case UInt8(ascii: "b"): value = 0x08
        case UInt8(ascii: "f"): value = 0x0C
        case UInt8(ascii: "n"): value = 0x0A
        case UInt8(ascii: "r"): value = 0x0D
        case UInt8(ascii: "t"): value = 0x09
        default:
            throw SyntaxError("Invalid character escape sequence: \"\(excerpt(at: offset, count: 2))\".", at: offset)
        }
        return (value, 2)
    }

    /// `\u{` one to eight hexadecimal digits `}`, a Unicode scalar value.
    private func bracedUnicodeEscape(at offset: Int) throws(SyntaxError) -> (value: UInt32, length: Int) {
        var value: UInt32 = 0
        var length = 3
        while length < 12 {
            let byte = bytes.byte(at: offset + length)
            length += 1
            if byte == UInt8(ascii: "}") {
                guard length >= 5, Unicode.Scalar(value) != nil else { break }
                return (value, length)
            }
            guard let digit = byte?.hexadecimalValue, value < 0x0800_0000 else { break }
            value = value << 4 | digit
        }
        throw invalidUnicodeEscape(at: offset, count: length)
    }

    /// `\u` and four hexadecimal digits; a leading surrogate is followed by a trailing one written the same way.
    private func fixedUnicodeEscape(at offset: Int) throws(SyntaxError) -> (value: UInt32, length: Int) {
        guard let value = bytes.fourHexadecimalDigits(at: offset + 2) else {
            throw invalidUnicodeEscape(at: offset, count: 6)
        }
        if Unicode.Scalar(value) != nil { return (value, 6) }
        guard value < 0xDC00, bytes.byte(at: offset + 6) == UInt8(ascii: "\\"),
            bytes.byte(at: offset + 7) == UInt8(ascii: "u"), let trailing = bytes.fourHexadecimalDigits(at: offset + 8),
            0xDC00...0xDFFF ~= trailing
        else { throw invalidUnicodeEscape(at: offset, count: 6) }
        return (0x10000 + (value - 0xD800) << 10 + (trailing - 0xDC00), 12)
    }

    private func invalidUnicodeEscape(at offset: Int, count: Int) -> SyntaxError {
        SyntaxError("Invalid Unicode escape sequence: \"\(excerpt(at: offset, count: count))\".", at: offset)
    }

    /// The next characters from an offset, for an error message.
    private func excerpt(at offset: Int, count: Int) -> String {
        let bytes = bytes.text(offset..<min(self.bytes.count, offset + 4 * count))
        return String(String.UnicodeScalarView(bytes.unicodeScalars.prefix(count)))
    }
}

extension Span<UInt8> {
    /// Whether `"""` stands at an offset.
    func hasThreeQuotes(at offset: Int) -> Bool {
        offset + 2 < count && self[offset] == UInt8(ascii: "\"") && self[offset + 1] == UInt8(ascii: "\"")
            && self[offset + 2] == UInt8(ascii: "\"")
    }
}
