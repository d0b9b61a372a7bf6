/// Appends a text as a JSON string, quotes included. The bytes have to be UTF-8; they are copied in runs between the
/// characters that need an escape.
public func appendJSONString(_ text: Span<UInt8>, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    var runStart = 0
    var offset = 0
    while true {
        offset = text.endOfPlainText(from: offset, allowsNonASCII: true)
        unsafe text.extracting(runStart..<offset).withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
        guard offset < text.count else { break }
        appendEscape(text[offset], to: &buffer)
        offset += 1
        runStart = offset
    }
    buffer.append(UInt8(ascii: "\""))
}

/// Appends a text as a JSON string, quotes included.
public func appendJSONString(_ text: String, to buffer: inout [UInt8]) {
    appendJSONString(text.utf8Span.span, to: &buffer)
}

/// The escape of one character: short where JSON has a short one.
func appendEscape(_ byte: UInt8, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\\"))
    if let letter = byte.escapeLetter { return buffer.append(letter) }
    buffer.append(contentsOf: "u00".utf8)
    buffer.append(UInt8(ascii: "0") + byte >> 4)
    buffer.append(byte.lowHexadecimalDigit)
}

extension UInt8 {
    /// What stands behind the backslash of the character's short escape, if it has one.
    var escapeLetter: UInt8? {
        switch self {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): self
        default: nil
        }
    }

    /// The low four bits as a hexadecimal digit.
    var lowHexadecimalDigit: UInt8 {
        let low = self & 0xF
        return low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
    }
}

/// Appends an integer in decimal.
public func appendJSON(_ value: Int64, to buffer: inout [UInt8]) {
    let digits = DecimalDigits(value)
    for place in digits.span.indices { buffer.append(digits.span[place]) }
}

/// Appends a number with the fewest digits that read back as the same value, laid out as JavaScript does: without
/// fraction if it is whole, with an exponent only below 1e-6 and from 1e21 on. JSON has no NaN and no infinity; they
/// become `null`.
public func appendJSON(_ value: Double, to buffer: inout [UInt8]) {
    guard value.isFinite else { return buffer.append(contentsOf: "null".utf8) }
    // By way of Int64, since asking a Double itself would need the C mathematics library.
    if value.magnitude < 9_007_199_254_740_992, Double(Int64(value)) == value {
        return appendJSON(Int64(value), to: &buffer)
    }
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    let (digits, point) = shortestDigits(value.magnitude)
    switch point {
    case -5...0:
        buffer.append(contentsOf: "0.".utf8)
        buffer.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
        buffer.append(contentsOf: digits)
    case 1...21 where digits.count <= point:
        buffer.append(contentsOf: digits)
        buffer.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - digits.count))
    case 1...21:
        buffer.append(contentsOf: digits[..<point])
        buffer.append(UInt8(ascii: "."))
        buffer.append(contentsOf: digits[point...])
    default:
        buffer.append(digits[0])
        if digits.count > 1 { buffer.append(UInt8(ascii: ".")) }
        buffer.append(contentsOf: digits[1...])
        buffer.append(contentsOf: (point > 0 ? "e+" : "e").utf8)
        appendJSON(Int64(point - 1), to: &buffer)
    }
}

/// The significant digits of a positive number, and before which of them its decimal point stands: 0.05 is `5`, -1.
private func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let text = Array(value.description.utf8)
    for (place, byte) in text.enumerated() {
        if byte == UInt8(ascii: "e") {
            exponent = Int(String(decoding: text[(place + 1)...], as: UTF8.self)) ?? 0
            break
        }
        if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
    }
    let leading = digits.firstIndex { $0 != UInt8(ascii: "0") } ?? 0
    let end = digits.lastIndex { $0 != UInt8(ascii: "0") }.map { $0 + 1 } ?? 1
    return (Array(digits[leading..<end]), (point ?? digits.count) - leading + exponent)
}

extension JSONValue {
    /// Appends the value without white space.
    public func append(to buffer: inout [UInt8]) {
        switch self {
        case .null: buffer.append(contentsOf: "null".utf8)
        case .boolean(let value): buffer.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let digits): buffer.append(contentsOf: digits.utf8)
        case .string(let text): appendJSONString(text, to: &buffer)
        case .array(let values):
            buffer.append(UInt8(ascii: "["))
            for (place, value) in values.enumerated() {
                if place > 0 { buffer.append(UInt8(ascii: ",")) }
                value.append(to: &buffer)
            }
            buffer.append(UInt8(ascii: "]"))
        case .object(let members):
            buffer.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { buffer.append(UInt8(ascii: ",")) }
                appendJSONString(member.name, to: &buffer)
                buffer.append(UInt8(ascii: ":"))
                member.value.append(to: &buffer)
            }
            buffer.append(UInt8(ascii: "}"))
        }
    }
}
