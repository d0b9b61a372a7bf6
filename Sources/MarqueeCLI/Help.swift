/// The texts of `marquee help`.
enum Help {
    static func text(about command: CommandName?) -> String {
        guard let command else { return overview }
        return "\(usage(command))\n\n\(detail(command))"
    }

    private static let overview = """
        Marquee, a GraphQL server for movies and television.

        \(CommandName.allCases.map { "  marquee \(padded($0.rawValue, to: 9))\(summary($0))" }.joined(separator: "\n"))

        `marquee COMMAND --help` explains one. Settings are environment variables: `marquee serve --help` lists them.

        """

    private static func usage(_ command: CommandName) -> String {
        switch command {
        case .serve: "marquee serve [--seed]"
        case .help: "marquee help [COMMAND]"
        case .schema: "marquee schema [--markdown | --check OLD]"
        case .seed: "marquee seed [--scale N]"
        case .user:
            """
            marquee user create --username NAME --email MAIL [--admin] [--password-stdin]
            marquee user list
            marquee user set-role NAME user|moderator|admin
            marquee user reset-password NAME [--password-stdin]
            """
        case .backup, .restore: "marquee \(command.rawValue) [--force] FILE"
        case .migrate, .version: "marquee \(command.rawValue)"
        }
    }

    private static func summary(_ command: CommandName) -> String {
        switch command {
        case .serve: "migrate the database and serve until SIGTERM or Ctrl-C"
        case .migrate: "bring the database to the state this version needs"
        case .seed: "add what the database lacks of the sample catalogue"
        case .user: "make and keep accounts, administrators among them"
        case .backup: "save the whole database in a file, while servers go on"
        case .restore: "put a backup in the place of what the database holds"
        case .schema: "print the schema that is served, in the schema definition language"
        case .version: "print the version"
        case .help: "explain the commands"
        }
    }

    private static func detail(_ command: CommandName) -> String {
        switch command {
        case .serve:
            """
            Migrates the database and serves. Without DATABASE_URL or REDIS_URL it runs its own PostgreSQL or Redis, on unix
            sockets only, and stops them with itself. SIGTERM and Ctrl-C finish the requests in flight, for 30 seconds at
            most; a second one ends at once.

              --seed  first load the sample catalogue, unless this version's has been loaded before

            Settings are environment variables; an empty one counts as unset.

            \(settings)

            """
        case .migrate:
            """
            Applies the migrations that are missing and says which. Repeating it changes nothing. Works on DATABASE_URL, or
            without it on the private PostgreSQL of MARQUEE_HOME, which it starts for the time being.

            """
        case .seed:
            """
            Migrates, then adds the movies, shows and people of the sample catalogue that are missing, and counts them. It
            never changes or deletes a row. Works on DATABASE_URL, or without it on the private PostgreSQL of MARQUEE_HOME.

              --scale N  adds instead a made-up catalogue to measure with: N times 100,000 movies, 10,000 shows, 400,000
                         episodes, 200,000 people, 1.2 million credits, 50,000 users, 500,000 ratings and a million
                         reviews, always the same; N may be 0.01 to 10. Writers of the catalogue wait meanwhile, and a
                         database takes one such catalogue only

            """
        case .user:
            """
            Makes accounts, lists them, gives roles and sets passwords. Nobody becomes administrator by registering: the
            first one is made here. Passwords are asked for or, with --password-stdin, read from the first line of standard
            input; they are never arguments, which everybody on the machine can read. Works on DATABASE_URL, or without it
            on the private PostgreSQL of MARQUEE_HOME, whether its server runs or not.

            """
        case .backup:
            """
            Saves accounts, histories, lists, reviews and the catalogue, as they are at one moment, in a file that only its
            owner may read: a dump by pg_dump in its custom format. Servers go on meanwhile. The file takes its name when it
            is whole; until then it is FILE.part. Works on DATABASE_URL, or without it on the private PostgreSQL of
            MARQUEE_HOME, whether its server runs or not.

              --force  puts the backup in the place of a file of that name

            """
        case .restore:
            """
            Makes the database what it was when the backup was written, then applies the migrations that it lacks. That is
            one transaction: if anything fails, all is as it was. Servers may run; they see the restored data at once.
            Refuses files that are no backups, and those of a newer version. Works on DATABASE_URL, or without it on the
            private PostgreSQL of MARQUEE_HOME, whether its server runs or not.

              --force  replaces what the database holds: all that is in its schema public

            """
        case .schema:
            """
            Prints the schema that is served, in the schema definition language.

              --markdown   prints it as a document instead: docs/api.md
              --check OLD  lists what changed since the schema in the file OLD, breaking, dangerous and safe changes, each
                           with its coordinate; exits with 1 if any is breaking

            """
        case .version, .help: sentence(summary(command))
        }
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + ".\n"
    }

    /// The table of all settings with their defaults.
    private static var settings: String {
        let name = Setting.all.map(\.name.count).max() ?? 0
        let value = Setting.all.map(\.defaultText.count).max() ?? 0
        return Setting.all.map {
            "  \(padded($0.name, to: name + 2))\(padded($0.defaultText, to: value + 2))\($0.meaning)"
        }.joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
