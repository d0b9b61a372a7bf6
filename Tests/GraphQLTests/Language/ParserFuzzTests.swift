import GraphQL
import Testing

@Suite struct ParserFuzzTests {
    private static let fragments = [
        "{", "}", "(", ")", "[", "]", "!", "$", "@", "&", "|", "=", ":", "...", ".", "\"", "\"\"\"", "\\", "\\u{1F600}",
        "\n", "\r\n", "#", "on", "true", "null", "extend", "type", "query", "1", "-", "0.5", "e", "é", "😀", "\u{FEFF}",
    ]

    @Test(arguments: PrinterTests.samples)
    func `no damaged document crashes or is accepted with a broken tree`(sample: String) throws {
        var random = SplitMix(state: 2025)
        for _ in 0..<2_000 {
            var bytes = Array(sample.utf8)
            for _ in 0..<random.next(below: 4) {
                let start = random.next(below: bytes.count + 1)
                let end = min(bytes.count, start + random.next(below: 4))
                bytes.replaceSubrange(start..<end, with: Self.fragments[random.next(below: Self.fragments.count)].utf8)
            }
            guard let document = try? parse(Source(bytes)) else { continue }
            #expect(document.nodes.indices.allSatisfy { isWellPlaced($0, in: document) })
            #expect(throws: Never.self) { try parse(Source(document.printed)) }
        }
    }

    /// Whether a node lies within the source, its children within it and behind one another.
    private func isWellPlaced(_ index: Int, in document: Document) -> Bool {
        let node = document.nodes[index]
        guard node.start <= node.end, node.end <= document.source.bytes.count, node.next > index,
            node.next <= document.nodes.count
        else { return false }
        var end = node.start
        for child in Syntax(document: document, index: index).children {
            guard child.record.start >= end, child.record.end <= node.end, child.record.next <= node.next else {
                return false
            }
            end = child.record.end
        }
        return true
    }
}

/// A small generator of the same numbers on every run (SplitMix64).
struct SplitMix {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(limit))
    }
}
