import Testing

@testable import GraphQL

@Suite struct WordScanTests {
    /// Looks byte by byte for what `endOfPlainText` looks for by words.
    private func slowEnd(_ text: [UInt8], from start: Int, allowsNonASCII: Bool) -> Int {
        text.indices.first { place in
            let byte = text[place]
            return place >= start
                && (byte < 0x20 || byte == 0x22 || byte == 0x5C || (byte >= 0x80 && !allowsNonASCII))
        } ?? text.count
    }

    @Test(arguments: [0x00, 0x1F, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0xFF] as [UInt8])
    func `plain text ends at the first byte to escape, wherever it stands`(byte: UInt8) {
        for count in 0...20 {
            for place in 0..<max(count, 1) {
                var text = [UInt8](repeating: UInt8(ascii: "x"), count: count)
                if place < count { text[place] = byte }
                for start in 0...count {
                    for allowed in [true, false] {
                        let end = text.span.endOfPlainText(from: start, allowsNonASCII: allowed)
                        #expect(end == slowEnd(text, from: start, allowsNonASCII: allowed))
                    }
                }
            }
        }
    }

    @Test func `names end where their kind of byte does`() {
        let text = Array("movie_42Title      x".utf8)
        #expect(text.span.endOfName(from: 0) == 13)
        #expect(text.span.endOfName(from: 19) == 20)
    }
}
