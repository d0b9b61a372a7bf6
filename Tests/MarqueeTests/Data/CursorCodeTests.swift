import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct CursorCodeTests {
    private static let code = CursorCode(
        list: "list", keys: [SortKey("a", .text), SortKey("b", .bigint)], parameters: [.text("x")])

    private static func cursor(_ values: String, _ code: CursorCode = code) -> String {
        code.cursor(ofText: values)
    }

    @Test(arguments: ["title\t1", "\t1", "a\ttab and é\t-5", "🎬\t9223372036854775807"])
    func `a cursor gives its values back`(values: String) throws {
        let found = try #require(Self.code.values(of: Self.cursor(values)))
        #expect(found.count == 2)
        #expect(found.joined(separator: "\t") == values)
    }

    @Test func `a cursor of another list, other conditions or another order is none`() {
        let others = [
            CursorCode(list: "other", keys: [SortKey("a", .text), SortKey("b", .bigint)], parameters: [.text("x")]),
            CursorCode(list: "list", keys: [SortKey("a", .text), SortKey("b", .bigint)], parameters: [.text("y")]),
            CursorCode(list: "list", keys: [SortKey("a", .text), SortKey("b", .bigint)], parameters: [.null]),
            CursorCode(list: "list", keys: [SortKey("a", .text), SortKey("b", .bigint)], parameters: []),
        ]
        for other in others { #expect(Self.code.values(of: Self.cursor("a\t1", other)) == nil) }
    }

    @Test func `a text that differs from a cursor in one letter is none`() {
        let cursor = Array(Self.cursor("some title\t42"))
        for place in cursor.indices {
            var changed = cursor
            changed[place] = changed[place] == "A" ? "B" : "A"
            #expect(Self.code.values(of: String(changed)) == nil, "letter \(place)")
        }
        for length in 0..<cursor.count { #expect(Self.code.values(of: String(cursor[..<length])) == nil) }
    }

    /// Such a cursor is nobody's, but has a right checksum: its values would reach the statement.
    @Test(arguments: [
        (SortKey.ValueType.integer, ["", "x", "2147483648", "1.5", "1e3"]),
        (.bigint, ["9223372036854775808", "-9223372036854775809", "0x10"]),
        (.real, ["nan", "inf", "1e39", "1e-46", "", "1,5"]),
        (.day, ["-2451508", "2145031949", "2000-01-01"]),
        (.instant, ["9000000000000001", "-9000000000000001", "now"]),
        (.text, ["\u{0}"]),
    ])
    func `values that PostgreSQL could not read are refused`(type: SortKey.ValueType, texts: [String]) {
        let code = CursorCode(list: "list", keys: [SortKey("a", type), SortKey("b", .bigint)], parameters: [])
        for text in texts { #expect(code.values(of: Self.cursor("\(text)\t1", code)) == nil, "\(text)") }
    }

    @Test(arguments: ["%%%", "", "AAAA", "a b", "ä", String(repeating: "A", count: 100_000)])
    func `a list refuses what is no cursor of its own`(cursor: String) async throws {
        for (argument, size) in [("after", "first"), ("before", "last")] {
            let text = try await answer(
                "query ($cursor: String) { movies(\(size): 2, \(argument): $cursor) { nodes { id } } }",
                "{\"cursor\":\"\(cursor)\"}")
            #expect(
                text.contains(#""message":"Argument \"\#(argument)\": expected a cursor that this list gave"#),
                "\(text)")
            #expect(text.contains(#""path":["movies"]"#), "\(text)")
            #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(argument)"}"#), "\(text)")
            #expect(text.utf8.count < 500)
        }
    }

    @Test(arguments: [
        "shows(after: $cursor) { totalCount }", "titles(after: $cursor) { totalCount }",
        "movies(filter: {releasedFrom: \"1990-01-01\"}, orderBy: {direction: ASC}, after: $cursor) { totalCount }",
        "movies(filter: {releasedFrom: \"1990-01-01\"}, orderBy: {field: RATING_COUNT}, after: $cursor) { totalCount }",
        "movies(filter: {releasedFrom: \"1990-01-01\"}, orderBy: {field: TITLE}, after: $cursor) { totalCount }",
        "movies(after: $cursor) { totalCount }", "movies(filter: {yearFrom: 1991}, after: $cursor) { totalCount }",
        "movies(filter: {releasedTo: \"1990-01-01\"}, after: $cursor) { totalCount }",
        "movies(filter: {yearFrom: 1990, includeAdult: true}, after: $cursor) { totalCount }",
        "people(after: $cursor) { totalCount }", "genre(slug: \"war\") { titles(after: $cursor) { totalCount } }",
        "movie(id: \"M_9003\") { cast(after: $cursor) { totalCount } }",
    ])
    func `a cursor of one list is none of another`(selection: String) async throws {
        let (refusal, page) = try await CatalogueTestBed.run { bed in
            let cursor = try await bed.cursor("movies(first: 3, filter: {yearFrom: 1990}) { PAGE }", ["movies"])
            let variables = "{\"cursor\":\"\(cursor)\"}"
            let own = "movies(filter: {releasedFrom: \"1990-01-01\", kind: MOVIE}, after: $cursor) { nodes { kind } }"
            return (
                try await bed.answer("query ($cursor: String) { \(selection) }", variables),
                try await bed.answer("query ($cursor: String) { \(own) }", variables)
            )
        }
        #expect(refusal.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"after"}"#), "\(refusal)")
        #expect(page.hasPrefix(#"{"data":{"movies":{"nodes":[{"kind":"MOVIE"}"#), "\(page)")
    }

    @Test func `a cursor fits its list whether the list's statements are kept or pass`() throws {
        let filter = try TitleFilter(FieldArguments(), of: .movie)
        let shape = TitleListShape(
            order: TitleOrder(.title, isDescending: false), isOfGenres: false,
            conditions: filter.given.map(\.condition))
        let codes = [false, true].map { isPassing in
            Result {
                try PageQuery(
                    TitleLists.make(shape, isPassing: isPassing), FieldArguments(), needs: 0,
                    filter.given.flatMap(\.parameters), identity: filter.identity, in: .none, asker: nil
                ).code
            }
        }
        let cursor = try codes[0].get().cursor(ofText: "a title\t5")
        #expect(try codes[1].get().values(of: cursor) == ["a title", "5"])
    }
}

extension CursorCode {
    /// The cursor of values that no row need have.
    func cursor(ofText values: String) -> String {
        let bytes = Array(values.utf8)
        return unsafe cursor(of: bytes.span.bytes)
    }
}
