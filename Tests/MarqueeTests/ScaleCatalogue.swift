import DatabaseSupport
import Glibc
import PostgreSQL
import Testing

@testable import Marquee

/// A made-up catalogue of a hundredth of the full size, in a database that all suites of the process share. Nobody writes
/// to it after it was made.
enum ScaleCatalogue {
    static let scale = 0.01

    static func url() throws -> String { try made.get() }

    static func size() throws -> ScaleSeedSize { try #require(ScaleSeedSize(scale: scale)) }

    private static let made = Result {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        try ScaleSeed(size(), on: connection).load { _ in }
        // Indexes built in the transaction that filled their tables are passed over while older ones are open anywhere.
        let now = try connection.query("select pg_current_xact_id()").text(0, 0)
        let isOldest = "select pg_snapshot_xmin(pg_current_snapshot()) > '\(now)'::xid8"
        while try !connection.query(isOldest).bool(0, 0) { usleep(10_000) }
        return url
    }
}
