/// `pg_dump` and `pg_restore` of one version of PostgreSQL. They run as ourselves and write no file but the one they are
/// given. Everything here blocks.
package struct DumpPrograms: Sendable {
    private let folder: String

    /// Those of the major version `server`; where that is not installed, or none is named, the newest.
    package init(for server: Int? = nil) throws(DumpError) {
        let debian = Files.matches("/usr/lib/postgresql/*/bin/pg_dump").compactMap { path -> (Int, String)? in
            guard let major = path.split(separator: "/").dropLast(2).last.flatMap({ Int($0) }) else { return nil }
            return (major, String(path.dropLast("/pg_dump".count)))
        }
        if let found = debian.first(where: { $0.0 == server }) ?? debian.max(by: { $0.0 < $1.0 }) {
            folder = found.1
        } else if let path = try? Command.find("pg_dump", package: "postgresql-client") {
            folder = String(path.dropLast("/pg_dump".count))
        } else {
            throw .missing
        }
    }

    /// Writes a dump in the custom format, which holds nothing but the schema `public` and its extensions.
    package func dump(_ database: DatabaseAddress, _ choice: DumpChoice, to path: String) throws(DumpError) {
        var words = ["\(folder)/pg_dump", "--format=custom", "--no-password", "--file=\(path)"]
        words.append("--snapshot=\(choice.snapshot)")
        // As patterns, in quotes, so that they are taken as they are.
        words += choice.otherSchemas.map { "--exclude-schema=\(Self.quoted($0))" }
        words += choice.extensions.map { "--extension=\(Self.quoted($0))" }
        words.append("--dbname=\(database.text)")
        let command = Command(words, variables: database.password.map { ["PGPASSWORD=\($0)"] } ?? [])
        do {
            try command.run()
        } catch {
            throw DumpError(error, program: "pg_dump")
        }
    }

    /// The part of a dump as a script. What only the owner of a database or extension may say is left out.
    package func section(_ section: DumpSection, of path: String) throws(DumpError) -> DumpScript {
        try script(["--section=\(section.rawValue)"], of: path)
    }

    /// The rows of one table, as a script.
    package func rows(of table: String, in path: String) throws(DumpError) -> DumpScript {
        try script(["--data-only", "--schema=public", "--table=\(table)"], of: path)
    }

    private func script(_ options: [String], of path: String) throws(DumpError) -> DumpScript {
        let command = Command(
            ["\(folder)/pg_restore", "--no-owner", "--no-comments", "--no-tablespaces", "--no-security-labels"]
                + options + ["--file=-", path])
        do {
            return DumpScript(try CommandOutput(command, named: "pg_restore"))
        } catch {
            throw DumpError(error, program: "pg_restore")
        }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// Where a database is, for programs of PostgreSQL: libpq's keywords and values, and the password apart from them.
package struct DatabaseAddress: Sendable {
    let text: String
    let password: String?

    package init(text: String, password: String?) { (self.text, self.password) = (text, password) }
}

/// What of a database is dumped.
package struct DumpChoice: Sendable {
    /// By `pg_export_snapshot`, whose transaction has to be open meanwhile.
    let snapshot: String
    /// The schemas that are left out.
    let otherSchemas: [String]
    /// The extensions that are named, so that a restore makes them first.
    let extensions: [String]

    package init(snapshot: String, otherSchemas: [String], extensions: [String]) {
        (self.snapshot, self.otherSchemas, self.extensions) = (snapshot, otherSchemas, extensions)
    }
}

/// The three parts of a dump, in the order in which they make a database.
package enum DumpSection: String, Sendable {
    /// Types, functions and tables.
    case definitions = "pre-data"
    case rows = "data"
    /// Indexes, constraints, triggers and policies.
    case rules = "post-data"
}

/// A script as it comes out of `pg_restore`.
package struct DumpScript {
    private let output: CommandOutput

    init(_ output: CommandOutput) { self.output = output }

    /// The next piece; nil at the end.
    package func next() throws(DumpError) -> [UInt8]? {
        do {
            return try output.next()
        } catch {
            throw DumpError(error, program: "pg_restore")
        }
    }
}

/// Why a dump could not be written or read.
package enum DumpError: Error, Equatable, CustomStringConvertible {
    /// There is no `pg_dump` on this machine.
    case missing
    /// A program failed; its words.
    case failed(program: String, words: String)

    init(_ error: ServiceError, program: String) {
        switch error {
        case .commandFailed(_, let output): self = .failed(program: program, words: Self.tail(output))
        default: self = .failed(program: program, words: "\(error)")
        }
    }

    package var description: String {
        switch self {
        case .missing: "pg_dump was not found on this machine. Install it: apt-get install postgresql-client"
        case .failed(let program, let words):
            "\(program) failed: \(words)"
                + (words.contains("version mismatch")
                    ? ". Install the client programs of the server's version, postgresql-client-NN" : "")
                + (words.contains("No space left on device") ? ". The disk is full: free some space" : "")
        }
    }

    /// The last lines, as one.
    private static func tail(_ output: String) -> String {
        var lines = output.split(whereSeparator: \.isNewline).suffix(4).joined(separator: " | ")
        while lines.last == "." { lines.removeLast() }
        return lines.isEmpty ? "it said nothing" : lines
    }
}
