extension ResponseBuffer {
    /// A JSON string of UTF-8 bytes: quoted, escaped where JSON demands it.
    public mutating func appendString(_ bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count + 2)
        append(UInt8(ascii: "\""))
        var copied = 0
        var index = 0
        while index < bytes.count {
            let clean = unsafe Self.cleanPrefix(of: bytes, from: index)
            if clean > index {
                index = clean
                continue
            }
            unsafe append(UnsafeRawBufferPointer(rebasing: bytes[copied..<index]))
            let escaped = unsafe bytes[index]
            appendEscape(escaped)
            index += 1
            copied = index
        }
        unsafe append(UnsafeRawBufferPointer(rebasing: bytes[copied..<bytes.count]))
        append(UInt8(ascii: "\""))
    }

    public mutating func appendString(_ text: String) {
        var text = text
        unsafe text.withUTF8 { unsafe appendString(UnsafeRawBufferPointer($0)) }
    }

    /// The index of the first byte at or behind `start` that has to be escaped; eight bytes are tested at a time.
    private static func cleanPrefix(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let control = (word &- ones &* 0x20) & ~word
            let quoteBits = word ^ (ones &* 0x22)
            let slashBits = word ^ (ones &* 0x5C)
            let quote = (quoteBits &- ones) & ~quoteBits
            let slash = (slashBits &- ones) & ~slashBits
            guard (control | quote | slash) & tops == 0 else { break }
            index += 8
        }
        while index < bytes.count {
            let byte = unsafe bytes[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            index += 1
        }
        return index
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        default:
            append("\\u00")
            append(Self.hexadecimal(byte >> 4))
            append(Self.hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    public mutating func append(_ number: Int64) {
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var place = 20
        var rest = number.magnitude
        repeat {
            place -= 1
            digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { append(UInt8(ascii: "-")) }
        for index in place..<20 { append(digits[index]) }
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

    /// A finite number; whole ones without a fraction, as JSON writers of browsers do. The caller refuses NaN and
    /// infinity, which JSON cannot hold.
    public mutating func append(_ number: Double) {
        precondition(number.isFinite)
        if number == number.rounded(), abs(number) < 1e15 {
            append(Int64(number))
        } else {
            append(Array(number.description.utf8))
        }
    }
}
