internal import Marquee
internal import PostgreSQL

/// The command `marquee`: reads what is asked for, does it, and says what went wrong in a line.
enum MarqueeCommand {
    static let version = "0.1.0"

    /// The status to exit with: 0 done, 1 failed, 2 not understood.
    static func run(arguments: [String]) -> Int32 {
        defer { Terminal.drain() }
        do {
            try perform(Invocation(arguments))
            return 0
        } catch let error as UsageError {
            Terminal.complain("\(error)")
            return 2
        } catch let error as SettingsError {
            for problem in error.problems { Terminal.complain(problem) }
            return 1
        } catch let error as PostgreSQLError {
            Terminal.complain("\(error)" + (remedy(for: error).map { " (\($0))" } ?? ""))
            return 1
        } catch {
            Terminal.complain("\(error)")
            return 1
        }
    }

    private static func perform(_ invocation: Invocation) throws {
        switch invocation {
        case .serve(let seed): try Serve(Settings(environment: Terminal.environment), seeds: seed).run()
        case .migrate: try withDatabase { try migrate($0) }
        case .seed(let size):
            try withDatabase { connection in
                try migrate(connection)
                guard let size else { return Terminal.say("added \(try CatalogueSeed(on: connection).load())") }
                var bar = SeedProgressBar()
                try ScaleSeed(size, on: connection).load { bar.show($0) }
                Terminal.say("added \(size)")
            }
        case .user(let action):
            let settings = try Settings(environment: Terminal.environment)
            try withDatabase { connection in
                try Migrations(on: connection).apply()
                try UserCommand(action).run(on: connection, settings)
            }
        case .backup(let path, let replaces):
            let command = try BackupCommand(path: path, replaces: replaces)
            try withDatabase { try command.run(on: $0) }
        case .restore(let path, let replaces):
            let command = try RestoreCommand(path: path, replaces: replaces)
            try withDatabase { try command.run(on: $0) }
        case .schema(let form): try SchemaCommand(form).run()
        case .version: print("marquee \(version)")
        case .help(let command): print(Help.text(about: command), terminator: "")
        }
    }

    /// Lends the owner's connection, to a private PostgreSQL when the settings name none.
    private static func withDatabase(_ body: (OwnerConnection) throws -> Void) throws {
        let services = try BackingServices(Settings(environment: Terminal.environment), withRedis: false)
        defer { services.stop() }
        try body(OwnerConnection(url: services.databaseURL))
    }

    private static func migrate(_ connection: OwnerConnection) throws {
        let applied = try Migrations(on: connection).apply()
        for migration in applied { Terminal.say("applied \(migration.name)") }
        if applied.isEmpty { Terminal.say("the database has all migrations") }
    }

    private static func remedy(for error: PostgreSQLError) -> String? {
        switch error {
        case .unavailable: "start that server or mend DATABASE_URL; without it marquee runs its own PostgreSQL"
        case .server(let refusal) where refusal.state == .insufficientPrivilege:
            "DATABASE_URL must sign in as the owner of the database"
        default: nil
        }
    }
}
