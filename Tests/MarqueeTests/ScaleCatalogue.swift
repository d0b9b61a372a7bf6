import DatabaseSupport
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
        try ScaleSeed(size(), on: OwnerConnection(url: url)).load { _ in }
        // Indexes built in the transaction that filled their tables are passed over while older ones are open anywhere in
        // the cluster. None of those reads this database, and to wait for them would keep tests that have one open.
        try OwnerConnection(url: url.replacing("//marquee@", with: "//postgres@"))
            .execute("update pg_index set indcheckxmin = false where indcheckxmin")
        return url
    }
}
