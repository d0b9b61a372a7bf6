import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How many rows a viewer with 50,000 plays reads: as many as a page needs, not as many as there are plays.
@Suite struct TrackingPlanTests {
    private static let page = ["'{1}'", "21"]

    @Test func `a page of the history reads a page of plays, however deep it lies`() throws {
        #expect(try LongHistory.rowsRead(PlayStatements.history.template(.cursors).widest, Self.page) < 50)
        let deep = try LongHistory.rowsRead(
            PlayStatements.history.template([.bounded, .beyond, .cursors]).widest,
            Self.page + ["'1425000000000000'", "'5000'"])
        #expect(deep < 100)
        #expect(
            try LongHistory.rowsRead(
                PlayStatements.filteredHistory.template(.cursors).widest,
                Self.page + ["null", "null", "null", "null", "3550", "null", "null"]) < 50)
    }

    @Test func `a page of a span of time reads the plays of that span`() throws {
        let filtered = PlayStatements.filteredHistory.template(.cursors).widest
        let spans = [
            ["'2015-01-02T00:00:00Z'", "'2015-01-03T00:00:00Z'"], ["null", "'2015-01-03T00:00:00Z'"],
            ["'2015-12-31T00:00:00Z'", "null"],
        ]
        for span in spans {
            #expect(
                try LongHistory.rowsRead(filtered, Self.page + ["null", "null", "null", "null", "null"] + span) < 100,
                "\(span)"
            )
        }
    }

    @Test func `up next reads its page: a run, its next episode and its title's state for each item`() throws {
        let recent = UpNextStatements.list(by: .recentlyWatched)
        let rows = try LongHistory.rowsByTable(recent.template(.cursors).widest, Self.page)
        #expect(rows.values.reduce(0, +) < 21 * 6, "\(rows)")
        #expect(rows["plays", default: 0] == 0)
        let deep = try LongHistory.rowsRead(
            recent.template([.bounded, .beyond, .cursors]).widest, Self.page + ["'1433000000000000'", "'150'"])
        #expect(deep < 21 * 6)
    }

    @Test func `in its other orders up next reads each show that goes on, and none of their plays`() throws {
        for order in [UpNextOrder.recentlyAired, .closestToFinish] {
            let rows = try LongHistory.rowsByTable(
                UpNextStatements.list(by: order).template(.cursors).widest, Self.page)
            #expect(rows.values.reduce(0, +) < 200 * 6, "\(rows)")
            #expect(rows["plays", default: 0] == 0)
        }
    }

    @Test func `a page of what is in progress reads the episodes of the shows it names and no others`() throws {
        let most = 21 * 250 * 2 * 2 + 200 * 4
        let progress = ProgressStatements.ofViewers.template(.cursors)
        #expect(try LongHistory.rowsRead(progress.widest, Self.page + ["null", "null"]) < most)
        #expect(try LongHistory.rowsRead(progress.statement(for: 1).0, Self.page + ["null", "null"]) < 21 * 4)
    }

    @Test func `a calendar reads the library, and of its shows what airs in those days`() throws {
        for first in ["null", "'2002-03-01'"] {
            let rows = try LongHistory.rowsByTable(CalendarStatements.ofViewer.widest, ["'{1}'", first, "14"])
            #expect(rows["episodes", default: 0] <= 200 * 17, "\(rows)")
            #expect(rows["plays", default: 0] <= 200 * 17, "\(rows)")
            #expect(rows["library_entries", default: 0] <= 6_200, "\(rows)")
            #expect(rows["titles", default: 0] <= 6_200, "\(rows)")
        }
    }

    @Test func `a plan that reads all plays is found out`() throws {
        let all = Statement("all", "select count(*) from plays where user_id = $1::bigint and minutes = $2::integer")
        #expect(try LongHistory.rowsRead(all, ["1", "41"]) > 49_000)
    }
}
