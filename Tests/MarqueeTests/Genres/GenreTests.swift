import Testing

@Suite struct GenreTests {
    @Test func `genres are listed by name, with how many public titles carry them`() async throws {
        let expected = try Catalogue.texts(
            """
            select format('{"name":%s,"titleCount":%s}', to_json(name),
                          (select count(*) from title_genres g join titles t on t.id = g.title_id
                            where g.genre_id = genres.id and t.owner_id is null))
              from genres order by name
            """)
        #expect(expected.count > 10)
        #expect(
            try await answer("{ genres { name titleCount } }")
                == #"{"data":{"genres":[\#(expected.joined(separator: ","))]}}"#)
    }

    @Test func `genres of a kind are those its titles carry`() async throws {
        let expected = try Catalogue.texts(
            """
            select format('{"slug":%s}', to_json(slug)) from genres where id in (
              select genre_id from title_genres join titles on titles.id = title_id where kind = 'show') order by name
            """)
        #expect(
            try await answer("{ genres(kind: SHOW) { slug } }")
                == #"{"data":{"genres":[\#(expected.joined(separator: ","))]}}"#)
    }

    @Test func `a genre is found by its slug`() async throws {
        let id = try Catalogue.genre("science-fiction")
        #expect(
            try await answer(#"{ genre(slug: "science-fiction") { id name } absent: genre(slug: "o'brien") { id } }"#)
                == #"{"data":{"genre":{"id":"\#(id)","name":"Science Fiction"},"absent":null}}"#)
    }
}
