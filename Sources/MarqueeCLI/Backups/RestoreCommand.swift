internal import PostgreSQL
internal import Services

/// `marquee restore`: puts a backup in the place of what a database holds, then applies the migrations it lacks. All of it
/// is one transaction: servers see the one or the other, and a failure leaves everything as it was.
struct RestoreCommand {
    private let file: BackupFile
    private let replaces: Bool

    /// - Parameter replaces: whether the database may hold something.
    init(path: String, replaces: Bool) throws {
        file = try BackupFile(path)
        self.replaces = replaces
    }

    func run(on connection: OwnerConnection) throws {
        do {
            _ = try Migrations(on: connection).missing(in: file.migrations)
        } catch let error as MigrationError {
            throw BackupError.otherMigrations(path: file.path, reason: "\(error)")
        }
        let programs = try DumpPrograms(for: connection.serverVersion)
        let applied = try replace(on: connection, programs, attempts: 5)
        try connection.execute(RestoreStatements.endSessions)
        for migration in applied { Terminal.say("applied \(migration.name)") }
        if let contents = try DatabaseContents(of: connection) {
            Terminal.say("restored \"\(file.path)\": \(contents)")
        }
    }

    private func replace(
        on connection: OwnerConnection, _ programs: DumpPrograms, attempts: Int
    ) throws -> [Migration] {
        do {
            return try connection.transaction { try replaceInTransaction(on: connection, programs) }
        } catch let error as PostgreSQLError where error.state == .deadlockDetected && attempts > 1 {
            // With a writer, over the order in which tables are locked.
            return try replace(on: connection, programs, attempts: attempts - 1)
        } catch let error as PostgreSQLError where error.state == .lockNotAvailable {
            throw BackupError.busy(place: connection.place)
        } catch PostgreSQLError.outcomeUnknown {
            throw BackupError.lost(path: file.path, place: connection.place)
        } catch let error where error is PostgreSQLError || error is DumpError || error is MigrationError {
            throw BackupError.failed(path: file.path, place: connection.place, reason: "\(error)")
        }
    }

    private func replaceInTransaction(
        on connection: OwnerConnection, _ programs: DumpPrograms
    ) throws -> [Migration] {
        let migrations = Migrations(on: connection)
        try migrations.lockUntilCommit()
        if let contents = try DatabaseContents(of: connection), !replaces {
            throw BackupError.occupied(place: connection.place, contents: contents)
        }
        try connection.execute(RestoreStatements.lock)
        let version = try catalogueVersion(on: connection)
        try connection.execute(RestoreStatements.drop)
        try connection.execute(RestoreStatements.prepare)

        try connection.execute(script(.definitions, programs), named: "definitions of the backup")
        try copyRows(to: connection, programs)
        try connection.execute(script(.rules, programs), named: "rules of the backup")
        // The dump's scripts have set what suits them.
        try connection.execute("reset all")

        let applied = try migrations.applyWithinTransaction()
        try connection.execute("truncate catalogue_changes")
        try connection.query(RestoreStatements.raiseVersion, [.int(version)])
        try connection.execute(RestoreStatements.tell)
        return applied
    }

    private func script(_ section: DumpSection, _ programs: DumpPrograms) throws -> String {
        var reader = DumpReader(try programs.section(section, of: file.path))
        return try reader.rest()
    }

    private func copyRows(to connection: OwnerConnection, _ programs: DumpPrograms) throws {
        var reader = DumpReader(try programs.section(.rows, of: file.path))
        while let part = try reader.next() {
            switch part {
            case .statement(let statement): try connection.execute(statement, named: "statement of the backup")
            case .table(let statement): try connection.copy(statement) { try reader.rows() }
            }
        }
    }

    /// What the caches of servers go by (migration 0011); 0 where nothing has counted yet.
    private func catalogueVersion(on connection: OwnerConnection) throws -> Int64 {
        guard try connection.query("select to_regclass('public.catalogue_changes') is not null").bool(0, 0) else {
            return 0
        }
        return try connection.query("select coalesce(sum(weight), 0)::bigint from catalogue_changes").int(0, 0)
    }
}
