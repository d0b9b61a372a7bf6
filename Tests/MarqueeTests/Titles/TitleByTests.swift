import Testing

@Suite struct TitleByTests {
    @Test func `a title is found by ID, slug or the key of another database`() async throws {
        let movie = try Catalogue.movie("the-godfather")
        let show = try Catalogue.show("sherlock")
        let imdb = try Catalogue.texts(
            "select value from external_ids e join titles t on t.id = e.title_id where t.slug = 'sherlock' and source = 'imdb'"
        )[0]
        let ways = [
            ("id: \"\(movie)\"", movie), ("id: \"\(show)\"", show), ("movieSlug: \"the-godfather\"", movie),
            ("showSlug: \"sherlock\"", show), ("external: {source: IMDB, value: \"\(imdb)\"}", show),
            ("external: {source: IMDB, value: \"\(imdb)\", kind: SHOW}", show),
        ]
        for (by, id) in ways {
            let kind = id == show ? "Show" : "Movie"
            #expect(
                try await answer("{ title(by: {\(by)}) { __typename id } }")
                    == #"{"data":{"title":{"__typename":"\#(kind)","id":"\#(id)"}}}"#)
        }
    }

    @Test(arguments: [
        "id: \"M_99999\"", "id: \"S_9003\"", "id: \"M_9001\"", "movieSlug: \"home-film\"", "movieSlug: \"sherlock\"",
        "showSlug: \"the-godfather\"", "showSlug: \"\"", "external: {source: IMDB, value: \"tt0\"}",
        "external: {source: TMDB, value: \"1\", kind: MOVIE}", "external: {source: TVDB, value: \"77\"}",
    ])
    func `what names no public title finds none`(by: String) async throws {
        #expect(try await answer("{ title(by: {\(by)}) { id } }") == #"{"data":{"title":null}}"#)
    }

    @Test(arguments: [
        ("id: \"P_1\"", "by.id"), ("id: \"x\"", "by.id"),
        ("external: {source: TMDB, value: \"1\"}", "by.external.kind"),
        ("external: {source: IMDB, value: \"\"}", "by.external.value"),
        ("external: {source: IMDB, value: \"\(String(repeating: "1", count: 33))\"}", "by.external.value"),
        ("movieSlug: \"a\\u0000b\"", "by.movieSlug"),
    ])
    func `what could never name a title is refused with its path`(by: String, path: String) async throws {
        let text = try await answer("{ title(by: {\(by)}) { id } }")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(path)"}"#), "\(text)")
    }
}
