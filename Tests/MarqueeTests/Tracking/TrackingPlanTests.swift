import DatabaseSupport
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How many rows the lists of a viewer with 50,000 plays read: as many as a page needs, not as many as there are plays.
@Suite struct TrackingPlanTests {
    /// One viewer and 200 shows of 250 episodes, all but the last of each watched.
    private static let database = Result {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        for sql in [
            "select switch_triggers(false)",
            "insert into users (id, username) overriding system value values (1, 'watcher')",
            "insert into accounts (user_id, email, password_hash, time_zone) values (1, 'w@example.org', '', 'Europe/Vienna')",
            """
            insert into titles (id, kind, slug, title, sort_title, runtime) overriding system value
              select i, 'show', 'show-' || i, 'Show ' || i, 'show ' || i, 40 from generate_series(1, 200) i
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
            "insert into library_entries (user_id, title_id, kind, status) select 1, i, 'show', 'watching' from generate_series(1, 200) i",
            "select switch_triggers(true)", "select refresh_runs(array(select id from titles), true)", "analyze",
        ] { try connection.execute(sql) }
        return url
    }

    /// The rows that the scans of a statement touched, those that were passed over included.
    private static func rowsRead(_ statement: Statement, _ values: [String]) throws -> Int {
        let connection = try OwnerConnection(url: database.get())
        try connection.execute("set role marquee_app; set marquee.viewer = '1'; set marquee.role = 'user'")
        let mode = statement.planning == .once ? "force_generic_plan" : "force_custom_plan"
        try connection.execute("set plan_cache_mode = \(mode); prepare page as \(statement.sql)")
        let plan = try connection.query(
            "explain (analyze, timing off, summary off) execute page (\(values.joined(separator: ", ")))")
        var rows = 0
        var loops = 1
        for line in (0..<plan.count).map({ plan.text($0, 0) }) {
            if let actual = line.firstRange(of: "(actual rows="), let turns = line.firstRange(of: " loops=") {
                loops = Int(line[turns.upperBound...].prefix { $0.isNumber }) ?? 1
                let count = Int(line[actual.upperBound...].prefix { $0.isNumber }) ?? 0
                if line.contains("Scan using") || line.contains("Seq Scan on") { rows += count * loops }
            } else if let removed = line.firstRange(of: "Rows Removed by Filter: ") {
                rows += (Int(line[removed.upperBound...]) ?? 0) * loops
            }
        }
        return rows
    }

    private static let page = ["'{1}'", "21"]

    @Test func `a page of the history reads a page of plays, however deep it lies`() throws {
        #expect(try Self.rowsRead(PlayStatements.history.template(.cursors).widest, Self.page) < 50)
        let deep = try Self.rowsRead(
            PlayStatements.history.template([.bounded, .beyond, .cursors]).widest,
            Self.page + ["'1425000000000000'", "'5000'"])
        #expect(deep < 100)
        #expect(
            try Self.rowsRead(
                PlayStatements.filteredHistory.template(.cursors).widest,
                Self.page + ["null", "null", "null", "3550", "null", "null"]) < 50)
    }

    @Test func `a page of a span of time reads the plays of that span`() throws {
        let filtered = PlayStatements.filteredHistory.template(.cursors).widest
        let spans = [
            ["'2015-01-02T00:00:00Z'", "'2015-01-03T00:00:00Z'"], ["null", "'2015-01-03T00:00:00Z'"],
            ["'2015-12-31T00:00:00Z'", "null"],
        ]
        for span in spans {
            #expect(try Self.rowsRead(filtered, Self.page + ["null", "null", "null", "null"] + span) < 100, "\(span)")
        }
    }

    @Test func `up next reads the episodes of the shows it names and no others`() throws {
        // Of 20 shows: all 250 episodes and their plays, for what is next and for what is left.
        let most = 21 * 250 * 2 * 2 + 200 * 4
        for order in [UpNextOrder.recentlyWatched, .recentlyAired] {
            #expect(try Self.rowsRead(UpNextStatements.list(by: order).template(.cursors).widest, Self.page) < most)
        }
    }

    @Test func `the library and what is in progress read an entry for each title`() throws {
        for order in LibraryLists.orders {
            let list = LibraryLists.list(order, isFiltered: false)
            #expect(try Self.rowsRead(list.template(.cursors).widest, Self.page) < 200 * 3, "\(list.name)")
        }
        let progress = ProgressStatements.ofViewers.template(.cursors).statement(for: 1).0
        #expect(try Self.rowsRead(progress, Self.page + ["null", "null"]) < 200 * 3)
    }

    @Test func `totals read each play once`() throws {
        let totals = StatisticsStatements.ofViewer.statement(
            for: AttributeSet(StatisticsColumn.moviePlays, .episodes, .minutes)
        ).0
        #expect(try Self.rowsRead(totals, ["'{1}'", "null", "null"]) < 50_000 + 10)
    }

    @Test func `a plan that reads all plays is found out`() throws {
        let all = Statement("all", "select count(*) from plays where user_id = $1::bigint and minutes = $2::integer")
        #expect(try Self.rowsRead(all, ["1", "41"]) > 49_000)
    }
}
