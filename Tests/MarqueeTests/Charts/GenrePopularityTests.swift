import DatabaseSupport
import PostgreSQL
import Testing

@testable import Marquee

/// The table that charts of genres read repeats what two others say.
@Suite struct GenrePopularityTests {
    private let connection: OwnerConnection

    init() throws {
        connection = try OwnerConnection(url: ReadyDatabase.empty())
        try connection.execute(
            """
            insert into users (id, username) overriding system value values (1, 'owner');
            insert into genres (id, slug, name) overriding system value values (1, 'drama', 'Drama'), (2, 'comedy', 'Comedy');
            insert into titles (id, owner_id, kind, slug, title, sort_title) overriding system value
              values (1, null, 'movie', 'one', 'One', 'one'), (2, null, 'show', 'two', 'Two', 'two'),
                     (3, 1, 'movie', 'own', 'Own', 'own');
            insert into title_genres (title_id, genre_id) values (1, 1), (1, 2), (2, 1), (3, 1);
            update title_stats set popularity = title_id
            """)
    }

    /// Title, genre, kind and popularity of each row.
    private func rows() throws -> [String] {
        let rows = try connection.query(
            "select concat_ws(' ', title_id, genre_id, kind, popularity) from genre_popularity order by title_id, genre_id"
        )
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    @Test func `public titles are in it with their genres and popularity`() throws {
        #expect(try rows() == ["1 1 movie 1", "1 2 movie 1", "2 1 show 2"])
    }

    @Test(arguments: [
        ("update title_stats set popularity = 7 where title_id = 1", ["1 1 movie 7", "1 2 movie 7", "2 1 show 2"]),
        ("delete from title_genres where title_id = 1 and genre_id = 2", ["1 1 movie 1", "2 1 show 2"]),
        ("delete from genres where id = 1", ["1 2 movie 1"]),
        ("delete from titles where id = 1", ["2 1 show 2"]),
        (
            "insert into title_genres (title_id, genre_id) values (2, 2)",
            ["1 1 movie 1", "1 2 movie 1", "2 1 show 2", "2 2 show 2"]
        ),
        ("truncate genre_popularity; select rebuild_derived()", ["1 1 movie 0", "1 2 movie 0", "2 1 show 0"]),
    ])
    func `it follows every change`(change: String, expected: [String]) throws {
        try connection.execute(change)
        #expect(try rows() == expected)
    }
}
