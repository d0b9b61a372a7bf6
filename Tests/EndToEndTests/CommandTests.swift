import Services
import Testing

@Suite struct CommandTests {
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

    @Test(arguments: ["serve", "migrate", "seed", "schema", "version", "help"])
    func `every command explains itself`(command: String) throws {
        let ending = try run(command, "--help")
        #expect(ending.status == 0)
        #expect(ending.output.hasPrefix("marquee \(command)"))
    }

    @Test func `help of serve lists every setting with its default`() throws {
        let help = try run("serve", "--help").output
        #expect(help.contains("  MARQUEE_HOST               127.0.0.1        address to listen on"))
        #expect(help.contains("  DATABASE_URL               (private)        PostgreSQL"))
    }

    @Test func `the schema is printed as it is served`() throws {
        let ending = try run("schema")
        #expect(ending.status == 0)
        #expect(ending.output.contains("type Query {"))
    }
}
