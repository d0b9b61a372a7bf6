import EventLoop
import Metrics
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct LeasedConnectionTests {
    private static let sleep = Statement("leased sleep", "select pg_sleep($1)")
    private static let backend = Statement("leased backend", "select pg_backend_pid()")

    private static var single: PoolLimits {
        var limits = PoolLimits()
        limits.sharedConnections = 1
        limits.leasedConnections = 1
        limits.leasePatience = .seconds(20)
        return limits
    }

    @Test func `cancelling a request cancels its statement in the server, and the connection is used again`()
        async throws
    {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let before = try await pool.lease { try await $0.query(Self.backend).int(0, 0) }
            for _ in 0..<5 {
                let request = Task(executorPreference: pool.loop) {
                    await failure { try await pool.lease { _ = try await $0.query(Self.sleep, [.double(10)]) } }
                }
                try await pool.loop.sleep(for: .milliseconds(30))
                let start = pool.loop.now
                request.cancel()
                #expect(await request.value == .cancelled)
                #expect(pool.loop.now - start < .milliseconds(500))
                let after = try await pool.lease { try await $0.query(Self.backend).int(0, 0) }
                #expect(after == before)
            }
            #expect(pool.statistics.leased == 0)
        }
    }

    @Test func `cancels that race with the end of a statement hit nobody else`() async throws {
        try await withPool(emptyDatabase(), limits: Self.single) { pool in
            for _ in 0..<60 {
                let request = Task(executorPreference: pool.loop) {
                    await failure { try await pool.lease { _ = try await $0.query(Self.sleep, [.double(0.002)]) } }
                }
                try await pool.loop.sleep(for: .milliseconds(2))
                request.cancel()
                let next = await failure {
                    try await pool.lease { _ = try await $0.query(Self.sleep, [.double(0.001)]) }
                }
                #expect(next == nil)
                _ = await request.value
            }
        }
    }

    private static let alone = Statement(
        "leased alone", lane: .leased, "select pg_sleep($1), pg_backend_pid()")

    @Test func `a statement that may be slow holds up none that is short, and ends with its request`() async throws {
        try await withPool(emptyDatabase(), limits: Self.single) { pool in
            let request = Task(executorPreference: pool.loop) {
                await failure { _ = try await pool.query(Self.alone, [.double(60)]) }
            }
            try await pool.loop.sleep(for: .milliseconds(50))
            #expect(pool.statistics.leased == 1)
            let backend = try await pool.query(Self.backend).int(0, 0)
            request.cancel()
            #expect(await request.value == .cancelled)
            let own = try await pool.query(Self.alone, [.double(0)]).int(0, 1)
            #expect(own != backend)
            #expect(pool.statistics.leased == 0)
        }
    }

    @Test func `a read alone on its connection is sent again on another when that is lost`() async throws {
        let url = try emptyDatabase()
        try await withPool(url, limits: Self.single) { pool in
            let before = try await pool.query(Self.alone, [.double(0)]).int(0, 1)
            async let answer = pool.query(Self.alone, [.double(0.3)])
            try await pool.loop.sleep(for: .milliseconds(50))
            let isEnded = try OwnerConnection(url: url).query("select pg_terminate_backend($1)", [.int(before)])
            #expect(isEnded.bool(0, 0))
            #expect(try await answer.int(0, 1) != before)
        }
    }

    @Test func `statement_timeout on a leased connection is a timeout`() async throws {
        try await withPool(emptyDatabase(), limits: Self.single, statementTimeout: .milliseconds(50)) { pool in
            let error = await failure { try await pool.lease { _ = try await $0.query(Self.sleep, [.double(5)]) } }
            #expect(error == .timeout)
        }
    }

    @Test func `callers wait in order, for a bounded time and in a bounded queue`() async throws {
        var limits = Self.single
        limits.maximumLeaseWaiting = 2
        limits.leasePatience = .milliseconds(300)
        try await withPool(emptyDatabase(), limits: limits) { pool in
            while pool.statistics.connectionsUp < 2 { try await pool.loop.sleep(for: .milliseconds(5)) }
            let outcomes = await withTaskGroup(of: (Int, PostgreSQLError?).self) { group in
                for index in 0..<4 {
                    group.addTask {
                        let error = await failure {
                            try await pool.lease { _ = try await $0.query(Self.sleep, [.double(0.2)]) }
                        }
                        return (index, error)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // The last finds the queue full at once; the second is served in time, the third is not.
            #expect(outcomes.map(\.0) == [3, 0, 2, 1])
            #expect(outcomes.map(\.1) == [.overloaded, nil, .overloaded, nil])
            #expect(pool.statistics.leaseWaits == 2)
            #expect(pool.statistics.leaseWaitTimes.count == 1)
            #expect(pool.statistics.leaseTimeouts == 1)
        }
    }

    @Test func `what a lease ends with is no lease any more`() async throws {
        try await withPool(emptyDatabase(), limits: Self.single) { pool in
            let kept = try await pool.lease { $0 }
            let error = await failure { _ = try await kept.query(Self.backend) }
            #expect(error == .unavailable(reason: "the leased connection was lost; nothing was sent"))
        }
    }
}
