internal import PostgreSQL
internal import Services

/// `marquee backup`: the whole database in a file, as it is at one moment, while servers go on.
struct BackupCommand {
    private let path: String
    private let draft: DraftFile

    /// - Parameter replaces: whether a file of that name may be there.
    init(path: String, replaces: Bool) throws {
        self.path = path
        draft = try DraftFile(for: path, replaces: replaces)
    }

    func run(on connection: OwnerConnection) throws {
        let programs = try DumpPrograms(for: connection.serverVersion)
        let contents = try connection.transaction {
            try connection.execute("set transaction isolation level repeatable read, read only")
            guard let contents = try DatabaseContents(of: connection) else {
                throw BackupError.nothingToSave(place: connection.place)
            }
            let (text, password) = connection.address
            try programs.dump(
                DatabaseAddress(text: text, password: password), Self.choice(on: connection), to: draft.path)
            return contents
        }
        let size = try draft.publish()
        Terminal.say("wrote \"\(path)\": \(Self.megabytes(size)), \(contents)")
    }

    /// What is ours: the schema `public`, as the open transaction sees it.
    private static func choice(on connection: OwnerConnection) throws -> DumpChoice {
        let schemas = try connection.query(
            "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')"
        )
        let extensions = try connection.query(
            "select extname from pg_extension where extnamespace = 'public'::regnamespace")
        return DumpChoice(
            snapshot: try connection.query("select pg_export_snapshot()").text(0, 0),
            otherSchemas: (0..<schemas.count).map { schemas.text($0, 0) },
            extensions: (0..<extensions.count).map { extensions.text($0, 0) })
    }

    private static func megabytes(_ bytes: Int) -> String {
        let tenths = (bytes + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}

/// What a database holds, in a few words.
struct DatabaseContents: CustomStringConvertible {
    private let migration: String
    private let titles: Int64
    private let users: Int64

    /// Nil where Marquee's tables are not.
    init?(of connection: OwnerConnection) throws {
        guard try Self.isOurs(connection) else { return nil }
        let found = try connection.query(
            """
            select (select name from schema_migrations order by number desc limit 1),
                   (select count(*) from titles), (select count(*) from users)
            """)
        (migration, titles, users) = (found.text(0, 0), found.int(0, 1), found.int(0, 2))
    }

    private static func isOurs(_ connection: OwnerConnection) throws -> Bool {
        try connection.query(
            "select count(to_regclass('public.' || t)) = 3 from unnest(array['schema_migrations', 'titles', 'users']) t"
        ).bool(0, 0)
    }

    var description: String {
        "migration \(migration), \(titles) title\(titles == 1 ? "" : "s"), \(users) user\(users == 1 ? "" : "s")"
    }
}
