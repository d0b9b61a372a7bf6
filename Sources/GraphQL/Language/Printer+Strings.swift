extension Layout {
    /// A text as a quoted string: quotes, backslashes and control characters escaped.
    static func string(_ value: String) -> String {
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x08: result += "\\b"
            case 0x09: result += "\\t"
            case 0x0A: result += "\\n"
            case 0x0C: result += "\\f"
            case 0x0D: result += "\\r"
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0..<0x20, 0x7F...0x9F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A text as a block string that means this very text. Line breaks are put around it where the text needs them
    /// and, unless it is to be short, where they make it easier to read.
    static func blockString(_ value: String, isShort: Bool = false) -> String {
        let escaped = replacing("\"\"\"", in: value, with: "\\\"\"\"")
        let lines = escaped.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let isSingleLine = lines.count == 1
        // Without a line break in front, the indentation common to all lines but the first would be lost.
        let needsLeadingBreak =
            !isSingleLine && lines.dropFirst().allSatisfy { $0.first.map(isWhitespace) ?? true }
        let endsInThreeQuotes = escaped.hasSuffix("\\\"\"\"")
        // A quote or a backslash would swallow part of the closing quotes.
        let needsTrailingBreak =
            value.utf8.last == UInt8(ascii: "\\") || value.utf8.last == UInt8(ascii: "\"") && !endsInThreeQuotes
        let isTall =
            !isShort
            && (!isSingleLine || value.utf16.count > 70 || needsTrailingBreak || needsLeadingBreak || endsInThreeQuotes)
        let beginsWithSpace = isSingleLine && value.utf8.first.map(isWhitespace) ?? false
        let leading = isTall && !beginsWithSpace || needsLeadingBreak ? "\n" : ""
        let trailing = isTall || needsTrailingBreak ? "\n" : ""
        return "\"\"\"" + leading + escaped + trailing + "\"\"\""
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
