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
        try ["titles", "seasons", "episodes", "people", "credits", "title_stats", "external_ids"].map {
            try connection.query("select md5(string_agg(t::text, '|' order by t::text)) from \($0) t").text(0, 0)
        }
    }

    @Test func `loading adds once, and a deleted row comes back only when asked for`() throws {
        let connection = try migrated()
        let added = try #require(try CatalogueSeed(on: connection).loadOnce())
        #expect(added.movies >= 100)
        #expect(added.shows >= 12)
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

    @Test func `a load that fails leaves nothing behind`() throws {
        let connection = try migrated()
        try connection.execute("alter table seasons add constraint nobody check (false)")
        #expect(throws: PostgreSQLError.self) { try CatalogueSeed(on: connection).loadOnce() }
        #expect(try connection.query("select count(*) from people").int(0, 0) == 0)
        #expect(try connection.query("select count(*) from catalogue_loads").int(0, 0) == 0)
    }
}
