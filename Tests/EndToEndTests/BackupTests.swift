import DatabaseSupport
import Glibc
import PostgreSQL
import Testing

@testable import Services

/// `marquee backup` and `marquee restore`, over databases that people have used.
@Suite(.onOwnThreads) struct BackupTests {
    /// A folder for backups; removed with the value.
    private struct Folder: ~Copyable {
        let path: String

        init() throws {
            var template = Array("/tmp/marquee-backup-XXXXXX".utf8CString)
            guard unsafe mkdtemp(&template) != nil else { throw Files.refused("/tmp", "make a folder in") }
            path = unsafe template.withUnsafeBytes { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }

        deinit { try? Files.remove(path) }

        var names: [String] { Files.matches("\(path)/*").map { String($0.dropFirst(path.utf8.count + 1)) } }
    }

    /// Runs a command that must succeed; what it says.
    @discardableResult
    private func succeed(_ words: String..., database: String) throws -> String {
        let ending = try MarqueeProcess(words, ["DATABASE_URL": database]).end()
        #expect(ending.status == 0 && ending.errors == "", "\(words): \(ending)")
        return ending.output
    }

    /// Runs a command that must fail; what it complains of.
    private func fail(_ words: String..., database: String) throws -> String {
        let ending = try MarqueeProcess(words, ["DATABASE_URL": database]).end()
        #expect(ending.status == 1 && ending.output == "", "\(words): \(ending)")
        return ending.errors
    }

    // MARK: While a server serves

    @Test func `what was there comes back beneath a server that goes on serving`() throws {
        let folder = try Folder()
        let file = "\(folder.path)/a backup.dump"
        let server = try SampleServer(["MARQUEE_SCRYPT_COST": "10", "MARQUEE_LOOPS": "2"])
        let port = server.port
        let owner = try OwnerConnection(url: server.database)
        let movie = "M_\(try first("titles where kind = 'movie'", owner))"
        let keeper = try SignedUpViewer("keeper", port: port)
        try fill(as: keeper, movie, owner, port)
        #expect(isSettled(owner))
        let publicly = "{ movie(id: \"\(movie)\") { title } }"
        let privately =
            "{ viewer { history(first: 9) { nodes { id note } } lists(first: 9) { nodes { name entryCount } } reviews(first: 9) { nodes { body } } } }"
        let (shown, owned) = (try SignedUpViewer.post(publicly, port: port), try keeper.ask(privately, port: port))
        let before = try DatabaseDigest(of: owner)
        #expect(try succeed("backup", file, database: server.database).contains(" titles, 1 user\n"))

        try owner.execute(
            """
            update titles set title = 'Gone' where id = \(movie.dropFirst(2));
            delete from plays; delete from reviews; delete from lists; delete from ratings; delete from accounts;
            create table later (id int);
            """)
        #expect(awaits { try SignedUpViewer.post(publicly, port: port).contains("Gone") })
        #expect(try fail("restore", file, database: server.database).contains("is not empty (migration "))
        try succeed("restore", "--force", file, database: server.database)

        let restored = try OwnerConnection(url: server.database)
        #expect(try DatabaseDigest(of: restored).differences(from: before) == [])
        #expect(awaits { try SignedUpViewer.post(publicly, port: port) == shown })
        #expect(awaits { try keeper.ask(privately, port: port) == owned })
        // New rows take keys that none of the restored ones has.
        try keeper.mutate("logPlay", "subjectId: \"\(movie)\"", port: port)
        #expect(try restored.query("select count(*) from plays").int(0, 0) == 3)
        server.endInGoodOrder()
    }

    /// Plays, stars, a review with what a dump has to escape, a list and a favorite.
    private func fill(as keeper: SignedUpViewer, _ movie: String, _ owner: OwnerConnection, _ port: UInt16) throws {
        let episode = try first("episodes where season_number > 0 and air_date < current_date", owner)
        let show = try owner.query("select show_id from episodes where id = \(episode)").int(0, 0)
        try keeper.mutate("markEpisodeWatched", "episodeId: \"E_\(episode)\"", port: port)
        try keeper.mutate("logPlay", "subjectId: \"\(movie)\", stars: 4.5, note: \"with Grace\"", port: port)
        try keeper.mutate("rate", "subjectId: \"S_\(show)\", stars: 3", port: port)
        let body = #"A tab\tand a line\n\\.\nand \\N, é, 映画"#
        try keeper.mutate("saveReview", "subjectId: \"\(movie)\", body: \"\(body)\"", port: port)
        try keeper.mutate(
            "createList",
            "name: \"Best\", privacy: PUBLIC, entries: [{subjectId: \"\(movie)\"}, {subjectId: \"S_\(show)\"}]",
            port: port)
        try keeper.mutate("setFavorite", "titleIds: [\"\(movie)\"], favorite: true", port: port)
    }

    private func first(_ rows: String, _ owner: OwnerConnection) throws -> Int64 {
        try owner.query("select min(id) from \(rows)").int(0, 0)
    }

    /// How many jobs write down when they were done: all but the one of each second.
    private static let jobs = 5

    /// Waits until the server's jobs leave the tables alone: each is done, and nothing is left to be counted.
    private func isSettled(_ owner: OwnerConnection) -> Bool {
        awaits {
            let found = try owner.query("select (select count(*) from job_runs), (select count(*) from stat_deltas)")
            return found.int(0, 0) == Self.jobs && found.int(0, 1) == 0
        }
    }

    private func awaits(_ condition: () throws -> Bool) -> Bool {
        Pause.until(seconds: 20) { (try? condition()) ?? false }
    }

    @Test func `the private database of a home is saved and restored beside its server`() throws {
        let home = try PrivateHome()
        let folder = try Folder()
        let environment = ["MARQUEE_HOME": home.path, "MARQUEE_SCRYPT_COST": "10"]
        let server = try MarqueeProcess(["serve"], environment)
        let port = try server.awaitPort()
        let keeper = try SignedUpViewer("keeper", port: port)
        let saved = try run("backup", "\(folder.path)/home", environment: environment)
        #expect(saved.status == 0 && saved.output.contains("0 titles, 1 user\n"), "\(saved)")
        try keeper.mutate("updateProfile", "displayName: \"Later\"", port: port)
        let restored = try run("restore", "--force", "\(folder.path)/home", environment: environment)
        #expect(restored.status == 0, "\(restored)")
        let question = "{ viewer { user { username displayName } } }"
        #expect(
            awaits {
                try keeper.ask(question, port: port).contains(#""username":"keeper","displayName":"keeper""#)
            })
        server.signal(SIGTERM)
        #expect(server.end().status == 0)
    }

    // MARK: Into other databases

    @Test func `a backup makes an empty database equal, and an older one is brought up to date`() throws {
        let folder = try Folder()
        let services = try ThrowAwayServices.shared()
        let (sample, url) = (try ReadyDatabase.sample(), try services.addDatabase())
        let source = try OwnerConnection(url: sample)
        try succeed("backup", "\(folder.path)/whole", database: sample)
        #expect(folder.names == ["whole"])
        var status = stat()
        #expect(unsafe stat("\(folder.path)/whole", &status) == 0 && status.st_mode & 0o777 == 0o600)

        let said = try succeed("restore", "\(folder.path)/whole", database: url)
        #expect(said.hasPrefix("restored \"\(folder.path)/whole\": migration \(Migration.embedded.last?.name ?? "")"))
        let copy = try OwnerConnection(url: url)
        #expect(try DatabaseDigest(of: copy) == DatabaseDigest(of: source))
        try Migrations(on: copy).check()
        #expect(
            try OwnerConnection(ConnectionSettings(url: url, role: "marquee_app")).query("select why_not_serve()")
                .isNull(0, 0))
        // More than any server can have counted.
        #expect(try copy.query("select sum(weight) > 1000000000000 from catalogue_changes").bool(0, 0))

        let old = try services.addDatabase()
        let former = Migration.embedded.filter { $0.number <= 11 }
        try Migrations(former, on: OwnerConnection(url: old)).apply()
        try succeed("backup", "\(folder.path)/old", database: old)
        let upgraded = try succeed("restore", "--force", "\(folder.path)/old", database: url)
        let applied = Migration.embedded.dropFirst(former.count).map { "applied \($0.name)\n" }.joined()
        #expect(upgraded.hasPrefix(applied) && upgraded.hasSuffix(" 0 titles, 0 users\n"), "\(upgraded)")
        try Migrations(on: OwnerConnection(url: url)).check()
    }

    @Test func `what cannot be restored leaves everything as it was`() throws {
        let folder = try Folder()
        let database = try ReadyDatabase.sample()
        let owner = try OwnerConnection(url: database)
        let before = try DatabaseDigest(of: owner)
        let whole = "\(folder.path)/whole"
        try succeed("backup", whole, database: database)

        // The rows of the last tables are damaged: found when others have been restored.
        let damaged = "\(folder.path)/damaged"
        try Command(["/bin/cp", whole, damaged]).run()
        let size = Files.size(of: damaged)
        let descriptor = unsafe open(damaged, O_WRONLY | O_CLOEXEC)
        #expect(unsafe pwrite(descriptor, "marquee marquee", 15, size * 9 / 10) == 15)
        close(descriptor)
        let words = try fail("restore", "--force", damaged, database: database)
        #expect(words.contains("damaged\" was not restored, and the database ") && words.contains("pg_restore failed"))

        try Command(["/usr/bin/truncate", "--size=\(size / 2)", damaged]).run()
        #expect(
            try fail("restore", "--force", damaged, database: database).contains(
                "is no backup of Marquee, or it is damaged"))
        try Files.write("no backup", to: "\(folder.path)/text")
        #expect(
            try fail("restore", "--force", "\(folder.path)/text", database: database).contains(
                "is no backup of Marquee"))
        #expect(try fail("restore", "\(folder.path)/none", database: database).contains("cannot be read: No such file"))
        #expect(try DatabaseDigest(of: owner).differences(from: before) == [])
    }

    @Test func `a backup of a newer version, or of something else, is refused`() throws {
        let folder = try Folder()
        let database = try ReadyDatabase.empty()
        let owner = try OwnerConnection(url: database)
        try owner.execute("insert into schema_migrations (number, name, checksum) values (9999, '9999_future.sql', '')")
        try succeed("backup", "\(folder.path)/newer", database: database)
        let newer = try fail("restore", "--force", "\(folder.path)/newer", database: database)
        #expect(
            newer.contains(
                "was written by a newer version: its database has the migration 9999_future.sql, the last one here is"))

        try owner.execute(
            "delete from schema_migrations where number = 9999; update schema_migrations set checksum = 'x' where number = 2"
        )
        try succeed("backup", "\(folder.path)/changed", database: database)
        let changed = try fail("restore", "--force", "\(folder.path)/changed", database: database)
        #expect(changed.contains("does not fit this version: migration 0002_"), "\(changed)")

        let other = try ThrowAwayServices.shared().addDatabase()
        #expect(try fail("backup", "\(folder.path)/other", database: other).contains("holds no tables of Marquee"))
        #expect(folder.names == ["changed", "newer"])
        try OwnerConnection(url: other).execute(
            "create table schema_migrations (number int, name text); create table titles (id int); create table users (id int)"
        )
        try succeed("backup", "\(folder.path)/other", database: other)
        #expect(
            try fail("restore", "--force", "\(folder.path)/other", database: database).contains(
                "is a dump of PostgreSQL, but not of Marquee"))
    }

    @Test func `a file that is there stays unless it is to be replaced`() throws {
        let folder = try Folder()
        let database = try ReadyDatabase.empty()
        let file = "\(folder.path)/kept"
        try Files.write("precious", to: file)
        #expect(try fail("backup", file, database: database).contains("kept\" exists already."))
        #expect(try fail("backup", "--force", folder.path, database: database).contains("is no file"))
        #expect(
            try fail("backup", "\(folder.path)/none/file", database: database).contains(
                "cannot be written: No such file"))
        // A backup that fails on the way leaves the file and nothing beside it.
        #expect(
            try fail("backup", "--force", file, database: "\(database)&connect_timeout=2&port=1").contains(
                "not available"))
        #expect(Files.text(of: file) == "precious" && folder.names == ["kept"])
        try Files.write("left behind by a killed one", to: "\(file).part")
        #expect(try succeed("backup", "--force", file, database: database).contains(", 0 titles, 0 users\n"))
        #expect(Files.size(of: file) > 100_000 && folder.names == ["kept"])
    }
}
