import DatabaseSupport
import Glibc
import PostgreSQL
import Testing

@testable import Services

/// A start that has to wait, and is asked to end meanwhile.
@Suite(.onOwnThreads) struct StartTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `whoever waits for another server's migrations ends when asked, and leaves no session behind`(
        signal: Int32
    ) throws {
        let services = try ThrowAwayServices.shared()
        let environment = ["DATABASE_URL": try services.addDatabase(), "REDIS_URL": services.redis.url]
        let owner = try OwnerConnection(url: environment["DATABASE_URL"] ?? "")
        try owner.query("select pg_advisory_lock($1)", [.int(0x6D_6172_7175_6565)])
        let server = try MarqueeProcess(["serve"], environment)
        #expect(isWaiting(owner))
        server.signal(signal)
        #expect(server.status(within: 3) == 0)
        #expect(server.end().errors == "")
        let sessions = "select count(*) from pg_stat_activity where datname = current_database()"
        #expect(Pause.until(seconds: 3) { (try? owner.query(sessions).int(0, 0)) == 1 })
    }

    @Test func `whoever waits for a lock of the tables it seeds ends when asked`() throws {
        let services = try ThrowAwayServices.shared()
        let environment = ["DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": services.redis.url]
        let owner = try OwnerConnection(url: environment["DATABASE_URL"] ?? "")
        try owner.execute("begin; lock table titles")
        let server = try MarqueeProcess(["serve", "--seed"], environment)
        #expect(isWaiting(owner))
        server.signal(SIGTERM)
        #expect(server.status(within: 3) == 0)
        try owner.execute("rollback")
        #expect(try owner.query("select count(*) from titles").int(0, 0) == 0)
    }

    @Test func `a database that says nothing does not keep the end waiting`() throws {
        let silent = try LocalSocket.listening()
        let server = try MarqueeProcess(
            ["serve"], ["DATABASE_URL": "postgresql://127.0.0.1:\(silent.port)/x", "REDIS_URL": "unix:///nowhere"])
        #expect(silent.isCalled(within: 20))
        server.signal(SIGTERM)
        #expect(server.status(within: 3) == 0)
    }

    @Test(arguments: [20, 150, 400, 800])
    func `whoever starts services of its own ends when asked, with them`(milliseconds: UInt32) throws {
        let home = try PrivateHome()
        let server = try MarqueeProcess(["serve"], ["MARQUEE_HOME": home.path])
        usleep(100_000 + milliseconds * 1000)
        let services = children(of: server.process)
        server.signal(SIGTERM)
        // On a busy machine the signal may come before the program has begun to listen for it.
        #expect([0, 128 + SIGTERM].contains(server.status(within: 5)))
        #expect(areGone(services))
        #expect(server.end().errors == "")
    }

    /// Waits, for ten seconds at most, until somebody waits for a lock in the database.
    private func isWaiting(_ owner: OwnerConnection) -> Bool {
        Pause.until(seconds: 10) {
            let waiting = try? owner.query(
                """
                select count(*) from pg_locks join pg_database d on d.oid = database
                 where not granted and datname = current_database()
                """)
            return waiting.map { $0.int(0, 0) > 0 } ?? false
        }
    }
}
