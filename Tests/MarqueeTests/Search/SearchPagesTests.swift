import Testing

@testable import Marquee

/// Pages, orders, conditions and facets of hits, over made-up titles that are all called "Title …".
@Suite struct SearchPagesTests {
    private func walk(_ arguments: String, size: Int = 30, backward: Bool = false) async throws -> PageWalk {
        try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            try await bed.walk(
                "search(query: \"title\", \(arguments) WINDOW) { PAGE }", ["search"], size: size, backward: backward,
                node: "... on Node { id }")
        }
    }

    private func answer(_ document: String) async throws -> String {
        try await CatalogueTestBed.run(on: MadeTitles.url()) { try await $0.answer(document) }
    }

    /// Titles are found by the number of their row, and in the made catalogue persons are called "Person …".
    private static let key = "t.id * 4 desc"

    @Test(arguments: [
        ("orderBy: POPULARITY,", "true", "s.popularity desc"),
        ("orderBy: NEWEST,", "true", "t.release_date desc nulls last"),
        ("orderBy: RATING,", "true", "case when s.rating_count > 0 then s.rating_weighted else 0 end desc"),
        ("orderBy: NEWEST, types: SHOW,", "t.kind = 'show'", "t.release_date desc nulls last"),
        (
            "orderBy: NEWEST, filter: {yearFrom: 1995, languages: [\"de\"]},",
            "t.year >= 1995 and t.original_language = 'de'",
            "t.release_date desc nulls last"
        ),
        (
            "orderBy: RATING, filter: {kind: MOVIE, genres: {anyOf: [\"genre-2\"]}},",
            "t.kind = 'movie' and t.id in (select title_id from title_genres where genre_id = 2)",
            "case when s.rating_count > 0 then s.rating_weighted else 0 end desc"
        ),
        ("orderBy: POPULARITY, filter: {yearFrom: 2150},", "false", "s.popularity desc"),
    ])
    func `hits come in the order and under the conditions that are asked for, whichever way they are read`(
        arguments: String, condition: String, order: String
    ) async throws {
        let expected = try MadeTitles.ids(where: condition, by: "\(order), \(Self.key)")
        for backward in [false, true] {
            let walk = try await walk(arguments, backward: backward)
            #expect(walk.ids == expected)
            #expect(walk.totalCount == expected.count)
        }
    }

    @Test func `the best come first, and no hit twice`() async throws {
        let walk = try await walk("", size: 7)
        #expect(Set(walk.ids).count == walk.ids.count)
        #expect(Set(walk.ids) == Set(try MadeTitles.ids()))
        let first = try await answer("{ search(query: \"Title 8\", first: 1) { nodes { ... on Node { id } } } }")
        #expect(first == #"{"data":{"search":{"nodes":[{"id":"S_8"}]}}}"#)
    }

    @Test func `facets count the hits`() async throws {
        let text = try await answer(
            """
            { search(query: "title", first: 1) { facets(fields: [TYPE, GENRE, DECADE, LANGUAGE, TYPE], first: 2) {
              field values { value label count } } } }
            """)
        func count(_ condition: String) throws -> Int { try MadeTitles.ids(where: condition).count }
        let expected = [
            #"{"field":"TYPE","values":[{"value":"MOVIE","label":"Movie","count":\#(try count("t.kind = 'movie'"))},"#,
            #"{"value":"SHOW","label":"Show","count":\#(try count("t.kind = 'show'"))}]}"#,
            #"{"field":"GENRE","values":[{"value":"genre-"#,
            #"{"value":"1990","label":"1990s","count":\#(try count("t.year between 1990 and 1999"))}"#,
            #"{"value":"en","label":"en","count":\#(try count("t.original_language = 'en'"))}"#,
        ]
        for part in expected { #expect(text.contains(part), "\(part) in \(text)") }
        #expect(text.split(separator: "\"TYPE\"").count == 2, "a facet is given once: \(text)")
    }

    @Test(arguments: [
        "query: \"title\", orderBy: NEWEST", "query: \"titles\"", "query: \"title\", types: [MOVIE]",
        "query: \"title\", filter: {yearFrom: 1980}",
    ])
    func `the cursor of another search is refused`(other: String) async throws {
        let text = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            let cursor = try await bed.cursor("search(query: \"title\", first: 2) { PAGE }", ["search"])
            return try await bed.answer("{ search(\(other), after: \"\(cursor)\") { edges { score } } }")
        }
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"after"}"#), "\(text)")
    }

    @Test func `what was found forgivingly goes on forgivingly, and ends`() async throws {
        let walk = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            try await bed.walk(
                "search(query: \"persom titel\", WINDOW) { PAGE }", ["search"], size: 50, node: "... on Node { id }")
        }
        #expect(walk.ids.isEmpty)
        let titles = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            try await bed.walk(
                "search(query: \"titel\", WINDOW) { PAGE }", ["search"], size: 50, node: "... on Node { id }")
        }
        #expect(Set(titles.ids) == Set(try MadeTitles.ids()))
    }
}
