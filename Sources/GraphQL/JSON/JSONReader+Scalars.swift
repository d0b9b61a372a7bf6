private import CByteMarks

extension JSONReader {
    /// `true`, `false` or `null`.
    mutating func literal() throws(JSONError) -> JSONValue {
        if skip("true") { return .boolean(true) }
        if skip("false") { return .boolean(false) }
        if skip("null") { return .null }
        throw expected("a value")
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let end = offset + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes.spells(word, in: offset..<end) else { return false }
        offset = end
        return true
    }

    /// `-`? (`0` | digits from 1) (`.` digits)? ((`e` | `E`) (`+` | `-`)? digits)?
    mutating func number() throws(JSONError) -> Range<Int> {
        let start = offset
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        if bytes.byte(at: offset) == UInt8(ascii: "0") {
            offset += 1
            if let digit = bytes.byte(at: offset), digit.isDigit {
                throw error("A number may not begin with 0 and go on")
            }
        } else {
            try digits()
        }
        if bytes.byte(at: offset) == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if let byte = bytes.byte(at: offset), byte | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if let sign = bytes.byte(at: offset), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        return start..<offset
    }

    private mutating func digits() throws(JSONError) {
        guard let first = bytes.byte(at: offset), first.isDigit else { throw expected("a digit") }
        while let byte = bytes.byte(at: offset), byte.isDigit { offset += 1 }
    }

    mutating func string() throws(JSONError) -> String {
        let (range, hasEscapes) = try stringRange()
        return hasEscapes ? unescaped(range) : bytes.text(range)
    }

    /// Passes over a string, checking it; returns what stands between the quotes.
    mutating func stringRange() throws(JSONError) -> (range: Range<Int>, hasEscapes: Bool) {
        guard bytes.byte(at: offset) == UInt8(ascii: "\"") else { throw expected("a string") }
        offset += 1
        let start = offset
        var hasEscapes = false
        while true {
            if skipPlainText() { hasEscapes = true }
            guard let byte = bytes.byte(at: offset) else { throw expected("the string to end") }
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return (start..<offset - 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                offset += try escape(at: offset).length
            case 0..<0x20: throw error("A string may hold the control character \(hex(byte)) only escaped")
            default:
                guard let length = bytes.scalar(at: offset)?.length else {
                    throw error("The byte \(hex(byte)) is not part of valid UTF-8")
                }
                offset += length
            }
        }
    }

    /// Goes to the next byte of a string that has to be looked at; tells whether there were escapes before it.
    @inline(__always) private mutating func skipPlainText() -> Bool {
        // Most strings are short.
        if let word = bytes.word(at: offset) {
            let stops = word.bytesToEscape | (word & UInt64.highBits)
            let end = offset &+ stops.bytesBeforeFirstMark
            if stops != 0, bytes.byte(at: end) != UInt8(ascii: "\\") {
                offset = end
                return false
            }
        }
        let run = unsafe bytes.withUnsafeBufferPointer { unsafe plain_json($0.baseAddress, $0.count, offset) }
        offset = run.end
        return run.has_escapes
    }

    /// The text of a checked string with its escapes resolved.
    private func unescaped(_ range: Range<Int>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var place = range.lowerBound
        while true {
            // Stops at the closing quote at the latest.
            let end = bytes.endOfPlainText(from: place, allowsNonASCII: true)
            unsafe bytes.extracting(place..<end).withUnsafeBufferPointer { unsafe result.append(contentsOf: $0) }
            guard end < range.upperBound, let (value, length) = try? escape(at: end),
                let scalar = Unicode.Scalar(value)
            else { return String(decoding: result, as: UTF8.self) }
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            place = end + length
        }
    }

    /// The character that the escape sequence at a place stands for, and the sequence's length.
    private func escape(at place: Int) throws(JSONError) -> (value: UInt32, length: Int) {
        switch bytes.byte(at: place + 1) {
        case UInt8(ascii: "\""): return (0x22, 2)
        case UInt8(ascii: "\\"): return (0x5C, 2)
        case UInt8(ascii: "/"): return (0x2F, 2)
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "u"): break
        default: throw JSONError("A backslash may be followed by one of \"\\/bfnrtu only", at: place, of: bytes)
        }
        guard let value = bytes.fourHexadecimalDigits(at: place + 2) else {
            throw JSONError("\\u takes four hexadecimal digits", at: place, of: bytes)
        }
        guard 0xD800...0xDFFF ~= value else { return (value, 6) }
        guard value < 0xDC00, bytes.byte(at: place + 6) == UInt8(ascii: "\\"),
            bytes.byte(at: place + 7) == UInt8(ascii: "u"),
            let trailing = bytes.fourHexadecimalDigits(at: place + 8), 0xDC00...0xDFFF ~= trailing
        else { throw JSONError("Half a surrogate pair is not a character", at: place, of: bytes) }
        return (0x10000 + (value - 0xD800) << 10 + (trailing - 0xDC00), 12)
    }

    private func hex(_ byte: UInt8) -> String { "0x" + String(byte, radix: 16, uppercase: true) }
}
