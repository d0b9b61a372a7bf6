import Testing

@testable import PostgreSQL

/// A database that people have used, brought to the newest migration.
@Suite(.tags(.database)) struct UpgradeTests {
    /// Two viewers, as version 11 kept what they had done: one has seen a movie twice and a show whole and rated both, the
    /// other has begun the show, rated the movie and plans it for another time.
    private static let filled = """
        insert into users (id, username) overriding system value values (1, 'ada'), (2, 'bob');
        insert into accounts (user_id, email, password_hash, role, token_epoch)
          values (1, 'ada@example.org', 'a', 'admin', 3), (2, 'bob@example.org', 'b', 'user', 0);
        insert into titles (id, kind, slug, title, sort_title, status, runtime) overriding system value
          values (1, 'movie', 'metropolis', 'Metropolis', 'metropolis', 'released', 153),
                 (2, 'show', 'heimat', 'Heimat', 'heimat', 'ended', 60);
        insert into seasons (id, show_id, number) overriding system value values (1, 2, 1);
        insert into episodes (id, show_id, season_id, season_number, number, title, air_date) overriding system value
          select n, 2, 1, 1, n, 'Part ' || n, date '1984-09-16' + n::integer from generate_series(1, 3) n;
        insert into viewing_runs (user_id, id, show_id, number, watched_count, minutes_watched, last_episode_id,
                                  next_episode_id, started_at, last_watched_at, finished_at) overriding system value
          values (1, 1, 2, 1, 3, 180, 3, null, '2020-01-01 20:00Z', '2020-01-03 20:00Z', '2020-01-03 20:00Z'),
                 (2, 2, 2, 1, 1, 60, 1, 2, '2021-05-01 20:00Z', '2021-05-01 20:00Z', null);
        insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, minutes)
          select 1, 2, 'show', n, 1, timestamptz '2019-12-31 20:00Z' + n * interval '1 day', 60 from generate_series(1, 3) n;
        insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, minutes)
          values (2, 2, 'show', 1, 2, '2021-05-01 20:00Z', 60);
        insert into plays (user_id, title_id, kind, watched_at, precision, is_rewatch, minutes)
          values (1, 1, 'movie', '2018-01-01', 'year', false, 153), (1, 1, 'movie', null, 'unknown', true, 153);
        insert into library_entries (user_id, title_id, kind, status, status_changed_at, watch_count, first_watched_at,
                                     last_watched_at, favorited_at)
          values (1, 1, 'movie', 'completed', '2018-01-01', 2, '2018-01-01', '2018-01-01', '2018-02-01'),
                 (1, 2, 'show', 'completed', '2020-01-03', 1, '2020-01-01 20:00Z', '2020-01-03 20:00Z', null),
                 (2, 2, 'show', 'watching', '2021-05-01', 0, '2021-05-01 20:00Z', '2021-05-01 20:00Z', null);
        insert into ratings (user_id, title_id, stars) values (1, 1, 9), (1, 2, 7), (2, 1, 4);
        select fold_stat_deltas();
        insert into reviews (author_id, title_id, body) values (1, 1, 'A city in two storeys.');
        insert into ratings (user_id, episode_id, stars) values (2, 1, 8);
        insert into people (id, slug, name) overriding system value values (1, 'fritz-lang', 'Fritz Lang'), (2, 'reitz', 'Edgar Reitz');
        insert into credits (person_id, title_id, department, job) values (1, 1, 'directing', 'Director'), (2, 2, 'directing', 'Director');
        insert into genres (id, slug, name) overriding system value values (1, 'drama', 'Drama');
        insert into title_genres (title_id, genre_id, ordinal) values (1, 1, 0);
        insert into lists (id, owner_id, name, slug, privacy) values (77, 1, 'Silent', 'silent', 'public');
        insert into list_entries (list_id, title_id, order_key) values (77, 1, 'a');
        """

    private static func upgraded() throws -> (connection: OwnerConnection, former: [String], now: [String]) {
        let connection = try OwnerConnection(url: emptyDatabase())
        let former = Migration.embedded.filter { $0.number <= 11 }
        try Migrations(former, on: connection).apply()
        try connection.execute(filled)
        let before = try digests(on: connection)
        #expect(try Migrations(on: connection).apply() == Array(Migration.embedded.dropFirst(former.count)))
        return (connection, before, try digests(on: connection))
    }

    /// A digest of all rows of each table whose rows an upgrade has no reason to change.
    private static func digests(on connection: OwnerConnection) throws -> [String] {
        try ["users", "accounts", "titles", "seasons", "episodes", "plays", "ratings", "lists", "list_entries"].map {
            // Without the columns that are new.
            try connection.query(
                """
                select '\($0) ' || md5(string_agg(t.row, chr(10) order by t.row))
                  from (select (to_jsonb(t) - 'genre_ids')::text as row from \($0) t) t
                """
            ).text(0, 0)
        }
    }

    @Test func `what people have written stays as it is`() throws {
        let (_, former, now) = try Self.upgraded()
        #expect(former.count == 9 && now == former)
    }

    @Test func `runs and library are what this version would have made of the plays`() throws {
        let (connection, _, _) = try Self.upgraded()
        let runs = try connection.query(
            """
            select string_agg(concat_ws(' ', user_id, watched_count, minutes_watched, last_episode_id,
                              coalesce(next_episode_id, 0), completed, finished_at is not null), ', ' order by user_id)
              from viewing_runs
            """)
        #expect(runs.text(0, 0) == "1 3 180 3 0 t t, 2 1 60 1 2 f f")
        let library = try connection.query(
            """
            select string_agg(concat_ws(' ', user_id, title_id, coalesce(status, 'none'), watch_count, coalesce(stars, 0),
                              favorite_key is not null), ', ' order by user_id, title_id) from library_entries
            """)
        #expect(library.text(0, 0) == "1 1 completed 2 9 t, 1 2 completed 1 7 f, 2 1 none 0 4 f, 2 2 watching 0 0 f")
        #expect(try connection.query("select stars from reviews").int(0, 0) == 9)
    }

    @Test func `what rows repeat of others is filled in, and is no change`() throws {
        let (connection, _, _) = try Self.upgraded()
        let names = try connection.query("select string_agg(person_name, ', ' order by id) from credits")
        #expect(names.text(0, 0) == "Fritz Lang, Edgar Reitz")
        let genres = try connection.query("select string_agg(genre_ids::text, ' ' order by id) from titles")
        #expect(genres.text(0, 0) == "{1} {}")
        #expect(try connection.query("select count(*) from pg_trigger where tgenabled = 'D'").int(0, 0) == 0)
    }

    @Test func `counters go on from where they were, and equal a recount`() throws {
        let (connection, _, _) = try Self.upgraded()
        let counters = """
            select string_agg(concat_ws(' ', title_id, rating_sum, rating_count, rating_hist, review_count, library_count,
                              planned_count, watcher_count, play_count), ', ' order by title_id) from title_stats
            """
        try connection.execute("select fold_stat_deltas()")
        let folded = try connection.query(counters).text(0, 0)
        #expect(folded == "1 13 2 {0,0,0,1,0,0,0,0,1,0} 1 2 0 1 2, 2 7 1 {0,0,0,0,0,0,1,0,0,0} 0 2 0 1 4")
        try connection.execute("begin; select rebuild_derived(); commit")
        #expect(try connection.query(counters).text(0, 0) == folded)
        #expect(try connection.query("select rating_count from episode_stats where episode_id = 1").int(0, 0) == 1)
    }

    @Test func `an upgrade as a part of a transaction goes with it`() throws {
        struct Given: Error {}
        let connection = try OwnerConnection(url: emptyDatabase())
        let former = Migration.embedded.filter { $0.number <= 11 }
        try Migrations(former, on: connection).apply()
        #expect(throws: Given.self) {
            try connection.transaction {
                #expect(try !Migrations(on: connection).applyWithinTransaction().isEmpty)
                throw Given()
            }
        }
        try Migrations(former, on: connection).check()
        let applied = try connection.transaction { try Migrations(on: connection).applyWithinTransaction() }
        #expect(former + applied == Migration.embedded)
        try Migrations(on: connection).check()
    }
}
