import DatabaseSupport
import PostgreSQL

@testable import Marquee

/// 240 made-up titles, in a database of their own: every order has ties and, where it may, titles without a value; every
/// field of `TitleFilter` holds for some. Two private and some adult titles are among them.
enum MadeTitles {
    static func url() throws -> String { try made.get() }

    private static let made = Result {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        for statement in rows { try connection.execute(statement) }
        return url
    }

    /// The global IDs of titles that a condition on `t` and `s` holds for, public and not adult, in an order.
    static func ids(where condition: String = "true", by order: String = "s.popularity desc, t.id desc") throws
        -> [String]
    {
        let rows = try OwnerConnection(url: url()).query(
            """
            select case t.kind when 'movie' then 'M_' else 'S_' end || t.id
              from titles t join title_stats s on s.title_id = t.id where not t.adult and (\(condition)) order by \(order)
            """)
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    private static let rows = [
        "insert into users (id, username) overriding system value values (1, 'keeper')",
        """
        insert into genres (id, slug, name) overriding system value
          select i, 'genre-' || i, 'Genre ' || i from generate_series(1, 6) i
        """,
        "insert into keywords (id, name) overriding system value select i, 'word ' || i from generate_series(1, 9) i",
        "insert into networks (id, name) overriding system value select i, 'net ' || i from generate_series(1, 4) i",
        """
        insert into people (id, slug, name) overriding system value
          select i, 'person-' || i, 'Person ' || i from generate_series(1, 8) i
        """,
        """
        insert into titles (id, kind, owner_id, slug, title, sort_title, original_language, release_date, runtime, status,
                            countries, adult, created_at)
        overriding system value
          select i, case when i % 4 = 0 then 'show' else 'movie' end, case when i % 120 = 7 then 1 end, 'title-' || i, 'Title ' || i,
                 (array['alpha', 'Älpha', E'tab\\there', 'zulu', '黒澤', 'a b', ''])[1 + i % 7] || i % 3,
                 (array['en', 'de', 'ja', null])[1 + i % 4], case when i % 9 > 0 then date '1990-01-01' + (i * 37 % 40) * 250 end,
                 case when i % 10 > 0 then 60 + i * 7 % 90 end,
                 (array['released', 'ended', 'planned', 'unknown'])[1 + i % 4]::title_status,
                 (array['{GB}', '{GB,US}', '{FR}', '{}'])[1 + i / 4 % 4]::text[], i % 12 = 5,
                 timestamptz '2026-01-01 00:00:00.123456+00' + i % 13 * interval '1 hour' + i % 2 * interval '1 microsecond'
            from generate_series(1, 240) i
        """,
        """
        update title_stats set popularity = (title_id * 7 % 30) / 3.0, rating_count = title_id % 6,
               rating_sum = title_id % 6 * (1 + title_id % 10), rating_weighted = 7 + (title_id % 8) / 3.0
        """,
        "insert into title_genres (title_id, genre_id) select t.id, g from titles t, generate_series(1, 6) g where (t.id + g) % 4 < 2",
        "insert into title_keywords (title_id, keyword_id) select t.id, k from titles t, generate_series(1, 9) k where t.id % k = 1",
        "insert into title_networks (title_id, network_id) select id, 1 + id / 4 % 4 from titles where kind = 'show'",
        """
        insert into credits (person_id, title_id, department, job, billing)
          select p, t.id, case when (t.id + p) % 2 = 0 then 'acting' else 'directing' end, 'part ' || p, p
            from titles t, generate_series(1, 8) p where t.id * p % 5 = 1
        """,
        // As many as are counted, and one more, of two adult movies.
        """
        insert into credits (person_id, title_id, department, job)
          select 8, t, 'sound', 'part ' || i from generate_series(1, 10001) i, (values (5), (17)) v (t) where i <= 10000 or t = 17
        """,
        "analyze",
    ]
}
