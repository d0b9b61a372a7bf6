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
        let connection = try OwnerConnection(url: url)
        try ScaleSeed(size(), on: connection).load { _ in }
        return url
    }
}
