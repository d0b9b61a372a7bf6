import Glibc
import Services
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct MigrationsTests {
    private static func migration(_ number: Int, _ script: String) throws -> Migration {
        try #require(Migration(name: "000\(number)_test.sql", script: script))
    }

    private static func apply(_ migrations: [Migration], to url: String) throws -> [Migration] {
        try Migrations(migrations, on: OwnerConnection(url: url)).apply()
    }

    @Test func `the embedded migrations make a database that may be served, and only once`() throws {
        let url = try emptyDatabase()
        #expect(throws: MigrationError.notApplied("0001_release_1.sql", count: Migration.embedded.count)) {
            try Migrations(on: OwnerConnection(url: url)).check()
        }
        #expect(try Migrations(on: OwnerConnection(url: url)).apply() == Migration.embedded)
        #expect(try Migrations(on: OwnerConnection(url: url)).apply() == [])
        try Migrations(on: OwnerConnection(url: url)).check()

        let serving = try OwnerConnection(ConnectionSettings(url: url, role: "marquee_app"))
        let answer = try serving.query("select current_user, why_not_serve(), (select count(*) from titles)")
        #expect(answer.text(0, 0) == "marquee_app")
        #expect(answer.isNull(0, 1))
        #expect(answer.int(0, 2) == 0)
    }

    @Test func `an edited migration is refused by name`() throws {
        let url = try emptyDatabase()
        _ = try Self.apply([Self.migration(1, "create table a (id int)")], to: url)
        #expect(throws: MigrationError.changed("0001_test.sql")) {
            try Self.apply([Self.migration(1, "create table a (id bigint)")], to: url)
        }
    }

    @Test func `a migration this binary does not know is refused by name`() throws {
        let url = try emptyDatabase()
        let (first, second) = (try Self.migration(1, "select 1"), try Self.migration(2, "select 2"))
        _ = try Self.apply([first, second], to: url)
        #expect(throws: MigrationError.unknown("0002_test.sql")) { try Self.apply([first], to: url) }
    }

    @Test func `a migration below one that is applied is refused by name`() throws {
        let url = try emptyDatabase()
        let (first, second) = (try Self.migration(1, "select 1"), try Self.migration(2, "select 2"))
        _ = try Self.apply([second], to: url)
        #expect(throws: MigrationError.late("0001_test.sql", after: 2)) { try Self.apply([first, second], to: url) }
    }

    @Test func `a failing migration leaves nothing behind and names its line`() throws {
        let url = try emptyDatabase()
        let migration = try Self.migration(1, "create table a (id int);\n\nselect * from b;")
        do {
            _ = try Self.apply([migration], to: url)
            Issue.record("expected a failure")
        } catch MigrationError.failed(let name, let line, let error) {
            #expect(name == "0001_test.sql")
            #expect(line == 3)
            #expect(error.state == .undefinedTable)
        }
        let left = try OwnerConnection(url: url).query("select to_regclass('a') is null")
        #expect(left.bool(0, 0))
    }

    @Test func `several migrators at once apply everything once`() async throws {
        let url = try emptyDatabase()
        // A pause makes sure that they meet.
        let migrations = try [1, 2].map {
            try Self.migration($0, "select pg_sleep(0.05); create table t\($0) (id int)")
        }
        let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
            for _ in 0..<4 { group.addTask { try Self.apply(migrations, to: url) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted { $0.number < $1.number } == migrations)
    }
}
