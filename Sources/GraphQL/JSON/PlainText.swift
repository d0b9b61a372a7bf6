extension Span<UInt8> {
    /// Where the next byte stands, from an offset on, that a JSON string cannot hold as it is: a quote, a backslash, a
    /// control character and, unless allowed, a byte of a character outside ASCII. Looks at eight bytes at a time.
    @inline(__always) func endOfPlainText(from start: Int, allowsNonASCII: Bool) -> Int {
        var offset = start
        while offset + 8 <= count {
            let word = UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
            let found = word.bytesToEscape | (allowsNonASCII ? 0 : word & UInt64.highBits)
            if found != 0 { return offset + found.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < count {
            let byte = self[offset]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            if byte >= 0x80, !allowsNonASCII { break }
            offset += 1
        }
        return offset
    }
}

extension UInt64 {
    /// The highest bit of each of eight bytes.
    fileprivate static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The highest bit of every byte that has to be escaped in a JSON string: below 0x20, `"` or `\`. Subtracting 1
    /// from a zero byte sets that bit. A borrow may mark bytes above the lowest hit too, so only that one counts.
    @inline(__always) fileprivate var bytesToEscape: UInt64 {
        let control = self &- Self.ones &* 0x20
        let quote = (self ^ Self.ones &* 0x22) &- Self.ones
        let backslash = (self ^ Self.ones &* 0x5C) &- Self.ones
        return (control | quote | backslash) & ~self & Self.highBits
    }
}
