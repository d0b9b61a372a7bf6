import Glibc
import Testing

@testable import Services

@Suite(.onOwnThreads) struct CommandTests {
    @Test func `seeding twice adds once`() throws {
        let environment = ["DATABASE_URL": try ThrowAwayServices.shared().addDatabase()]
        let first = try run("seed", environment: environment)
        #expect(first.status == 0)
        #expect(first.errors == "")
        #expect(first.output.contains("applied 0001_release_1.sql\n"))
        let second = try run("seed", environment: environment)
        #expect(second.status == 0)
        #expect(
            second.output == """
                the database has all migrations
                added 0 movies, 0 shows, 0 seasons, 0 episodes, 0 people, 0 credits

                """)
    }

    @Test func `what is not understood exits with 2`() throws {
        let ending = try run("sevre")
        #expect(ending.status == 2)
        #expect(ending.errors.contains(#"unknown command "sevre""#))
    }

    @Test(arguments: ["serve", "migrate", "seed", "user", "backup", "restore", "schema", "version", "help"])
    func `every command explains itself`(command: String) throws {
        let ending = try run(command, "--help")
        #expect(ending.status == 0)
        #expect(ending.output.hasPrefix("marquee \(command)"))
    }

    @Test func `help of serve lists every setting with its default`() throws {
        let lines = try run("serve", "--help").output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.contains { $0.starts(with: ["MARQUEE_HOST", "127.0.0.1", "address"]) })
        #expect(lines.contains { $0.starts(with: ["DATABASE_URL", "(private)", "PostgreSQL"]) })
    }

    @Test func `the schema is printed as it is served`() throws {
        let ending = try run("schema")
        #expect(ending.status == 0)
        #expect(ending.output.contains("type Query {"))
    }

    @Test func `docs/api.md is the schema as a document`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        let ending = try run("schema", "--markdown")
        #expect(ending.status == 0)
        let descriptor = unsafe open("\(root)/docs/api.md", O_RDONLY)
        defer { close(descriptor) }
        #expect(
            ending.output == Files.readAll(descriptor), "Write it anew: marquee schema --markdown > docs/api.md")
    }

    @Test func `a schema is held against an older one`() throws {
        let home = try PrivateHome()
        let own = try run("schema").output
        #expect(try check(against: own, in: home).status == 0)
        let grown = try check(against: own + "type Gone { a: Int }", in: home)
        #expect(grown.status == 1)
        #expect(grown.output == "breaking: Gone: the type was removed\n")
        #expect(grown.errors.contains("1 breaking change since the schema in"))
        let broken = try check(against: "type {", in: home)
        #expect(broken.status == 1)
        #expect(broken.errors.contains("Expected Name"))
        let absent = try run("schema", "--check", "/nowhere/old.graphql")
        #expect(absent.status == 1)
        #expect(absent.errors.contains(#""/nowhere/old.graphql" cannot be read: No such file"#))
    }

    private func check(against schema: String, in home: borrowing PrivateHome) throws -> MarqueeProcess.Ending {
        let path = "\(home.path)/old.graphql"
        let file = unsafe fopen(path, "we")
        _ = unsafe fputs(schema, file)
        _ = unsafe fclose(file)
        return try run("schema", "--check", path)
    }
}
