package import PostgreSQL

/// Loads the sample catalogue. It only adds what is missing, so that a second load changes nothing.
package struct CatalogueSeed {
    private let connection: OwnerConnection
    private let document = String(decoding: CatalogueDocument().bytes, as: UTF8.self)
    private let statements = Self.statements(of: EmbeddedText.seedScript)

    /// - Parameter connection: the owner's, to a migrated database; its statements must not time out.
    package init(on connection: OwnerConnection) { self.connection = connection }

    /// Loads in one transaction, and readies PostgreSQL for its readers; returns what was added.
    @discardableResult
    package func load() throws -> SeedCounts {
        let added = try add()
        if added != SeedCounts() { try connection.execute("select clean_search_indexes(); analyze") }
        return added
    }

    private func add() throws -> SeedCounts {
        try connection.transaction {
            var added = SeedCounts()
            for (index, statement) in statements.enumerated() {
                let rows = try connection.query(
                    statement, [.text(document)], named: "seed.sql, statement \(index + 1)")
                if index == statements.count - 1 { added = SeedCounts(rows) }
            }
            try connection.query(
                "insert into catalogue_loads (checksum) values (\(Self.checksum)) on conflict do nothing",
                [fingerprint],
                named: "remember the load")
            return added
        }
    }

    /// As `load`, but nothing, and nil, when this very catalogue was loaded before: then rows an administrator deleted
    /// stay away, and a start costs some milliseconds instead of most of a second.
    package func loadOnce() throws -> SeedCounts? {
        let known = try connection.query(
            "select exists (select from catalogue_loads where checksum = \(Self.checksum))", [fingerprint],
            named: "look for an earlier load")
        return known.bool(0, 0) ? nil : try load()
    }

    private static let checksum = "sha256(convert_to($1, 'UTF8'))"

    /// Whatever decides what a load adds.
    private var fingerprint: Parameter { .text(document + statements.joined()) }

    static func statements(of script: String) -> [String] {
        var statements = [""]
        for line in script.split(separator: "\n") {
            if line == "-- next" { statements.append("") } else { statements[statements.count - 1] += line + "\n" }
        }
        return statements
    }
}

/// How many rows a load added.
package struct SeedCounts: Equatable, Sendable {
    package var movies = 0
    package var shows = 0
    package var seasons = 0
    package var episodes = 0
    package var people = 0
    package var credits = 0

    package init() {}
}

extension SeedCounts {
    /// The answer of `seed.sql`'s last statement.
    fileprivate init(_ rows: Rows) {
        self.init()
        movies = Int(rows.int(0, 0))
        shows = Int(rows.int(0, 1))
        seasons = Int(rows.int(0, 2))
        episodes = Int(rows.int(0, 3))
        people = Int(rows.int(0, 4))
        credits = Int(rows.int(0, 5))
    }
}

extension SeedCounts: CustomStringConvertible {
    package var description: String {
        "\(movies) movies, \(shows) shows, \(seasons) seasons, \(episodes) episodes, \(people) people, \(credits) credits"
    }
}
