import DatabaseSupport
import Marquee
import PostgreSQL
import Testing

@Suite struct CatalogueSeedTests {
    /// The owner's connection to a migrated database without rows.
    private func migrated() throws -> OwnerConnection {
        try OwnerConnection(url: ReadyDatabase.empty())
    }

    /// A digest of whole rows, stamps of time included.
    private func digest(_ connection: OwnerConnection) throws -> [String] {
        try [
            "titles", "seasons", "episodes", "people", "credits", "title_stats", "external_ids", "title_texts",
            "title_genres",
            "title_keywords", "title_networks", "genres", "keywords", "networks", "person_stats", "search_names",
        ].map {
            try connection.query("select md5(string_agg(t::text, '|' order by t::text)) from \($0) t").text(0, 0)
        }
    }

    @Test func `loading adds once, and a deleted row comes back only when asked for`() throws {
        let connection = try migrated()
        let added = try #require(try CatalogueSeed(on: connection).loadOnce())
        #expect(added.movies >= 300)
        #expect(added.shows >= 30)
        #expect(
            try connection.query("select count(*) from titles where overview is not null").int(0, 0) >= 100)
        #expect(try connection.query("select count(*) from titles").int(0, 0) == Int64(added.movies + added.shows))
        #expect(try connection.query("select count(*) from episodes").int(0, 0) == Int64(added.episodes))

        let before = try digest(connection)
        #expect(try CatalogueSeed(on: connection).load() == SeedCounts())
        #expect(try digest(connection) == before)

        try connection.execute("delete from titles where slug = 'dark'")
        #expect(try CatalogueSeed(on: connection).loadOnce() == nil)
        #expect(try connection.query("select count(*) from titles where slug = 'dark'").int(0, 0) == 0)
        #expect(try CatalogueSeed(on: connection).load().shows == 1)
    }

    private static let sample = Result { try ReadyDatabase.sample() }

    /// What nothing is found for would look as if it were never answered.
    @Test(arguments: [
        "titles where tagline is not null", "titles where original_title <> title",
        "titles where last_air_date is not null",
        "title_texts where title is not null", "title_texts where overview is not null",
        "seasons where title is not null", "seasons where overview is not null", "seasons where number = 0",
        "episodes where overview is not null", "episodes where airs_at is not null",
        "episodes where milestone is not null",
        "episodes where runtime is not null", "episodes where absolute_number is not null",
        "people where also_known_as <> '{}'", "people where biography is not null",
        "people where death_date is not null",
        "people where birth_place is not null", "networks where country is not null",
        "credits where episode_id is null and episode_count > 1",
        "credits where episode_id is not null and job is not null",
        "credits where episode_id is not null and character is not null",
        "external_ids where entity = 'movie' and source = 'wikidata'",
        "external_ids where entity = 'show' and source = 'tvdb'", "external_ids where entity = 'season'",
        "external_ids where entity = 'episode'", "external_ids where entity = 'person' and source = 'tmdb'",
    ])
    func `the sample has something for every field that it knows anything of`(rows: String) throws {
        let connection = try OwnerConnection(url: Self.sample.get())
        #expect(try connection.query("select count(*) from \(rows)").int(0, 0) > 0)
    }

    @Test func `a load that fails leaves nothing behind`() throws {
        let connection = try migrated()
        try connection.execute("alter table seasons add constraint nobody check (false)")
        #expect(throws: PostgreSQLError.self) { try CatalogueSeed(on: connection).loadOnce() }
        #expect(try connection.query("select count(*) from people").int(0, 0) == 0)
        #expect(try connection.query("select count(*) from catalogue_loads").int(0, 0) == 0)
    }
}
