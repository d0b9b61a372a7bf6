import PostgreSQL

@testable import Marquee

/// What the suites on tracking watch, in the database of the suites on accounts: made once, changed by nobody.
///
/// `S_501` has ended: a special (`E_5010`), season 1 with three episodes (`E_5011` …), season 2 with two (`E_5021`, `E_5022`) and
/// one that airs in ten days (`E_5023`). `S_503` returns and has a season of two. `S_504` has 1,000 episodes from `E_50401` on.
/// `M_502` is a film of 1999 with 100 minutes, `M_505` one that opens in a month.
enum TrackedTitles {
    static func make() throws { _ = try made.get() }

    private static let made = Result {
        try AccountDatabase.owner().execute(
            """
            insert into titles (id, kind, slug, title, sort_title, status, runtime, release_date) overriding system value values
              (501, 'show', 'ended-show', 'Ended Show', 'ended show', 'ended', 45, '2001-01-01'),
              (502, 'movie', 'film', 'Film', 'film', 'released', 100, '1999-05-01'),
              (503, 'show', 'returning-show', 'Returning Show', 'returning show', 'returning', 20, '2020-01-01'),
              (504, 'show', 'long-show', 'Long Show', 'long show', 'ended', 20, '1990-01-01'),
              (505, 'movie', 'next-film', 'Next Film', 'next film', 'post_production', 90, current_date + 30);
            insert into title_genres (title_id, genre_id, ordinal) values (501, 1, 0), (502, 2, 0), (502, 1, 1);
            insert into seasons (id, show_id, number) overriding system value values
              (5010, 501, 0), (5011, 501, 1), (5012, 501, 2), (5031, 503, 1), (5041, 504, 1);
            insert into episodes (id, show_id, season_id, season_number, number, air_date, runtime) overriding system value values
              (5010, 501, 5010, 0, 1, '2001-06-01', 90),
              (5011, 501, 5011, 1, 1, '2001-01-01', 50), (5012, 501, 5011, 1, 2, '2001-01-08', null), (5013, 501, 5011, 1, 3, '2001-01-15', null),
              (5021, 501, 5012, 2, 1, '2002-01-01', null), (5022, 501, 5012, 2, 2, '2002-01-08', null),
              (5023, 501, 5012, 2, 3, current_date + 10, null),
              (5031, 503, 5031, 1, 1, '2020-01-01', null), (5032, 503, 5031, 1, 2, '2020-01-08', null);
            insert into episodes (id, show_id, season_id, season_number, number, air_date) overriding system value
              select 50400 + i, 504, 5041, 1, i, date '1990-01-01' + i from generate_series(1, 1000) i;
            update episodes set overview = case id when 5011 then 'It begins.' else 'It goes on.' end, still_url = 'https://images.example/s.jpg'
             where id in (5011, 5012);
            """)
    }
}
