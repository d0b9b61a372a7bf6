import DatabaseSupport
import PostgreSQL

@testable import Marquee

/// A viewer with 50,000 plays, and how many rows statements read for them.
///
/// 200 shows of 250 episodes, all but the last of each watched, every third of them called completed; 6,000 movies, planned,
/// watched, paused and given up, every third a favourite, all of them with stars; a list made by hand with 10,000 entries.
enum LongHistory {
    static let list = 7
    /// The first movie's key.
    static let firstMovie = 1_001

    static func url() throws -> String { try database.get() }

    private static let database = Result {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        for sql in shows + movies + last {
            try connection.execute(sql)
        }
        return url
    }

    private static let shows = [
        "select switch_triggers(false)",
        "insert into users (id, username) overriding system value values (1, 'watcher')",
        "insert into accounts (user_id, email, password_hash, time_zone) values (1, 'w@example.org', '', 'Europe/Vienna')",
        """
        insert into titles (id, kind, slug, title, sort_title, runtime, status) overriding system value
          select i, 'show', 'show-' || i, 'Show ' || i, 'show ' || i, 40, 'ended' from generate_series(1, 200) i
        """,
        """
        insert into seasons (id, show_id, number) overriding system value
          select s * 10 + n, s, n from generate_series(1, 200) s, generate_series(1, 5) n
        """,
        """
        insert into episodes (id, show_id, season_id, season_number, number, air_date) overriding system value
          select s * 1000 + n * 100 + e, s, s * 10 + n, n, e, date '2000-01-01' + n * 300 + e
            from generate_series(1, 200) s, generate_series(1, 5) n, generate_series(1, 50) e
        """,
        "insert into viewing_runs (user_id, id, show_id, number) overriding system value select 1, i, i, 1 from generate_series(1, 200) i",
        """
        insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, minutes)
          select 1, show_id, 'show', id, show_id, timestamptz '2015-01-01 00:00:00+00' + id % 5000 * interval '1 hour', 40
            from episodes where (season_number, number) < (5, 50)
        """,
        """
        insert into library_entries (user_id, title_id, kind, status, status_changed_at)
          select 1, i, 'show', 'watching', timestamptz '2016-01-01 00:00:00+00' + i * interval '1 hour' from generate_series(1, 200) i
        """,
    ]

    private static let movies = [
        """
        insert into titles (id, kind, slug, title, sort_title, runtime, release_date) overriding system value
          select i, 'movie', 'movie-' || i, 'Movie ' || i, 'movie ' || i, 100, date '1990-01-01' + i
            from generate_series(\(firstMovie), \(firstMovie) + 9999) i
        """,
        """
        insert into library_entries (user_id, title_id, kind, status, status_changed_at, favorited_at, watch_count, last_watched_at,
                                     stars, watchlist_key, favorite_key, added_at)
          select 1, id, 'movie', s.status::library_status, at, case when id % 3 = 0 then at end, (s.status = 'completed')::integer,
                 case when s.status = 'completed' then at end, 1 + id % 10,
                 case when s.status = 'planned' then lpad(id::text, 14, '0') end, case when id % 3 = 0 then lpad(id::text, 14, '0') end, at
            from titles cross join lateral (select timestamptz '2016-01-01 00:00:00+00' + id * interval '1 hour' as at) a
                 cross join lateral (select (array['planned', 'completed', 'on_hold', 'planned', 'completed', 'dropped'])[1 + id % 6] as status) s
           where kind = 'movie' and id < \(firstMovie) + 6000
        """,
        "insert into ratings (user_id, title_id, stars, rated_at) select 1, title_id, stars, added_at from library_entries where stars is not null",
        "insert into lists (id, owner_id, name, slug, ranked, entry_count) values (\(list), 1, 'Long', 'long', true, 10000)",
        """
        insert into list_entries (list_id, owner_id, title_id, order_key)
          select \(list), 1, id, lpad(id::text, 14, '0') from titles where kind = 'movie'
        """,
    ]

    private static let last = [
        "select switch_triggers(true)", "select refresh_runs(array(select id from titles), true)",
        "update library_entries set status = 'completed' where kind = 'show' and title_id % 3 = 0", "analyze",
    ]

    /// The rows that the scans of a statement touch in each table, those that are passed over included.
    static func rowsByTable(_ statement: Statement, _ values: [String]) throws -> [String: Int] {
        let connection = try OwnerConnection(url: url())
        try connection.execute("set role marquee_app; set marquee.viewer = '1'; set marquee.role = 'user'")
        let mode = statement.planning == .once ? "force_generic_plan" : "force_custom_plan"
        try connection.execute("set plan_cache_mode = \(mode); prepare page as \(statement.sql)")
        let plan = try connection.query(
            "explain (analyze, timing off, summary off) execute page (\(values.joined(separator: ", ")))")
        var rows: [String: Int] = [:]
        var (table, loops) = (String?.none, 1)
        for line in (0..<plan.count).map({ plan.text($0, 0) }) {
            if let actual = line.firstRange(of: "(actual rows="), let turns = line.firstRange(of: " loops=") {
                table = scannedTable(line)
                loops = number(line[turns.upperBound...])
                if let table { rows[table, default: 0] += number(line[actual.upperBound...]) * loops }
            } else if let removed = removals.compactMap({ line.firstRange(of: $0) }).first, let table {
                rows[table, default: 0] += number(line[removed.upperBound...]) * loops
            }
        }
        return rows
    }

    private static let removals = ["Rows Removed by Filter: ", "Rows Removed by Index Recheck: "]

    /// All of them together.
    static func rowsRead(_ statement: Statement, _ values: [String]) throws -> Int {
        try rowsByTable(statement, values).values.reduce(0, +)
    }

    /// The table of a line such as `->  Index Scan using plays_history on plays t  (cost=…`; nil if its node reads none.
    private static func scannedTable(_ line: String) -> String? {
        let node = line.prefix { $0 != "(" }
        guard ["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"].contains(where: { node.contains($0) }),
            let name = node.firstRange(of: " on ")
        else { return nil }
        return node[name.upperBound...].split(separator: " ").first.map(String.init)
    }

    private static func number(_ text: Substring) -> Int { Int(text.prefix { $0.isNumber }) ?? 0 }
}
