/// Damages texts: what a careless, a broken and a hostile client would send.
struct Mutator {
    /// Longer mutants are cut: what grows is found with less, and time is better spent on more inputs.
    static let maximumSize = 64 << 10

    var random: SplitMix

    /// A seed's text with one, two, four or eight changes.
    ///
    /// - Parameter others: texts of which parts may come in.
    mutating func mutant(of text: [UInt8], among others: [Seed]) -> [UInt8] {
        var bytes = text
        for _ in 0..<1 << random.next(below: 4) { change(&bytes, others) }
        if bytes.count > Self.maximumSize { bytes.removeLast(bytes.count - Self.maximumSize) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ others: [Seed]) {
        switch random.next(below: 12) {
        case 0: flipBit(of: &bytes)
        case 1: bytes.removeSubrange(range(of: bytes, atMost: 16))
        case 2: bytes.removeSubrange(range(of: bytes, atMost: bytes.count))
        case 3: bytes.replaceSubrange(range(of: bytes, atMost: 4), with: random.element(of: Self.words).utf8)
        case 4, 5: insert(Array(random.element(of: Self.words).utf8), into: &bytes)
        case 6: insert(Array(bytes[range(of: bytes, atMost: 64)]), into: &bytes)
        case 7: repeatRange(of: &bytes)
        case 8: nest(&bytes)
        case 9: splice(random.element(of: others).text, into: &bytes)
        case 10: swapRanges(of: &bytes)
        default: insert([UInt8(random.next(below: 256))], into: &bytes)
        }
    }

    private mutating func range(of bytes: [UInt8], atMost length: Int) -> Range<Int> {
        let start = random.next(below: bytes.count + 1)
        return start..<min(bytes.count, start + random.next(below: length + 1))
    }

    private mutating func insert(_ part: [UInt8], into bytes: inout [UInt8]) {
        bytes.insert(contentsOf: part, at: random.next(below: bytes.count + 1))
    }

    private mutating func flipBit(of bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        bytes[random.next(below: bytes.count)] ^= 1 << UInt8(random.next(below: 8))
    }

    /// Writes a part many times, seldom thousands of times.
    private mutating func repeatRange(of bytes: inout [UInt8]) {
        let part = range(of: bytes, atMost: 24)
        let times = random.next(below: 1 << random.next(below: 12))
        let copies = repeatElement(Array(bytes[part]), count: min(times, Self.maximumSize / (part.count + 1)))
        bytes.insert(contentsOf: copies.joined(), at: part.upperBound)
    }

    /// Puts brackets around a part, seldom thousands deep, and seldom without closing them.
    private mutating func nest(_ bytes: inout [UInt8]) {
        let (open, close) = random.element(of: Self.brackets)
        let part = range(of: bytes, atMost: 24)
        let depth = 1 + random.next(below: 1 << random.next(below: 12))
        if random.next(below: 8) > 0 {
            bytes.insert(contentsOf: repeatElement(Array(close.utf8), count: depth).joined(), at: part.upperBound)
        }
        bytes.insert(contentsOf: repeatElement(Array(open.utf8), count: depth).joined(), at: part.lowerBound)
    }

    /// Puts a part of another text in the place of one here.
    private mutating func splice(_ other: [UInt8], into bytes: inout [UInt8]) {
        let part = range(of: other, atMost: other.count)
        bytes.replaceSubrange(range(of: bytes, atMost: bytes.count), with: other[part])
    }

    private mutating func swapRanges(of bytes: inout [UInt8]) {
        let first = range(of: bytes, atMost: 16)
        let part = Array(bytes[first])
        bytes.removeSubrange(first)
        insert(part, into: &bytes)
    }

    private static let brackets = [
        ("{", "}"), ("[", "]"), ("(", ")"), ("\"", "\""), ("\"\"\"", "\"\"\""), ("{a ", "}"), ("{a:", "}"),
        ("{\"a\":", "}"), ("[", "]!"), ("... on Query {", "}"),
    ]

    /// What the grammars of GraphQL and JSON treat in a way of its own, and what stands at the edge of a range.
    private static let words = [
        "{", "}", "(", ")", "[", "]", "!", "$", "@", "&", "|", "=", ":", "...", ".", ",", "\"", "\"\"\"", "\\\"\"\"",
        "\\", "\\n", "\\u0000", "\\u{1F600}", "\\uD83D\\uDE00", "\\uDC00", "\\u{}", "\n", "\r\n", "\r", "\t", " ", "#",
        "é", "😀", "\u{FEFF}", "\u{0}", "\u{2028}", "\u{10FFFF}", "0", "1", "-1", "-0", "00", "2147483648", "0.5",
        "1e999",
        "-1E-999", "9223372036854775808", "9007199254740993.5", "null", "true", "false", "on", "query", "mutation",
        "subscription", "fragment", "extend", "schema", "scalar", "type", "interface", "union", "enum", "input",
        "directive", "implements", "repeatable", "__typename", "__schema", "__type(name: \"Query\")", "__proto__",
        "Query",
        "Mutation", "Int", "Float", "String", "Boolean", "ID", "[ID!]!", "$v", "$v: ID", "id", "movie", "a", "A",
        "a: b",
        "@skip(if: true)", "@include(if: $v)", "@deprecated", "@oneOf", "@specifiedBy(url: \"x\")", "@defer", "@stream",
        "...F", "... on Movie", "fragment F on Movie { id }", "{ id }", "(id: 1)", "(id: $v)", "FIELD", "QUERY",
        "[1, \"2\", {a: $v}]", "{\"a\":1}", "[]", "{}", "\"a\":",
    ]
}
