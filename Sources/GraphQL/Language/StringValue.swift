extension Syntax {
    /// Of a string: what it means, escapes resolved, a block string without its common indentation. Of anything
    /// else: the text as written.
    public var stringValue: String {
        guard kind == .stringValue else { return text }
        let bytes = document.source.bytes
        return StringLiteral.value(of: bytes.span, start..<end, isBlock: flags.contains(.isBlock))
    }
}

/// What string literals mean (specification section 2.9.4).
enum StringLiteral {
    /// The value of the literal in a range, quotes included, that the lexer has accepted.
    static func value(of bytes: Span<UInt8>, _ range: Range<Int>, isBlock: Bool) -> String {
        let quotes = isBlock ? 3 : 1
        let inner = range.lowerBound + quotes..<range.upperBound - quotes
        return isBlock ? blockValue(bytes, inner) : quotedValue(bytes, inner)
    }

    private static func quotedValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let lexer = Lexer(bytes)
        var result = ""
        var offset = range.lowerBound
        var runStart = offset
        while offset < range.upperBound {
            guard bytes[offset] == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            result += bytes.text(runStart..<offset)
            guard let (value, length) = try? lexer.escape(at: offset), let scalar = Unicode.Scalar(value) else { break }
            result.unicodeScalars.append(scalar)
            offset += length
            runStart = offset
        }
        return result + bytes.text(runStart..<range.upperBound)
    }

    /// Lines without their common indentation and without blank lines at either end; `\"""` is `"""`.
    private static func blockValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let lines = lines(bytes, range)
        let isBlank = lines.map { line in line.lowerBound + indentation(bytes, line) == line.upperBound }
        guard let first = isBlank.firstIndex(of: false), let last = isBlank.lastIndex(of: false) else { return "" }
        let indented = lines.indices.dropFirst().filter { !isBlank[$0] }
        let common = indented.map { indentation(bytes, lines[$0]) }.min() ?? 0
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        for number in first...last {
            if number > first { result.append(UInt8(ascii: "\n")) }
            let line = lines[number]
            var offset = line.lowerBound + (number == 0 ? 0 : min(common, line.count))
            while offset < line.upperBound {
                if bytes[offset] == UInt8(ascii: "\\"), bytes.hasThreeQuotes(at: offset + 1) { offset += 1 }
                result.append(bytes[offset])
                offset += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The lines of a range without what ends them: LF, CR or both.
    private static func lines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        var offset = start
        while offset < range.upperBound {
            let byte = bytes[offset]
            offset += 1
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
            lines.append(start..<offset - 1)
            let isPair = byte == UInt8(ascii: "\r") && offset < range.upperBound && bytes[offset] == UInt8(ascii: "\n")
            if isPair { offset += 1 }
            start = offset
        }
        return lines + [start..<range.upperBound]
    }

    /// How many spaces and tabs begin a line.
    private static func indentation(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int {
        line.firstIndex { bytes[$0] != UInt8(ascii: " ") && bytes[$0] != UInt8(ascii: "\t") }
            .map { $0 - line.lowerBound } ?? line.count
    }
}
