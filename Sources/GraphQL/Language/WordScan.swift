/// Looks at eight bytes of ASCII at a time. In the words below each byte answers with its highest bit; loaded little
/// end first, the lowest byte is the one that stands first in the text.
extension UInt64 {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    /// A word of the same byte eight times.
    @inline(__always) static func all(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// How many bytes stand before the first one marked.
    @inline(__always) var bytesBeforeFirstMark: Int { trailingZeroBitCount / 8 }

    /// Marks bytes from `first` to `last`, all of which have to be below 0x80 as all bytes of the word.
    @inline(__always) private func marks(from first: UInt8, to last: UInt8) -> UInt64 {
        (self &+ Self.all(0x80 - first)) & ~(self &+ Self.all(0x7F - last))
    }

    /// Marks every byte that no name goes on with: all but letters, digits and `_`.
    @inline(__always) var endsOfName: UInt64 {
        let low = self & ~Self.highBits
        let letters = (low | Self.all(0x20)).marks(from: UInt8(ascii: "a"), to: UInt8(ascii: "z"))
        let digits = low.marks(from: UInt8(ascii: "0"), to: UInt8(ascii: "9"))
        let underscores = Self.highBits &- (low ^ Self.all(UInt8(ascii: "_")))
        return ~((letters | digits | underscores) & ~self) & Self.highBits
    }

    /// Marks bytes that JSON strings hold only escaped: below 0x20, `"` and `\`. Subtracting 1 from a zero byte sets
    /// its highest bit. A borrow may mark bytes behind the first hit too, so only that one counts.
    @inline(__always) var bytesToEscape: UInt64 {
        let control = self &- Self.all(0x20)
        let quote = (self ^ Self.all(UInt8(ascii: "\""))) &- Self.all(1)
        let backslash = (self ^ Self.all(UInt8(ascii: "\\"))) &- Self.all(1)
        return (control | quote | backslash) & ~self & Self.highBits
    }
}

extension Span<UInt8> {
    /// Eight bytes from an offset on; nil if there are not as many.
    @inline(__always) func word(at offset: Int) -> UInt64? {
        guard offset &+ 8 <= count else { return nil }
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The bytes from an offset on that are fewer than eight, followed by zeros.
    @inline(__always) func lastWord(from offset: Int) -> UInt64 {
        let rest = count &- offset
        if rest >= 4 {
            // Two halves, which overlap where there are fewer than eight.
            let (low, high) = unsafe (halfWord(at: offset), halfWord(at: count &- 4))
            return UInt64(low) | UInt64(high) &<< UInt64(8 &* (rest &- 4))
        }
        guard rest > 0 else { return 0 }
        // The first, the middle and the last of three; of fewer, some of them are the same.
        let middle = rest / 2
        let first = UInt64(unsafe self[unchecked: offset])
        let second = UInt64(unsafe self[unchecked: offset &+ middle]) &<< UInt64(8 &* middle)
        return first | second | UInt64(unsafe self[unchecked: count &- 1]) &<< UInt64(8 &* (rest &- 1))
    }

    @unsafe @inline(__always) private func halfWord(at offset: Int) -> UInt32 {
        UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    /// Where the name, some of which lies before an offset, ends.
    @inline(__always) func endOfName(from start: Int) -> Int {
        var offset = start
        while let word = word(at: offset) {
            let ends = word.endsOfName
            if ends != 0 { return offset &+ ends.bytesBeforeFirstMark }
            offset &+= 8
        }
        while let byte = byte(at: offset), byte.continuesName { offset &+= 1 }
        return offset
    }

    /// Where the next byte stands, from an offset on, that a JSON string cannot hold as it is: a quote, a backslash, a
    /// control character and, unless allowed, a byte of a character outside ASCII.
    @inline(__always) func endOfPlainText(from start: Int, allowsNonASCII: Bool) -> Int {
        var offset = start
        while let word = word(at: offset) {
            let ends = word.bytesToEscape | (allowsNonASCII ? 0 : word & UInt64.highBits)
            if ends != 0 { return offset &+ ends.bytesBeforeFirstMark }
            offset &+= 8
        }
        // The zeros behind the last byte stop the search there.
        let word = lastWord(from: offset)
        let ends = word.bytesToEscape | (allowsNonASCII ? 0 : word & UInt64.highBits)
        return Swift.min(count, offset &+ ends.bytesBeforeFirstMark)
    }
}
