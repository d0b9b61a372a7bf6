import EventLoop
import Glibc
import Services
import TestSupport
import Testing

@testable import PostgreSQL

/// What callers see when the server ends connections under them.
@Suite(.tags(.database)) struct LostConnectionTests {
    private static let slow = Statement("slow", "select pg_sleep(0.3), pg_backend_pid()")
    private static let slowWrite = Statement("slow write", effect: .write, "select pg_sleep(0.3)")
    private static let backend = Statement("backend of test", "select pg_backend_pid()")
    private static let one = Statement("one", "select 1")
    private static let note = Statement("note", "insert into notes values ($1)")
    private static let notes = Statement("notes", "select attempt from notes")

    private static var single: PoolLimits {
        var limits = PoolLimits()
        limits.sharedConnections = 1
        limits.leasedConnections = 1
        return limits
    }

    /// Ends a backend as an administrator would.
    private static func terminate(_ backend: Int64, at url: String) throws {
        let answer = try OwnerConnection(url: url).query("select pg_terminate_backend($1)", [.int(backend)])
        #expect(answer.bool(0, 0))
    }

    @Test func `a read in flight is sent again on a new connection`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let before = try await pool.query(Self.backend).int(0, 0)
            async let answer = pool.query(Self.slow)
            try await pool.loop.sleep(for: .milliseconds(50))
            try Self.terminate(before, at: url)
            let after = try await answer.int(0, 1)
            #expect(after != before)
            #expect(pool.statistics.retries == 1)
            #expect(pool.statistics.connectionsLost == 1)
        }
    }

    @Test func `a write in flight is never sent again`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let backend = try await pool.query(Self.backend).int(0, 0)
            async let outcome = failure { _ = try await pool.query(Self.slowWrite) }
            try await pool.loop.sleep(for: .milliseconds(50))
            try Self.terminate(backend, at: url)
            #expect(await outcome == .outcomeUnknown)
            #expect(pool.statistics.retries == 0)
            let after = try await pool.query(Self.one)
            #expect(after.int(0, 0) == 1)
        }
    }

    @Test func `a write whose caller has left is of unknown outcome, one that was not sent is not`() async throws {
        var limits = Self.single
        limits.pipelineDepth = 1
        try await withPool(emptyDatabase(), limits: limits) { pool in
            let sent = pool.loop.spawn {
                #expect(await failure { _ = try await pool.query(Self.slowWrite) } == .outcomeUnknown)
            }
            let waiting = pool.loop.spawn {
                #expect(await failure { _ = try await pool.query(Self.slowWrite) } == .cancelled)
            }
            try await pool.loop.sleep(for: .milliseconds(50))
            sent.cancel()
            waiting.cancel()
            await sent.value
            await waiting.value
        }
    }

    @Test func `a transaction does not go on over another connection, but begins anew`() async throws {
        let url = try emptyDatabase()
        try OwnerConnection(url: url).execute("create table notes (attempt int)")
        try await withPool(url, limits: Self.single) { pool in
            let attempts = Locked(0)
            try await pool.transaction { connection in
                let attempt = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                _ = try await connection.query(Self.note, [.int(Int64(attempt))])
                guard attempt == 1 else { return }
                let backend = try await connection.query(Self.backend).int(0, 0)
                try Self.terminate(backend, at: url)
                // Long enough for the pool to have opened the next one.
                try await pool.loop.sleep(for: .milliseconds(300))
                #expect(pool.statistics.connectionsUp == 2)
                _ = try await connection.query(Self.note, [.int(Int64(attempt))])
            }
            let notes = try await pool.query(Self.notes)
            #expect(notes.count == 1)
            #expect(notes.int(0, 0) == 2)
        }
    }

    @Test func `a transaction that loses every connection says that nothing has happened`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let error = await failure {
                try await pool.transaction(attempts: 2) { connection in
                    try Self.terminate(try await connection.query(Self.backend).int(0, 0), at: url)
                    _ = try await connection.query(Self.slowWrite)
                }
            }
            guard case .unavailable(let reason) = error else {
                Issue.record("expected .unavailable, got \(String(describing: error))")
                return
            }
            #expect(reason.contains("nothing of it has taken effect"))
        }
    }

    @Test func `a commit whose answer was lost is of unknown outcome, and not repeated`() async throws {
        let url = try emptyDatabase()
        try OwnerConnection(url: url).execute(
            """
            create table notes (attempt int);
            create function dawdle() returns trigger language plpgsql as
              'begin perform pg_sleep(3); return null; end';
            create constraint trigger dawdle after insert on notes deferrable initially deferred
              for each row execute function dawdle();
            """)
        try await withPool(url, limits: Self.single) { pool in
            let (attempts, backend) = (Locked(0), Locked<Int64>(0))
            async let outcome = failure {
                try await pool.transaction { connection in
                    attempts.withLock { $0 += 1 }
                    let number = try await connection.query(Self.backend).int(0, 0)
                    backend.withLock { $0 = number }
                    _ = try await connection.query(Self.note, [.int(1)])
                }
            }
            let owner = try OwnerConnection(url: url)
            let commits =
                "select count(*) from pg_stat_activity where pid = $1 and state = 'active' and query = 'commit'"
            while try owner.query(commits, [.int(backend.withLock { $0 })]).int(0, 0) == 0 {
                try await pool.loop.sleep(for: .milliseconds(5))
            }
            try Self.terminate(backend.withLock { $0 }, at: url)
            #expect(await outcome == .outcomeUnknown)
            #expect(attempts.withLock { $0 } == 1)
        }
    }

    @Test func `while the server is away statements fail soon, and work again without anybody's help`() async throws {
        let services = try ThrowAwayServices()
        defer { services.stop() }
        let url = try services.addDatabase()
        var limits = Self.single
        limits.patience = .milliseconds(200)
        try await withPool(url, limits: limits) { pool in
            #expect(pool.isReady)
            let owner = try OwnerConnection(url: url)
            // New connections are refused and the old ones ended, as while a server restarts.
            let name = try owner.query("select current_database()").text(0, 0)
            let admin = try OwnerConnection(url: services.postgreSQL.url)
            try admin.execute("alter database \(name) allow_connections false")
            try admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(name)'")
            try await pool.loop.sleep(for: .milliseconds(50))
            #expect(!pool.isReady)
            let start = pool.loop.now
            let waited = await failure { _ = try await pool.query(Self.one) }
            guard case .unavailable(let reason) = waited else {
                Issue.record("expected .unavailable, got \(String(describing: waited))")
                return
            }
            #expect(reason.contains(name))
            #expect(pool.loop.now - start < .seconds(1))
            try admin.execute("alter database \(name) allow_connections true")
            while !pool.isReady { try await pool.loop.sleep(for: .milliseconds(20)) }
            let after = try await pool.query(Self.one)
            #expect(after.int(0, 0) == 1)
        }
    }

    @Test func `a backend that hangs is given up, and what it held goes elsewhere`() async throws {
        let url = try emptyDatabase()
        var limits = Self.single
        limits.silence = .milliseconds(100)
        try await withPool(url, limits: limits, statementTimeout: .milliseconds(200)) { pool in
            let backend = try await pool.query(Self.backend).int(0, 0)
            kill(pid_t(backend), SIGSTOP)
            defer { kill(pid_t(backend), SIGCONT) }
            let after = try await pool.query(Self.backend).int(0, 0)
            #expect(after != backend)
        }
    }

    @Test func `while every backend hangs, the database does not count as answering`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single, statementTimeout: .seconds(5)) { pool in
            #expect(await pool.answers(within: .seconds(5)))
            let backend = try await pool.query(Self.backend).int(0, 0)
            kill(pid_t(backend), SIGSTOP)
            #expect(await !pool.answers(within: .milliseconds(50)))
            #expect(pool.isReady)
            kill(pid_t(backend), SIGCONT)
            #expect(await pool.answers(within: .seconds(5)))
        }
    }

    @Test func `a server that is not there is reported with its reason`() async throws {
        let error = await failure {
            try await onOwnLoop { loop in
                let settings = try ConnectionSettings(url: "host=/nowhere dbname=x")
                let sideThreads = SideThreads(name: "side", threads: 1)
                defer { sideThreads.stop() }
                let pool = PostgreSQLPool(settings, loop: loop, sideThreads: sideThreads)
                let outcome = await failure { try await pool.start(within: .milliseconds(100)) }
                await pool.close()
                if let outcome { throw outcome }
            }
        }
        guard case .unavailable(let reason) = error else {
            Issue.record("expected .unavailable, got \(String(describing: error))")
            return
        }
        #expect(reason.contains("/nowhere"))
    }
}
