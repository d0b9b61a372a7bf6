import Testing

@testable import Marquee

@Suite struct WrappedTextTests {
    @Test(arguments: [
        ("", []), ("  Up ", ["Up"]), ("Fight Club", ["Fight Club"]),
        ("The Lord of the Rings", ["The Lord of", "the Rings"]),
        ("Donaudampfschifffahrt", ["Donaudampfsc", "hifffahrt"]), ("a\tb\nc", ["a b c"]),
        ("one two three four five six seven eight", ["one two", "three four", "five six…"]),
        ("千と千尋の神隠し", ["千と千尋の神", "隠し"]),
    ])
    func `words go to the next line whole, and what does not fit is left out`(text: String, lines: [String]) {
        #expect(WrappedText.lines(text, columns: 12, atMost: 3) == lines)
    }

    @Test func `a full last line gives up letters for the sign that more was said`() {
        #expect(WrappedText.lines("abcdef ghijkl mnop", columns: 6, atMost: 2) == ["abcdef", "ghijk…"])
    }
}
