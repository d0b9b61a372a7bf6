package import PostgreSQL

/// Loads a large catalogue of made-up rows, for measuring and for looking at plans: the same rows for the same size.
package struct ScaleSeed {
    private let connection: OwnerConnection
    private let size: ScaleSeedSize

    /// - Parameter connection: the owner's, to a migrated database; its statements must not time out.
    package init(_ size: ScaleSeedSize, on connection: OwnerConnection) {
        self.size = size
        self.connection = connection
    }

    /// Loads in one transaction, with row triggers off; caches hear once, at its end.
    ///
    /// - Parameter progress: is told often what is being written and which share of all rows was.
    /// - Throws: `ScaleSeedError.loadedBefore`, and whatever PostgreSQL refuses; then nothing was changed.
    package func load(progress: (ScaleSeedProgress) -> Void) throws {
        try connection.transaction {
            try connection.execute(
                """
                set local jit = off; set local work_mem = '64MB'; set local maintenance_work_mem = '512MB';
                select switch_triggers(false)
                """)
            try refuseSecondLoad()
            let keys = try ScaleSeedKeys(connection)
            let tables =
                ScaleSeedTitles(size: size, keys: keys).tables + ScaleSeedEpisodes(size: size, keys: keys).tables
                + ScaleSeedPeople(size: size, keys: keys).tables + ScaleSeedCredits(size: size, keys: keys).tables
                + ScaleSeedRatings(size: size, keys: keys).tables
            try withoutIndexes(of: tables.map(\.name)) { try copy(tables, progress) }
            // Plans of what is derived are as good as the statistics of what was copied.
            for table in tables { try connection.execute("analyze \(table.name)") }
            progress(ScaleSeedProgress(subject: "derived tables and search", share: Self.shareOfCopies))
            try withoutIndexes(of: Self.derived) {
                try connection.execute("select rebuild_derived()", named: "rebuild_derived")
            }
            try connection.execute("select switch_triggers(true)", named: "switch_triggers")
        }
        progress(ScaleSeedProgress(subject: "statistics of the planner", share: Self.shareOfCopiesAndDerived))
        try connection.execute("analyze")
        progress(ScaleSeedProgress(subject: "done", share: 1))
    }

    /// Of the time a load takes: measured at scale 1 on two cores, 167 of 323 seconds went into copies and 151 into what
    /// is derived.
    private static let shareOfCopies = 0.52
    private static let shareOfCopiesAndDerived = 0.98

    private func refuseSecondLoad() throws {
        let known = try connection.query(
            "select exists (select from titles where slug like 'made-movie-%' and kind = 'movie')")
        if known.bool(0, 0) { throw ScaleSeedError.loadedBefore }
    }

    /// The larger ones of those that `rebuild_derived()` fills.
    private static let derived = ["title_stats", "person_stats", "search_names", "title_search"]

    private func withoutIndexes(of tables: [String], _ fill: () throws -> Void) throws {
        let indexes = try ScaleSeedIndexes(droppingThoseOf: tables, on: connection)
        try fill()
        try indexes.build(on: connection)
    }

    private func copy(_ tables: [ScaleSeedTable], _ progress: (ScaleSeedProgress) -> Void) throws {
        let total = tables.reduce(0) { $0 + $1.rows }
        var written = 0
        for table in tables {
            try table.copy(to: connection) { rows in
                let share = Double(written + rows) / Double(total) * Self.shareOfCopies
                progress(ScaleSeedProgress(subject: table.name, share: share))
            }
            written += table.rows
        }
    }
}

/// How far a load is.
package struct ScaleSeedProgress: Sendable {
    /// What is being written.
    package let subject: String
    /// 0 to 1.
    package let share: Double
}

package enum ScaleSeedError: Error, CustomStringConvertible {
    case loadedBefore

    package var description: String {
        switch self {
        case .loadedBefore:
            "the database already holds a made-up catalogue (movies whose slugs begin with \"made-movie-\"), and a second "
                + "one would mix with it: load into a new database. Nothing was changed"
        }
    }
}
