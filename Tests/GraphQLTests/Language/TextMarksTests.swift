import Testing

@testable import GraphQL

@Suite struct TextMarksTests {
    /// Each byte value at every place around the edges of the blocks, between names and between blanks.
    @Test(arguments: [UInt8(ascii: "a"), UInt8(ascii: " ")]) func `every byte is marked for what it is`(around: UInt8) {
        for byte in UInt8.min...UInt8.max {
            for place in [0, 1, 62, 63, 64, 65, 127, 128, 129] {
                var text = [UInt8](repeating: around, count: 130)
                text[place] = byte
                #expect(starts(of: text) == slowStarts(of: text), "byte \(byte) at \(place)")
            }
        }
    }

    @Test func `the end begins a token, and nothing does in a text of blanks`() {
        for count in 0...130 {
            #expect(starts(of: [UInt8](repeating: UInt8(ascii: ","), count: count)) == [count])
        }
    }

    @Test func `names end where their kind of byte does, however long they are`() {
        for count in 1...200 {
            for start in [0, 1, 7, 8, 63, 64] {
                let blanks = [UInt8](repeating: UInt8(ascii: " "), count: start)
                let name = (0..<count).map { $0 % 3 == 0 ? UInt8(ascii: "_") : UInt8(ascii: "9") }
                for rest in ["", "-", " x", "é"] {
                    let text = blanks + name + rest.utf8
                    let words = MarkWords(text.span)
                    #expect(TextMarks(text.span, words: words).endOfName(from: start) == start + count)
                }
            }
        }
    }

    /// As the lexer reads them, at every place around the edges of the blocks.
    @Test(arguments: [
        "\"\"", "\"plain, {text} #1\"", "\"a\\nb\"", "\"é\"", "\"tab\tbed\"", "\"\"\"block\"\"\"", "\"open",
    ])
    func `plain strings end where the lexer says, and others are left to it`(string: String) {
        for count in 0...130 {
            let text = [UInt8](repeating: UInt8(ascii: " "), count: count) + string.utf8 + " x".utf8
            let words = MarkWords(text.span)
            let end = TextMarks(text.span, words: words).endOfPlainString(from: count)
            let isPlain = string == "\"\"" || string.hasPrefix("\"plain")
            #expect(end == (isPlain ? count + string.utf8.count : nil))
            if isPlain { #expect((try? Lexer(text.span).token(from: count))?.end == end.map(UInt32.init)) }
        }
    }

    @Test(arguments: [
        ("0", true), ("7", true), ("120", true), ("01", false), ("1.5", false), ("2e3", false), ("-1", false),
    ])
    func `plain integers end with their digits, and other numbers are left to the lexer`(number: String, isPlain: Bool)
    {
        for rest in ["", ")", " 5", ",."] {
            let text = Array((number + rest).utf8)
            let words = MarkWords(text.span)
            let end = TextMarks(text.span, words: words).endOfPlainInteger(from: 0)
            #expect(end == (isPlain ? number.utf8.count : nil))
        }
    }

    /// Counted by the lexer, and only where there may be too many.
    @Test(arguments: [(0, 0), (1, 2), (2, 16), (3, 20), (4, 21), (5, 21)])
    func `nothing is read from the token on that is one too many`(maxTokens: Int, limit: Int) {
        let text = Array("{ \"a b\" # {\n    12.5}".utf8)
        let words = MarkWords(text.span)
        #expect(TextMarks(text.span, words: words, maxTokens: maxTokens).limit == limit)
    }

    /// Where tokens may begin, up to the end of the text.
    private func starts(of text: [UInt8]) -> [Int] {
        let words = MarkWords(text.span)
        let marks = TextMarks(text.span, words: words)
        var starts: [Int] = []
        for place in 0...text.count {
            let bit = marks.starts(inBlock: place / 64) >> UInt64(place % 64)
            if bit & 1 == 1 { starts.append(place) }
        }
        return starts
    }

    private func slowStarts(of text: [UInt8]) -> [Int] {
        let isName = text.map { "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8.contains($0) }
        return text.indices.filter { place in
            if isName[place] { return place == 0 || !isName[place - 1] }
            return !" ,\t\n\r".utf8.contains(text[place])
        } + [text.count]
    }
}
