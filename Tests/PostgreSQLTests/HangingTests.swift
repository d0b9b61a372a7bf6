import EventLoop
import TestSupport
import Testing

@testable import PostgreSQL

/// What blocks a side thread for ever: a name server that does not answer, a server that takes no requests to cancel.
@Suite(.tags(.database)) struct HangingTests {
    @Test func `a name server that hangs ends an attempt to connect at its deadline, and holds up no end`() async throws
    {
        let lookups = SideThreads(name: "hanging", threads: 1)
        let gate = Semaphore()
        try lookups.submit { gate.wait() }
        let settings = try ConnectionSettings(url: "postgresql://db.example/x")
        try await onOwnLoop { loop in
            var connector = Connector(settings: settings, loop: loop, sideThreads: lookups)
            connector.deadline = .milliseconds(50)
            let error = await failure { _ = try await connector.open(counting: Statistics()) }
            #expect(error == .unavailable(reason: "no name server told the host's address within 0.05 seconds"))

            let pool = PostgreSQLPool(settings, loop: loop, sideThreads: lookups)
            await #expect(throws: PostgreSQLError.self) { try await pool.start(within: .milliseconds(50)) }
            let end = loop.now
            await pool.close()
            #expect(loop.now - end < .milliseconds(200))
        }
        gate.post()
        lookups.stop()
    }

    @Test func `a request to cancel that hangs costs its connection, and nobody else anything`() async throws {
        let settings = try ConnectionSettings(url: emptyDatabase(), statementTimeout: .seconds(30))
        let sideThreads = SideThreads(name: "side", threads: 1)
        let cancels = SideThreads(name: "hanging", threads: 1)
        let gate = Semaphore()
        try cancels.submit { gate.wait() }
        try await onOwnLoop { loop in
            var limits = PoolLimits()
            (limits.sharedConnections, limits.leasedConnections) = (1, 1)
            limits.cancelPatience = .milliseconds(100)
            let pool = PostgreSQLPool(
                settings, loop: loop, sideThreads: sideThreads, cancelThreads: cancels, limits: limits)
            try await pool.start()
            let backend = Statement("backend of lease", "select pg_backend_pid()")
            let before = try await pool.lease { try await $0.query(backend).int(0, 0) }
            let slow = Statement("hanging sleep", "select pg_sleep(20)")
            let outcome = Locked<PostgreSQLError?>(nil)
            let request = loop.spawn {
                let error = await failure { try await pool.lease { _ = try await $0.query(slow) } }
                outcome.withLock { $0 = error }
            }
            try await loop.sleep(for: .milliseconds(50))
            let start = loop.now
            request.cancel()
            await request.value
            #expect(outcome.withLock { $0 } == .unavailable(reason: "the connection was lost before the answer came"))
            let after = try await pool.lease { try await $0.query(backend).int(0, 0) }
            #expect(loop.now - start < .seconds(2))
            #expect(after != before)
            await pool.close()
        }
        gate.post()
        cancels.stop()
        sideThreads.stop()
    }
}
