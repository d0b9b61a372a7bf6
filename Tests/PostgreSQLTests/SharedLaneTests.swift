import EventLoop
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct SharedLaneTests {
    private static let sleep = Statement("sleep", "select pg_sleep($1), pg_backend_pid()")
    private static let backend = Statement("shared backend", "select pg_backend_pid()")
    private static let viewer = Statement(
        "viewer",
        "select coalesce(current_setting('marquee.viewer', true), ''), coalesce(current_setting('marquee.role', true), '')"
    )
    private static let guarded = Statement(
        "guarded", "select current_setting('marquee.viewer')::bigint, 1 / (current_setting('marquee.viewer')::int % 7)")

    private static var single: PoolLimits {
        var limits = PoolLimits()
        limits.sharedConnections = 1
        limits.leasedConnections = 1
        return limits
    }

    @Test func `a request that leaves is answered at once, and its statement runs on`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let backend = try await pool.query(Self.backend).int(0, 0)
            let start = pool.loop.now
            let request = Task(executorPreference: pool.loop) {
                await failure { _ = try await pool.query(Self.sleep, [.double(0.3)]) }
            }
            try await pool.loop.sleep(for: .milliseconds(50))
            request.cancel()
            #expect(await request.value == .cancelled)
            #expect(pool.loop.now - start < .milliseconds(250))
            #expect(pool.statistics.inFlight == 1)
            // The next in the pipeline is answered behind it, on the same connection.
            let next = try await pool.query(Self.backend).int(0, 0)
            #expect(next == backend)
            #expect(pool.loop.now - start > .milliseconds(290))
        }
    }

    @Test func `a statement goes to the connection with the least in flight`() async throws {
        var limits = Self.single
        limits.sharedConnections = 2
        try await withPool(emptyDatabase(), limits: limits) { pool in
            while pool.statistics.connectionsUp < 3 { try await pool.loop.sleep(for: .milliseconds(5)) }
            async let slow = pool.query(Self.sleep, [.double(0.3)])
            await Task.yield()
            let start = pool.loop.now
            for _ in 0..<10 { _ = try await pool.query(Self.backend) }
            #expect(pool.loop.now - start < .milliseconds(200))
            _ = try await slow
        }
    }

    @Test func `beyond the bound statements fail at once`() async throws {
        var limits = Self.single
        limits.pipelineDepth = 2
        limits.maximumWaiting = 3
        try await withPool(emptyDatabase(), limits: limits) { pool in
            let outcomes = await withTaskGroup(of: PostgreSQLError?.self) { group in
                for _ in 0..<9 {
                    group.addTask { await failure { _ = try await pool.query(Self.sleep, [.double(0.02)]) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 5)
            #expect(outcomes.filter { $0 == .overloaded }.count == 4)
            #expect(pool.statistics.overloads == 4)
        }
    }

    @Test func `statement_timeout is a timeout and no cancellation`() async throws {
        try await withPool(emptyDatabase(), limits: Self.single, statementTimeout: .milliseconds(100)) { pool in
            let error = await failure { _ = try await pool.query(Self.sleep, [.double(5)]) }
            #expect(error == .timeout)
            #expect(pool.statistics.retries == 0)
        }
    }

    @Test func `a cancel that somebody else sent is not the caller's error`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let backend = try await pool.query(Self.backend).int(0, 0)
            async let answer = pool.query(Self.sleep, [.double(0.5)])
            let owner = try OwnerConnection(url: url)
            let sleeps = "select wait_event = 'PgSleep' from pg_stat_activity where pid = $1"
            while try !owner.query(sleeps, [.int(backend)]).bool(0, 0) {
                try await pool.loop.sleep(for: .milliseconds(5))
            }
            try owner.query("select pg_cancel_backend($1)", [.int(backend)])
            let served = try await answer.int(0, 1)
            #expect(served == backend)
            #expect(pool.statistics.retries == 1)
        }
    }

    @Test func `viewers in one pipeline stay apart, even when their statements fail`() async throws {
        try await withPool(emptyDatabase(), limits: Self.single) { pool in
            await withTaskGroup(of: Void.self) { group in
                for id in 1...60 {
                    group.addTask {
                        do {
                            let scope = ViewerScope(userID: Int64(id), role: "user")
                            let rows = try await pool.query(Self.guarded, viewer: scope)
                            #expect(rows.int(0, 0) == Int64(id))
                        } catch {
                            #expect(id % 7 == 0)
                        }
                        let nobody = try? await pool.query(Self.viewer)
                        #expect(nobody?.text(0, 0) == "")
                        #expect(nobody?.text(0, 1) == "")
                    }
                }
            }
        }
    }

    @Test func `a change of the schema is not seen by callers`() async throws {
        let url = try emptyDatabase()
        let owner = try OwnerConnection(url: url)
        try owner.execute("create table changing (a int); insert into changing values (1)")
        let all = Statement("all", "select * from changing")
        try await withPool(url, limits: Self.single) { pool in
            let before = try await pool.query(all)
            #expect(before.columns == 1)
            try OwnerConnection(url: url).execute("alter table changing add b text default 'x'")
            async let first = pool.query(all)
            async let second = pool.query(all)
            for rows in try await [first, second] { #expect(rows.text(0, 1) == "x") }
            try OwnerConnection(url: url).execute("alter table changing drop a")
            let leased = try await pool.lease { connection in
                _ = try await connection.query(all)
                try OwnerConnection(url: url).execute("alter table changing add c int")
                return try await connection.query(all).columns
            }
            #expect(leased == 2)
        }
    }

    @Test func `large answers and large parameters pass through one pipeline`() async throws {
        let repeated = Statement("repeated", "select repeat($1, 1000000), cardinality($2::bigint[])")
        try await withPool(emptyDatabase(), limits: Self.single) { pool in
            let numbers = Array(Int64(0)..<200_000)
            await withTaskGroup(of: Void.self) { group in
                for letter in ["a", "b", "c", "d"] {
                    group.addTask {
                        let rows = try? await pool.query(repeated, [.text(letter), .bigints(numbers)])
                        #expect(rows?.bytes(0, 0).byteCount == 1_000_000)
                        #expect(rows?.int(0, 1) == 200_000)
                    }
                }
            }
        }
    }
}
