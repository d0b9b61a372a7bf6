internal import PostgreSQL

/// The highest key of each table before a load: its rows are numbered from the next one on.
struct ScaleSeedKeys {
    private(set) var titles = 0
    private(set) var seasons = 0
    private(set) var episodes = 0
    private(set) var people = 0
    private(set) var genres = 0
    private(set) var keywords = 0
    private(set) var networks = 0
    private(set) var users = 0

    init(_ connection: OwnerConnection) throws {
        titles = try Self.highest("titles", connection)
        seasons = try Self.highest("seasons", connection)
        episodes = try Self.highest("episodes", connection)
        people = try Self.highest("people", connection)
        genres = try Self.highest("genres", connection)
        keywords = try Self.highest("keywords", connection)
        networks = try Self.highest("networks", connection)
        users = try Self.highest("users", connection)
    }

    private static func highest(_ table: String, _ connection: OwnerConnection) throws -> Int {
        Int(try connection.query("select coalesce(max(id), 0) from \(table)", named: "highest key").int(0, 0))
    }
}
