/// The classes of bytes that the GraphQL and JSON grammars speak of.
extension UInt8 {
    /// `0` to `9`.
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }

    /// `A` to `Z`, `a` to `z`, `_`: what a name begins with (specification section 2.1.9).
    @inline(__always) var isNameStart: Bool { (self | 0x20) &- 0x61 < 26 || self == 0x5F }

    /// What a name goes on with.
    @inline(__always) var continuesName: Bool { isNameStart || isDigit }

    /// The value of a hexadecimal digit, upper or lower case.
    var hexadecimalValue: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// The byte at an offset, or nil behind the end.
    @inline(__always) func byte(at offset: Int) -> UInt8? {
        UInt(bitPattern: offset) < UInt(bitPattern: count) ? unsafe self[unchecked: offset] : nil
    }

    /// The Unicode scalar value encoded at an offset and how many bytes it takes; nil where the bytes are not
    /// well-formed UTF-8 (Unicode standard, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
    func scalar(at offset: Int) -> (value: UInt32, length: Int)? {
        guard let first = byte(at: offset) else { return nil }
        let length: Int
        var allowed: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0x00...0x7F: return (UInt32(first), 1)
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, allowed) = (3, 0xA0...0xBF)
        case 0xED: (length, allowed) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, allowed) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, allowed) = (4, 0x80...0x8F)
        default: return nil
        }
        var value = UInt32(first & (0xFF >> UInt8(length + 1)))
        for place in 1..<length {
            guard let byte = byte(at: offset + place), allowed.contains(byte) else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
            allowed = 0x80...0xBF
        }
        return (value, length)
    }

    /// The number that four hexadecimal digits make; nil where there are none.
    func fourHexadecimalDigits(at offset: Int) -> UInt32? {
        var value: UInt32 = 0
        for place in 0..<4 {
            guard let digit = byte(at: offset + place)?.hexadecimalValue else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// What stands at an offset, as error messages show it.
    func character(at offset: Int) -> String {
        guard let byte = byte(at: offset) else { return TokenKind.endOfFile.label }
        guard let scalar = scalar(at: offset) else { return "byte 0x\(String(byte, radix: 16, uppercase: true))" }
        if byte == UInt8(ascii: "\"") { return "'\"'" }
        if 0x20...0x7E ~= byte { return "\"\(Character(Unicode.Scalar(byte)))\"" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }

    /// The bytes of a range as text; bytes that are not UTF-8 are replaced.
    func text(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the bytes of a range are exactly these.
    @inline(__always) func spells(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount, range.upperBound <= count else { return false }
        return word.withUTF8Buffer { letters in
            for place in 0..<letters.count
            where unsafe letters[place] != self[unchecked: range.lowerBound &+ place] {
                return false
            }
            return true
        }
    }
}
