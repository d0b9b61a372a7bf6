extension ResponseBuffer {
    /// A JSON string of UTF-8 bytes: quoted, escaped where JSON demands it.
    public mutating func appendString(_ bytes: RawSpan) {
        appendString(unsafe bytes._unsafeView(as: UInt8.self))
    }

    /// A JSON string of UTF-8 bytes: quoted, escaped where JSON demands it.
    public mutating func appendString(_ text: Span<UInt8>) {
        reserve(text.count + 2)
        append(UInt8(ascii: "\""))
        var runStart = 0
        while true {
            let runEnd = text.endOfPlainText(from: runStart, allowsNonASCII: true)
            append(text.extracting(runStart..<runEnd))
            guard runEnd < text.count else { break }
            appendEscape(of: text[runEnd])
            runStart = runEnd + 1
        }
        append(UInt8(ascii: "\""))
    }

    public mutating func appendString(_ text: String) {
        appendString(text.utf8Span.span)
    }

    private mutating func appendEscape(of byte: UInt8) {
        append(UInt8(ascii: "\\"))
        if let letter = byte.escapeLetter { return append(letter) }
        append("u00")
        append(UInt8(ascii: "0") + byte >> 4)
        append(byte.lowHexadecimalDigit)
    }

    public mutating func append(_ number: Int64) {
        let digits = DecimalDigits(number)
        append(digits.span)
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
        var digits: [UInt8] = []
        appendJSON(number, to: &digits)
        append(digits)
    }
}
