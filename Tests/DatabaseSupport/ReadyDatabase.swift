internal import Marquee
internal import PostgreSQL
internal import Services

/// Databases for tests that do not try the making of one: copies, which take a tenth of a second, of one that is made
/// once in a test process, which takes three.
package enum ReadyDatabase {
    /// The address of one with all tables and no rows.
    package static func empty() throws -> String { try copy(of: migrated.get()) }

    /// The address of one that holds the sample catalogue.
    package static func sample() throws -> String { try copy(of: seeded.get()) }

    private static let migrated = Result {
        try template(from: ThrowAwayServices.shared().addDatabase()) { try Migrations(on: $0).apply() }
    }

    private static let seeded = Result {
        try template(from: empty()) { _ = try CatalogueSeed(on: $0).loadOnce() }
    }

    /// Fills a database and tells its name. Nobody is connected to it any more, as PostgreSQL asks of what it copies.
    private static func template(from url: String, fill: (OwnerConnection) throws -> Void) throws -> String {
        let connection = try OwnerConnection(url: url)
        try fill(connection)
        return try connection.query("select current_database()").text(0, 0)
    }

    private static func copy(of template: String) throws -> String {
        try ThrowAwayServices.shared().addDatabase(template: template)
    }
}
