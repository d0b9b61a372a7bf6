import DatabaseSupport
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How many rows statistics read of a viewer with 50,000 plays.
@Suite struct StatisticsPlanTests {
    private static let plays = 200 * 249

    @Test func `all figures of all time together read each play once`() throws {
        let rows = try LongHistory.rowsByTable(StatisticsStatements.ofViewer.widest, ["'{1}'", "null", "null"])
        #expect(rows["plays"] == Self.plays, "\(rows)")
        #expect(rows["episodes", default: 0] <= 200 * 250, "\(rows)")
        #expect(rows["viewing_runs", default: 0] <= 400, "\(rows)")
    }

    @Test func `figures that need no plays read none`() throws {
        let span = StatisticsStatements.ofViewer.statement(for: AttributeSet(StatisticsColumn.from, .to)).0
        #expect(try LongHistory.rowsByTable(span, ["'{1}'", "null", "null"])["plays", default: 0] == 0)
    }

    /// How many plays lie between two days, in UTC.
    private static func playsBetween(_ first: String, _ last: String) throws -> Int {
        let count = try OwnerConnection(url: LongHistory.url()).query(
            "select count(*) from plays where watched_at >= '\(first) 00:00:00+00' and watched_at < '\(last) 00:00:00+00'"
        )
        return Int(count.int(0, 0))
    }

    @Test func `a span reads the plays of its days and of a day on either side`() throws {
        let columns = AttributeSet(
            StatisticsColumn.moviePlays, .movies, .episodePlays, .episodes, .shows, .minutes, .days, .genres, .count,
            .longestOn)
        let figures = StatisticsStatements.ofViewer.statement(for: columns).0
        for (span, read) in [
            (["'2015-03-01'", "'2015-03-10'"], ("2015-02-28", "2015-03-12")),
            (["'2015-07-05'", "null"], ("2015-07-04", "2020-01-01")),
            (["null", "'2015-01-10'"], ("2010-01-01", "2015-01-12")),
        ] {
            let rows = try LongHistory.rowsByTable(figures, ["'{1}'"] + span)
            let plays = try Self.playsBetween(read.0, read.1)
            #expect((1..<Self.plays / 4).contains(plays))
            #expect(rows["plays"] == plays, "\(span) \(rows)")
            #expect(rows["episodes", default: 0] == 0)
        }
    }

    @Test func `what was completed in a span reads, besides, the runs that were watched in it`() throws {
        let rows = try LongHistory.rowsByTable(
            StatisticsStatements.ofViewer.statement(
                for: AttributeSet(StatisticsColumn.seasonsCompleted, .showsCompleted)
            ).0,
            ["'{1}'", "'2015-07-08'", "'2015-07-08'"])
        // Of 40 shows an episode was watched on that day.
        let plays = try Self.playsBetween("2015-07-07", "2015-07-10")
        #expect(rows["plays", default: 0] <= plays + 40 * 250, "\(rows)")
        #expect(rows["episodes", default: 0] <= 40 * 250, "\(rows)")
    }

    @Test func `given stars read each rating once, and of a span those of its days`() throws {
        let all = try LongHistory.rowsByTable(GivenStarsStatements.ofViewer.widest, ["'{1}'", "null", "null"])
        #expect(all["ratings"] == 6_000, "\(all)")
        let week = try LongHistory.rowsByTable(
            GivenStarsStatements.ofViewer.widest, ["'{1}'", "'2016-03-01'", "'2016-03-07'"])
        #expect((1...9 * 24).contains(week["ratings", default: 0]), "\(week)")
        let best = try LongHistory.rowsByTable(
            GivenStarsStatements.best.widest, ["'{1}'", "null", "null", "null", "10"])
        #expect(best["ratings", default: 0] <= 6_000, "\(best)")
    }
}
