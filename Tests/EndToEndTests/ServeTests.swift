import DatabaseSupport
import Glibc
import PostgreSQL
import Services
import TestSupport
import Testing

@Suite(.onOwnThreads) struct ServeTests {
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
        let beside = try run("migrate", environment: environment)
        #expect(beside.status == 0)
        #expect(beside.output.contains("the database has all migrations"), "\(beside)")

        let services = children(of: server.process)
        #expect(services.count == 2)
        server.signal(SIGTERM)
        let ending = server.end()
        #expect(ending.status == 0)
        #expect(ending.errors == "")
        #expect(services.allSatisfy { kill($0, 0) != 0 })
        #expect(throws: LocalSocket.Refused.self) { try LocalSocket.get("/healthz", port: port) }
    }

    @Test func `private services that are killed are started again under a running server`() throws {
        let home = try PrivateHome()
        let server = try MarqueeProcess(["serve"], ["MARQUEE_HOME": home.path])
        let port = try server.awaitPort()
        let query = #"{"query":"{ genres { __typename } }"}"#
        let expected = try LocalSocket.post(query, port: port).body
        let killed = children(of: server.process)
        for service in killed { kill(service, SIGKILL) }
        try server.awaitComplaint("ended (signal 9) and is started again")
        try server.awaitComplaint("ended (signal 9) and is started again")
        let start = ContinuousClock.now
        while try LocalSocket.post(query, port: port).body != expected {
            try #require(ContinuousClock.now - start < .seconds(20))
            usleep(20_000)
        }
        try server.awaitComplaint("Redis is back")
        let services = children(of: server.process)
        #expect(services.count == 2)
        #expect(Set(services).isDisjoint(with: killed))
        server.signal(SIGTERM)
        let ending = server.end()
        #expect(ending.status == 0)
        #expect(!ending.errors.contains("is started again"))
        #expect(areGone(services))
    }

    @Test func `loops that need more connections than the database admits are refused with the remedy`() throws {
        let database = try ReadyDatabase.empty()
        let owner = try OwnerConnection(url: database)
        let name = try owner.query("select current_database()").text(0, 0)
        try owner.execute("alter database \(name) connection limit 257")
        let environment = ["DATABASE_URL": database, "MARQUEE_LOOPS": "64", "REDIS_URL": "unix:///nowhere"]
        let ending = try run("serve", environment: environment)
        #expect(ending.status == 1)
        #expect(
            ending.errors
                == "marquee: the database admits 257 connections at once (the connection limit of database \(name)), "
                + "but 64 loops need 258: set MARQUEE_LOOPS to 63 or less, or raise that limit\n")
    }

    @Test func `two servers share one database, which they migrate once`() throws {
        let services = try ThrowAwayServices.shared()
        let environment = [
            "DATABASE_URL": try services.addDatabase(), "REDIS_URL": services.redis.url, "MARQUEE_LOOPS": "1",
        ]
        let servers = try (0..<2).map { _ in try MarqueeProcess(["serve", "--seed"], environment) }
        let answers = try servers.map { server in
            try LocalSocket.post(#"{"query":"{ movies(first: 3) { nodes { title } } }"}"#, port: server.awaitPort())
                .body
        }
        #expect(answers[0].contains("The Godfather"))
        #expect(answers[0] == answers[1])
        for server in servers { server.signal(SIGTERM) }
        #expect(servers.allSatisfy { $0.end().status == 0 })
    }

    @Test func `while a table is locked each request costs its deadline, and nothing is left behind`() throws {
        let services = try ThrowAwayServices.shared()
        let environment = [
            "DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": services.redis.url,
            "MARQUEE_REQUEST_TIMEOUT": "300ms", "MARQUEE_STATEMENT_TIMEOUT": "400ms",
        ]
        let server = try MarqueeProcess(["serve"], environment)
        let port = try server.awaitPort()
        let owner = try OwnerConnection(url: environment["DATABASE_URL"] ?? "")
        try owner.execute("begin; lock table genres")
        let clients = try (0..<200).map { _ in try TestClient(port: port) }
        let query = #"{"query":"{ genres { __typename } }"}"#
        let start = ContinuousClock.now
        for client in clients {
            client.send(
                "POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(query.utf8.count)\r\n\r\n\(query)")
        }
        for client in clients { #expect(try client.receive().text.contains(#""code":"TIMEOUT""#)) }
        #expect(ContinuousClock.now - start < .seconds(3))
        try owner.execute("rollback")
        usleep(500_000)  // the statement's own timeout
        #expect(try LocalSocket.post(query, port: port).body.contains(#"{"data":{"genres":"#))
        server.signal(SIGTERM)
        #expect(server.end().status == 0)
    }

    @Test func `a port in use is named before anything is started`() throws {
        let other = try LocalSocket.listening()
        let ending = try run("serve", environment: ["MARQUEE_PORT": "\(other.port)", "MARQUEE_HOME": "/proc/nowhere"])
        #expect(ending.status == 1)
        #expect(
            ending.errors == "marquee: port \(other.port) on 127.0.0.1 is already in use: "
                + "stop the other server or choose another port with MARQUEE_PORT\n")
    }

    @Test func `an address of another machine is named with its setting`() throws {
        let ending = try run("serve", environment: ["MARQUEE_HOST": "192.0.2.1", "MARQUEE_HOME": "/proc/nowhere"])
        #expect(ending.status == 1)
        #expect(
            ending.errors == "marquee: cannot listen on 192.0.2.1 port 0: Cannot assign requested address; "
                + "set MARQUEE_HOST to an address of this machine, or to 0.0.0.0 or :: for all of them\n")
    }

    @Test func `a folder of keys that cannot be made is named with its setting`() throws {
        let services = try ThrowAwayServices.shared()
        let ending = try run(
            "serve",
            environment: [
                "DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": services.redis.url,
                "MARQUEE_JWT_KEYS": "/proc/nowhere",
            ])
        #expect(ending.status == 1)
        #expect(
            ending.errors == "marquee: the keys that sign access tokens cannot be used: /proc/nowhere: "
                + "No such file or directory; mend that, or set MARQUEE_JWT_KEYS to a folder that this user can write\n"
        )
    }

    @Test func `a home has one server, whoever runs its services`() throws {
        let home = try PrivateHome()
        let server = try SampleServer(["MARQUEE_HOME": home.path])
        let rival = try run(
            "serve",
            environment: ["MARQUEE_HOME": home.path, "DATABASE_URL": server.database, "REDIS_URL": "unix:///no"])
        #expect(rival.status == 1)
        #expect(
            rival.errors == "marquee: the home \(home.path) is in use by process \(server.process.process). "
                + "Stop that server first, or set MARQUEE_HOME to another folder.\n")
        server.endInGoodOrder()
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
        let environment = ["DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": services.redis.url]
        let connection = try OwnerConnection(url: environment["DATABASE_URL"] ?? "")
        try connection.execute("update schema_migrations set checksum = 'another' where number = 1")
        let ending = try run("serve", environment: environment)
        #expect(ending.status == 1)
        #expect(ending.errors.hasPrefix("marquee: migration 0001_release_1.sql was applied with another text"))
    }
}
