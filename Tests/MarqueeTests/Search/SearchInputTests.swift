import Testing

/// What the schema lets pass and search refuses, with the way to it.
@Suite struct SearchInputTests {
    @Test(arguments: [
        ("search(query: \"\")", "query"), ("search(query: \"  \\t \")", "query"),
        ("search(query: \"a\\u0000\")", "query"),
        ("search(query: \"\(String(repeating: "a", count: 201))\")", "query"),
        ("search(query: \"a\", types: [])", "types"),
        ("search(query: \"a\", first: 0)", "first"), ("search(query: \"a\", first: 101)", "first"),
        ("search(query: \"a\", first: 1, last: 1)", "last"), ("search(query: \"a\", after: \"x\")", "after"),
        ("search(query: \"a\", last: 2, before: \"MQ\")", "before"),
        ("search(query: \"a\", types: [MOVIE], filter: {kind: SHOW})", "filter.kind"),
        ("search(query: \"a\", filter: {yearFrom: 2000, yearTo: 1990})", "filter.yearTo"),
        ("search(query: \"a\", filter: {runtimeFrom: 9, runtimeTo: 8})", "filter.runtimeTo"),
        ("search(query: \"a\", filter: {genres: {anyOf: [\"P_1\"]}})", "filter.genres.anyOf[0]"),
        ("suggest(prefix: \"\")", "prefix"), ("suggest(prefix: \" \")", "prefix"),
        ("suggest(prefix: \"a\", types: [])", "types"),
        ("suggest(prefix: \"\(String(repeating: "a", count: 61))\")", "prefix"),
        ("suggest(prefix: \"a\", first: 0)", "first"),
        ("suggest(prefix: \"a\", first: 21)", "first"),
    ])
    func `an argument out of bounds is refused with the way to it`(field: String, path: String) async throws {
        let selection = field.hasPrefix("search") ? "pageInfo { endCursor }" : "text"
        let text = try await answer("{ \(field) { \(selection) } }")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(path)"}"#), "\(text)")
    }

    @Test(arguments: ["fields: []", "first: 50"])
    func `facets may be none or many`(arguments: String) async throws {
        let text = try await answer("{ search(query: \"the\") { facets(\(arguments)) { field values { count } } } }")
        #expect(!text.contains("errors"), "\(text)")
    }

    @Test func `a facet has one to fifty values`() async throws {
        for first in [0, 51] {
            let text = try await answer("{ search(query: \"the\") { facets(first: \(first)) { field } } }")
            #expect(text.contains(#""argument":"first""#), "\(text)")
        }
    }
}
