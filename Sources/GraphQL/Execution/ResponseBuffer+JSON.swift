extension ResponseBuffer {
    /// A JSON string of UTF-8 bytes: quoted, escaped where JSON demands it.
    public mutating func appendString(_ bytes: RawSpan) {
        appendString(unsafe bytes._unsafeView(as: UInt8.self))
    }

    @inlinable @inline(__always) public mutating func appendString(_ text: String) {
        let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { appendString(unsafe $0.span) }
        if isWritten == nil { appendString(text.utf8Span.span) }
    }

    /// A JSON string of UTF-8 bytes: quoted, escaped where JSON demands it. It lets go of no object, so that callers need
    /// not hold the one they took the text from.
    @_effects(releasenone) public mutating func appendString(_ text: Span<UInt8>) {
        // Room for the quotes and for the last word, which is stored whole.
        reserve(text.count &+ 10)
        unsafe start.storeBytes(of: UInt8(ascii: "\""), toByteOffset: written, as: UInt8.self)
        var end = written &+ 1
        var offset = 0
        while true {
            let word = text.word(at: offset) ?? text.lastWord(from: offset)
            unsafe start.storeBytes(of: word.littleEndian, toByteOffset: end, as: UInt64.self)
            // The zeros behind the last byte count as bytes to escape, too.
            let ends = word.bytesToEscape
            // A fixed step, so that the next word is read before this one is known to be plain.
            guard ends != 0 else {
                offset &+= 8
                end &+= 8
                continue
            }
            offset &+= ends.bytesBeforeFirstMark
            end &+= ends.bytesBeforeFirstMark
            guard let byte = text.byte(at: offset) else { break }
            written = end
            appendEscape(of: byte)
            offset &+= 1
            reserve(text.count &- offset &+ 9)
            end = written
        }
        unsafe start.storeBytes(of: UInt8(ascii: "\""), toByteOffset: end, as: UInt8.self)
        written = end &+ 1
    }

    @inline(__always) private mutating func appendEscape(of byte: UInt8) {
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { return appendRareEscape(of: byte) }
        reserve(2)
        let pair = UInt16(UInt8(ascii: "\\")) | UInt16(byte) << 8
        unsafe start.storeBytes(of: pair.littleEndian, toByteOffset: written, as: UInt16.self)
        written &+= 2
    }

    @inline(never) private mutating func appendRareEscape(of byte: UInt8) {
        append(UInt8(ascii: "\\"))
        if let letter = byte.escapeLetter { return append(letter) }
        append("u00")
        append(UInt8(ascii: "0") + byte >> 4)
        append(byte.lowHexadecimalDigit)
    }

    /// An integer in decimal, written two digits at a time from its end.
    public mutating func append(_ number: Int64) {
        reserve(20)
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        written &+= rest.decimalDigitCount
        var place = written
        while rest >= 100 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            place &-= 2
            unsafe start.storeBytes(of: pair.digitPair, toByteOffset: place, as: UInt16.self)
            rest = quotient
        }
        if rest >= 10 {
            unsafe start.storeBytes(of: rest.digitPair, toByteOffset: place &- 2, as: UInt16.self)
        } else {
            let digit = UInt8(ascii: "0") | UInt8(truncatingIfNeeded: rest)
            unsafe start.storeBytes(of: digit, toByteOffset: place &- 1, as: UInt8.self)
        }
    }

    public mutating func append(_ flag: Bool) {
        flag ? append("true") : append("false")
    }

    public mutating func appendNull() { append("null") }

    /// Any value that could come in; used for errors' `extensions` and for values that are handed through.
    public mutating func append(_ value: InputValue) {
        switch value {
        case .null: appendNull()
        case .boolean(let flag): append(flag)
        case .int(let number): append(number)
        case .float(let number): append(number)
        case .number(let text): append(Array(text.utf8))
        case .string(let text), .enumeration(let text): appendString(text)
        case .list(let items):
            append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                append(item)
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            append(UInt8(ascii: "{"))
            for (index, field) in object.fields.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                appendString(field.name)
                append(UInt8(ascii: ":"))
                append(field.value)
            }
            append(UInt8(ascii: "}"))
        }
    }

    /// A number as JavaScript prints it. NaN and infinity, which JSON cannot hold, are the caller's to refuse.
    public mutating func append(_ number: Double) {
        // Within these bounds Swift prints the same digits in the same way, unless the number is whole.
        if number.magnitude >= 0.001, number.magnitude < 1e15, Double(Int64(number)) != number {
            var text = number.description
            return text.withUTF8 { append(unsafe $0.span) }
        }
        var digits: [UInt8] = []
        appendJSON(number, to: &digits)
        append(digits)
    }
}

extension UInt64 {
    /// How many decimal digits a number of at most 19 has.
    fileprivate var decimalDigitCount: Int {
        var count = 1
        var bound: UInt64 = 10
        while self >= bound {
            count &+= 1
            bound &*= 10
        }
        return count
    }

    /// Two decimal digits as they lie in memory, of a number below 100.
    fileprivate var digitPair: UInt16 {
        let (tens, ones) = quotientAndRemainder(dividingBy: 10)
        return UInt16(truncatingIfNeeded: 0x3030 | tens | ones << 8).littleEndian
    }
}
