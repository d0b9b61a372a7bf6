import DatabaseSupport
import PostgreSQL

@testable import Marquee

/// Titles around today and what viewers did with some, in a database of their own. The jobs were done once, as servers
/// do them.
enum MadeCharts {
    static func url() throws -> String { try made.get() }

    private static let made = Result {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        for statement in rows { try connection.execute(statement) }
        for job in Job.allCases { try connection.query(Job.run.sql, job.parameters) }
        return url
    }

    /// Movies 1 to 40 were or will be released 20 days before today to 19 days after; movie 41 lately too, but it is for
    /// adults. Shows 51 to 54 follow, the first two of them still to come.
    private static let rows = [
        "insert into users (id, username) overriding system value select i, 'viewer-' || i from generate_series(1, 30) i",
        "insert into genres (id, slug, name) overriding system value values (1, 'drama', 'Drama'), (2, 'comedy', 'Comedy')",
        """
        insert into titles (id, kind, slug, title, sort_title, release_date, adult) overriding system value
          select i, 'movie', 'movie-' || i, 'Movie ' || i, 'movie ' || i, current_date + (i - 21), false from generate_series(1, 40) i
          union all select 41, 'movie', 'movie-41', 'Movie 41', 'movie 41', current_date + 1, true
          union all select i, 'show', 'show-' || i, 'Show ' || i, 'show ' || i, current_date + (53 - i) * 100, false
            from generate_series(51, 54) i
        """,
        "insert into title_genres (title_id, genre_id) select id, 1 + id % 2 from titles",
        "update title_stats set base_popularity = title_id",
        // Eight viewers give movie 2 five stars, thirty give movie 3 four and a half, four are not enough for movie 4.
        "insert into ratings (user_id, title_id, stars) select i, 2, 10 from generate_series(1, 8) i",
        "insert into ratings (user_id, title_id, stars) select i, 3, 9 from generate_series(1, 30) i",
        "insert into ratings (user_id, title_id, stars) select i, 4, 10 from generate_series(1, 4) i",
        // Movie 10 had its day a month ago, movie 11 half a week ago, movie 12 has it now.
        """
        insert into title_activity (hour, title_id, plays) values
          (date_trunc('hour', now()) - interval '30 days', 10, 1000), (date_trunc('hour', now()) - interval '84 hours', 11, 200),
          (date_trunc('hour', now()) - interval '1 hour', 12, 60), (date_trunc('hour', now()) - interval '1 hour', 53, 3),
          (date_trunc('hour', now()) - interval '300 days', 13, 9000)
        """,
        """
        insert into seasons (id, show_id, number) overriding system value values (1, 53, 1), (2, 54, 1);
        insert into episodes (id, show_id, season_id, season_number, number, title, air_date, airs_at) overriding system value values
          (1, 53, 1, 1, 1, 'Yesterday', (now() at time zone 'UTC')::date - 1, null), (2, 53, 1, 1, 2, 'Today', (now() at time zone 'UTC')::date, null),
          (3, 54, 2, 1, 1, 'Today too', (now() at time zone 'UTC')::date, null), (4, 54, 2, 1, 2, 'Tomorrow', (now() at time zone 'UTC')::date + 1, null),
          (5, 54, 2, 1, 3, 'At noon', (now() at time zone 'UTC')::date, (now() at time zone 'UTC')::date + interval '12 hours')
        """,
    ]
}
