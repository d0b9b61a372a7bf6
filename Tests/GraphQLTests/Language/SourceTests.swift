import GraphQL
import Testing

@Suite struct SourceTests {
    @Test(arguments: [
        (0, 1, 1), (1, 1, 2),  // a LF
        (2, 2, 1),  // b CR LF
        (5, 3, 1),  // c CR
        (7, 4, 1), (9, 4, 2), (13, 4, 4),  // é 😀 d
    ])
    func `lines end with LF, CR or both, columns count UTF-16 units`(offset: Int, line: Int, column: Int) {
        #expect(Source("a\nb\r\nc\ré😀d").location(at: offset) == SourceLocation(line: line, column: column))
    }

    @Test func `an error behind line ends of every kind is found where an editor shows it`() {
        #expect(parseError("{\r\n a\r b\n ^")?.locations == [SourceLocation(line: 4, column: 2)])
    }
}
