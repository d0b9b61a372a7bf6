import DatabaseSupport
import PostgreSQL
import TestSupport
import Testing

@testable import Marquee

/// The names in `credits` repeat what `people` says.
@Suite struct CreditedNameTests {
    private let url: String
    private let connection: OwnerConnection

    init() throws {
        url = try ReadyDatabase.empty()
        connection = try OwnerConnection(url: url)
        try connection.execute(
            """
            insert into people (id, slug, name) overriding system value values (1, 'ann', 'Ann'), (2, 'bob', 'Bob');
            insert into titles (id, kind, slug, title, sort_title) overriding system value
              values (1, 'movie', 'one', 'One', 'one'), (2, 'movie', 'two', 'Two', 'two');
            insert into credits (person_id, title_id, department) values (1, 1, 'acting'), (2, 1, 'acting'), (1, 2, 'writing')
            """)
    }

    private func names(_ connection: OwnerConnection) throws -> String {
        try connection.query("select string_agg(person_name, ' ' order by id) from credits").text(0, 0)
    }

    @Test func `a credit is given its person's name`() throws {
        #expect(try names(connection) == "Ann Bob Ann")
    }

    @Test(arguments: [
        ("update people set name = 'Anna' where id = 1", "Anna Bob Anna"),
        ("update people set name = slug", "ann bob ann"),
        ("update people set birth_place = 'Here'", "Ann Bob Ann"),
        ("update credits set person_id = 2 where id = 3", "Ann Bob Bob"),
        ("insert into credits (person_id, title_id, department) values (2, 2, 'art')", "Ann Bob Ann Bob"),
        ("delete from people where id = 1", "Bob"),
        ("update credits set person_name = 'X'; select rebuild_derived()", "Ann Bob Ann"),
    ])
    func `it follows every change`(change: String, expected: String) throws {
        try connection.execute(change)
        #expect(try names(connection) == expected)
    }

    @Test func `nobody's credit is refused by its foreign key`() throws {
        let failure = #expect(throws: PostgreSQLError.self) {
            try connection.execute("insert into credits (person_id, title_id, department) values (9, 2, 'art')")
        }
        guard case .server(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.constraint == "credits_person_id_fkey")
    }

    @Test(arguments: [
        (
            "update people set name = 'Anna' where id = 1",
            "insert into credits (person_id, title_id, department) values (1, 2, 'art')"
        ),
        (
            "insert into credits (person_id, title_id, department) values (1, 2, 'art')",
            "update people set name = 'Anna' where id = 1"
        ),
    ])
    func `who is renamed while a credit is added has the new name there, too`(first: String, second: String)
        async throws
    {
        try connection.execute("begin; \(first)")
        let url = url
        // On a thread of its own, since it blocks it.
        async let other: Void = onOwnLoop { _ in try OwnerConnection(url: url).execute(second) }
        let waiting = "select exists (select from pg_locks where not granted and pid <> pg_backend_pid())"
        let observer = try OwnerConnection(url: url)
        let end = ContinuousClock.now + .seconds(20)
        while try !observer.query(waiting).bool(0, 0), .now < end { try await Task.sleep(for: .milliseconds(2)) }
        try connection.execute("commit")
        try await other
        #expect(try names(connection) == "Anna Bob Anna Anna")
    }

    @Test func `a renamed person is a change of the titles' credits, but not of the credits of others`() throws {
        let rows = "select string_agg(ctid::text, ' ' order by id) from credits where person_id = 2"
        let before = try connection.query(rows).text(0, 0)
        let version = "select sum(weight) from catalogue_changes"
        let old = try connection.query(version).int(0, 0)
        try connection.execute("update people set name = 'Anna' where id = 1")
        #expect(try connection.query(rows).text(0, 0) == before)
        #expect(try connection.query(version).int(0, 0) > old)
    }
}
