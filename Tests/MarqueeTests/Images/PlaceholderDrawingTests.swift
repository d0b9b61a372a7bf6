import Testing

@testable import Marquee

@Suite struct PlaceholderDrawingTests {
    private func drawing(_ kind: Image.Kind, _ size: Image.Size, _ id: String, _ name: String) throws -> String {
        let address = PlaceholderAddress(kind: kind, size: size, id: try #require(GlobalID(id)))
        return PlaceholderDrawing(address: address, subject: PlaceholderSubject(named: name)).svg
    }

    @Test func `a poster has a colour of its own, the title's initials and the title in lines`() throws {
        #expect(
            try drawing(.poster, .medium, "M_550", "The Lord of the Rings") == """
                <svg xmlns="http://www.w3.org/2000/svg" width="342" height="513" viewBox="0 0 1000 1500" role="img" \
                aria-label="The Lord of the Rings">
                <title>The Lord of the Rings</title>
                <rect width="1000" height="1500" fill="hsl(129,35%,28%)"/>
                <g fill="#fff" font-family="sans-serif" text-anchor="middle">
                <g fill-opacity="0.35" font-weight="bold">\
                <text x="500" y="680" font-size="320">TR</text></g>
                <text x="500" y="940" font-size="88">The Lord of the</text>
                <text x="500" y="1056" font-size="88">Rings</text>
                </g>
                </svg>

                """)
    }

    @Test func `neighbours differ in colour`() throws {
        let drawings = try (1...20).map { try drawing(.profile, .small, "P_\($0)", "Somebody") }
        #expect(Set(drawings).count == 20)
        #expect(try drawing(.profile, .small, "P_7", "Somebody") == drawings[6])
    }

    @Test(arguments: [
        (Image.Size.tiny, "width=\"92\" height=\"51\""), (.small, "width=\"185\" height=\"104\""),
        (.large, "width=\"780\" height=\"438\""), (.original, "width=\"1600\" height=\"900\""),
    ])
    func `wide images are as wide as the size says`(size: Image.Size, measures: String) throws {
        #expect(try drawing(.backdrop, size, "S_1", "Wide").contains(measures))
    }

    @Test func `what XML would take for its own is escaped, what it cannot hold is left out`() throws {
        let svg = try drawing(.poster, .tiny, "M_1", "<a href=\"x\">&\u{1}\u{FFFE}'")
        #expect(svg.contains("<title>&lt;a href=&quot;x&quot;&gt;&amp;  '</title>"))
        #expect(!svg.contains("<a "))
        #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || $0 >= " " })
    }

    @Test(arguments: [("Fight Club", "FC"), ("Up", "U"), ("¡Three Amigos!", "TA"), ("…", ""), ("2001: a film", "2F")])
    func `the mark is made of the first and the last word`(name: String, mark: String) {
        #expect(PlaceholderSubject(named: name).mark == mark)
    }
}
