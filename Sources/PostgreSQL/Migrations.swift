/// Brings a database to the state of this binary, or says why it cannot.
///
/// Every migration runs in a transaction together with its record in `schema_migrations`, under an advisory lock, so
/// that several servers may start at once. A record holds the script's SHA-256.
package struct Migrations {
    private let migrations: [Migration]
    private let connection: OwnerConnection

    /// - Parameter connection: the owner's; its statements must not time out.
    package init(_ migrations: [Migration] = Migration.embedded, on connection: OwnerConnection) {
        self.migrations = migrations
        self.connection = connection
    }

    /// Applies what is missing, in order; returns what it applied.
    @discardableResult
    package func apply() throws -> [Migration] {
        try connection.query("select pg_advisory_lock($1)", [.int(Self.lock)])
        defer { _ = try? connection.query("select pg_advisory_unlock($1)", [.int(Self.lock)]) }
        try connection.execute(Self.table)
        let missing = try compare()
        for migration in missing { try apply(migration) }
        return missing
    }

    /// Applies what is missing as a part of the caller's transaction; returns what it applied.
    package func applyWithinTransaction() throws -> [Migration] {
        try lockUntilCommit()
        let missing = try compare()
        for migration in missing { try run(migration) }
        return missing
    }

    /// Keeps everybody else from migrating until the caller's transaction ends.
    package func lockUntilCommit() throws(PostgreSQLError) {
        try connection.query("select pg_advisory_xact_lock($1)", [.int(Self.lock)])
    }

    /// Throws unless every migration has been applied as it is. Changes nothing.
    package func check() throws {
        let table = try connection.query("select to_regclass('schema_migrations') is not null")
        let missing = table.bool(0, 0) ? try compare() : migrations
        if let first = missing.first { throw MigrationError.notApplied(first.name, count: missing.count) }
    }

    /// Any number will do as long as nothing else locks it: "marquee" in ASCII.
    private static let lock: Int64 = 0x6D_6172_7175_6565

    private static let table = """
        create table if not exists schema_migrations (
          number     integer     primary key,
          name       text        not null,
          checksum   text        not null,
          applied_at timestamptz not null default now()
        )
        """

    /// That a migration was applied.
    package struct Record {
        package let number: Int
        package let name: String
        /// SHA-256 of the script, in hexadecimal digits.
        let checksum: String

        package init(number: Int, name: String, checksum: String) {
            (self.number, self.name, self.checksum) = (number, name, checksum)
        }
    }

    private func compare() throws -> [Migration] {
        let rows = try connection.query("select number, name, checksum from schema_migrations order by number")
        return try missing(
            in: (0..<rows.count).map {
                Record(number: Int(rows.int($0, 0)), name: rows.text($0, 1), checksum: rows.text($0, 2))
            })
    }

    /// Holds records, in order, against the scripts; returns the scripts that have none.
    package func missing(in records: [Record]) throws -> [Migration] {
        var missing = migrations
        for record in records {
            guard let index = missing.firstIndex(where: { $0.number == record.number }) else {
                throw MigrationError.unknown(record.name)
            }
            let migration = missing.remove(at: index)
            guard try checksum(of: migration) == record.checksum else { throw MigrationError.changed(record.name) }
        }
        let last = records.last?.number ?? 0
        if let late = missing.first(where: { $0.number < last }) { throw MigrationError.late(late.name, after: last) }
        return missing.sorted { $0.number < $1.number }
    }

    private func checksum(of migration: Migration) throws(PostgreSQLError) -> String {
        try connection.query("select encode(sha256(convert_to($1, 'UTF8')), 'hex')", [.text(migration.script)]).text(
            0, 0)
    }

    /// Roles belong to the whole cluster and the lock to one database: two databases that are migrated at the same
    /// moment may get in each other's way there, and then the second attempt finds the role made.
    private func apply(_ migration: Migration, attempts: Int = 5) throws {
        do {
            try applyOnce(migration)
        } catch let MigrationError.failed(_, _, error) where attempts > 1 && Self.isCollision(error) {
            try apply(migration, attempts: attempts - 1)
        }
    }

    private static func isCollision(_ error: ServerError) -> Bool {
        error.isWorthRetrying || error.constraint == "pg_authid_rolname_index"
            || error.message.contains("tuple concurrently updated")
    }

    private func applyOnce(_ migration: Migration) throws {
        try connection.transaction { try run(migration) }
    }

    /// Runs the script and writes down that it was run.
    private func run(_ migration: Migration) throws {
        let checksum = try checksum(of: migration)
        do throws(PostgreSQLError) {
            try connection.execute(migration.script, named: migration.name)
        } catch {
            guard case .server(let refusal) = error else { throw error }
            let line = refusal.position.map { Self.line(of: $0, in: migration.script) }
            throw MigrationError.failed(migration.name, line: line, refusal)
        }
        try connection.query(
            "insert into schema_migrations (number, name, checksum) values ($1, $2, $3)",
            [.int(migration.number), .text(migration.name), .text(checksum)]
        )
    }

    /// The line, from 1, of the character the server counted from 1.
    private static func line(of position: Int, in script: String) -> Int {
        script.unicodeScalars.prefix(position - 1).count { $0 == "\n" } + 1
    }
}

/// Why the schema is not, and will not be made, what this binary needs.
package enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    case changed(String)
    case unknown(String)
    case late(String, after: Int)
    case failed(String, line: Int?, ServerError)
    case notApplied(String, count: Int)

    package var description: String {
        switch self {
        case .changed(let name):
            "migration \(name) was applied with another text than this binary carries: "
                + "undo the edit and put the change into a new migration"
        case .unknown(let name):
            "migration \(name) was applied, but this binary does not carry it: a newer version has used this database"
        case .late(let name, let last):
            "migration \(name) was never applied, but number \(last) was: give it a number above \(last)"
        case .failed(let name, let line, let error):
            "migration \(name) failed\(line.map { " at line \($0)" } ?? ""), nothing of it was applied: \(error)"
        case .notApplied(let name, let count):
            "the database lacks \(count) migration\(count == 1 ? "" : "s"), \(name) first: run `marquee migrate`"
        }
    }
}
