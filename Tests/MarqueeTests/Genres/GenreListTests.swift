import DatabaseSupport
import PostgreSQL
import TestSupport
import Testing

@testable import Marquee

/// The lists of genres in `titles` repeat what `title_genres` says.
@Suite struct GenreListTests {
    private let url: String
    private let connection: OwnerConnection

    init() throws {
        url = try ReadyDatabase.empty()
        connection = try OwnerConnection(url: url)
        try connection.execute(
            """
            insert into genres (id, slug, name) overriding system value
              values (1, 'drama', 'Drama'), (2, 'comedy', 'Comedy'), (3, 'crime', 'Crime');
            insert into titles (id, kind, slug, title, sort_title, overview, updated_at) overriding system value
              values (1, 'movie', 'one', 'One', 'one', 'a heist', '2020-01-01'), (2, 'show', 'two', 'Two', 'two', null, '2020-01-01');
            insert into title_genres (title_id, genre_id, ordinal) values (1, 3, 0), (1, 1, 1), (2, 2, 0)
            """)
    }

    private func lists(_ connection: OwnerConnection) throws -> [String] {
        let rows = try connection.query("select concat_ws(' ', id, genre_ids) from titles order by id")
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    @Test func `they are in the order of the links`() throws {
        #expect(try lists(connection) == ["1 {3,1}", "2 {2}"])
    }

    @Test(arguments: [
        (
            "insert into title_genres (title_id, genre_id, ordinal) values (1, 2, 1), (2, 1, 1)",
            ["1 {3,1,2}", "2 {2,1}"]
        ),
        ("update title_genres set ordinal = 2 where title_id = 1 and genre_id = 3", ["1 {1,3}", "2 {2}"]),
        ("delete from title_genres where title_id = 1", ["1 {}", "2 {2}"]),
        ("delete from genres where id = 3", ["1 {1}", "2 {2}"]),
        ("delete from titles where id = 1", ["2 {2}"]),
        ("update titles set genre_ids = '{9}'; select rebuild_derived()", ["1 {3,1}", "2 {2}"]),
    ])
    func `they follow every change`(change: String, expected: [String]) throws {
        try connection.execute(change)
        #expect(try lists(connection) == expected)
    }

    @Test func `two who add a genre to one title at the same time lose none`() async throws {
        try connection.execute("begin; insert into title_genres (title_id, genre_id, ordinal) values (2, 1, 1)")
        let url = url
        // On a thread of its own, since it blocks it.
        async let other: Void = onOwnLoop { _ in
            try OwnerConnection(url: url).execute(
                "insert into title_genres (title_id, genre_id, ordinal) values (2, 3, 2)")
        }
        let waiting = "select exists (select from pg_locks where not granted and pid <> pg_backend_pid())"
        let observer = try OwnerConnection(url: url)
        while try !observer.query(waiting).bool(0, 0) { try await Task.sleep(for: .milliseconds(2)) }
        try connection.execute("commit")
        try await other
        #expect(try lists(connection)[1] == "2 {2,1,3}")
    }

    @Test func `a title with other genres is a changed title, but its names and words are not indexed anew`() throws {
        let indexed =
            "select string_agg(s.ctid::text || n.ctid, ' ' order by n.ctid) from search_names n join title_search s using (title_id)"
        let before = try connection.query(indexed).text(0, 0)
        try connection.execute("delete from title_genres where title_id = 1 and genre_id = 1")
        #expect(try connection.query(indexed).text(0, 0) == before)
        #expect(try connection.query("select updated_at > '2020-01-02' from titles where id = 1").bool(0, 0))
        try connection.execute("update titles set overview = 'a wedding' where id = 1")
        #expect(try connection.query("select words @@ 'wed' from title_search where title_id = 1").bool(0, 0))
    }
}
