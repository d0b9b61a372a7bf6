import Glibc
import PostgreSQL
import Services
import Testing

@Suite struct ServeTests {
    @Test func `with services of its own it serves, survives SIGKILL and ends in good order`() throws {
        let home = try PrivateHome()
        let environment = ["MARQUEE_HOME": home.path]
        let killed = try MarqueeProcess(["serve"], environment)
        #expect(try LocalSocket.get("/healthz", port: killed.awaitPort()).hasPrefix("HTTP/1.1 200 "))
        let orphans = children(of: killed.process)
        #expect(orphans.count == 2)
        killed.signal(SIGKILL)
        #expect(killed.end().status == 128 + SIGKILL)

        let server = try MarqueeProcess(["serve"], environment)
        let port = try server.awaitPort()
        #expect(areGone(orphans))
        #expect(try LocalSocket.get("/readyz", port: port).hasPrefix("HTTP/1.1 200 "))
        let rival = try run("serve", environment: environment)
        #expect(rival.status == 1)
        #expect(rival.errors.contains("is in use by process \(server.process). Stop that server first"))

        let services = children(of: server.process)
        #expect(services.count == 2)
        server.signal(SIGTERM)
        let ending = server.end()
        #expect(ending.status == 0)
        #expect(ending.errors == "")
        #expect(services.allSatisfy { kill($0, 0) != 0 })
        #expect(throws: LocalSocket.Refused.self) { try LocalSocket.get("/healthz", port: port) }
    }

    @Test func `a port in use is named before anything is started`() throws {
        let other = try LocalSocket.listening()
        let ending = try run("serve", environment: ["MARQUEE_PORT": "\(other.port)", "MARQUEE_HOME": "/proc/nowhere"])
        #expect(ending.status == 1)
        #expect(
            ending.errors == "marquee: port \(other.port) on 127.0.0.1 is already in use: "
                + "stop the other server or choose another port\n")
    }

    @Test func `wrong settings are all named`() throws {
        let ending = try run("serve", environment: ["MARQUEE_LOOPS": "none", "MARQUEE_PROT": "80"])
        #expect(ending.status == 1)
        #expect(ending.output == "")
        #expect(
            ending.errors == """
                marquee: MARQUEE_LOOPS is "none"; expected a number from 1 to 64
                marquee: unknown setting MARQUEE_PROT. Did you mean "MARQUEE_PORT"? `marquee serve --help` lists all settings

                """)
    }

    @Test func `a database that refuses is reported with its own words`() throws {
        let closed = try LocalSocket.listening().port
        let ending = try run("serve", environment: ["DATABASE_URL": "postgresql://127.0.0.1:\(closed)/x"])
        #expect(ending.status == 1)
        #expect(ending.errors.hasPrefix("marquee: PostgreSQL is not available: "))
        #expect(ending.errors.contains("port \(closed) failed: Connection refused"))
        #expect(ending.errors.split(separator: "\n").count == 1)
    }

    @Test func `an edited migration stops the start`() throws {
        let services = try ThrowAwayServices.shared()
        let environment = ["DATABASE_URL": try services.addDatabase(), "REDIS_URL": services.redis.url]
        #expect(try run("migrate", environment: environment).status == 0)
        let connection = try OwnerConnection(url: environment["DATABASE_URL"] ?? "")
        try connection.execute("update schema_migrations set checksum = 'another' where number = 1")
        let ending = try run("serve", environment: environment)
        #expect(ending.status == 1)
        #expect(ending.errors.hasPrefix("marquee: migration 0001_release_1.sql was applied with another text"))
    }
}
