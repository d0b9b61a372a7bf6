import EventLoop
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct NotificationListenerTests {
    /// What a listener told, in order.
    private final class Log { var lines: [String] = [] }

    /// The sessions of the test's database but the one that asks.
    private static let others = """
        from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """

    @Test func `notifications arrive, and again after the connection was lost`() async throws {
        let url = try emptyDatabase()
        let sideThreads = SideThreads(name: "side", threads: 1)
        defer { sideThreads.stop() }
        try await onOwnLoop { loop in
            let log = LoopBound(loop, Log())
            let listener = Self.listener(url, loop, sideThreads, log)
            listener.start()
            try await Self.wait(for: 1, in: log)
            let owner = try OwnerConnection(url: url)
            try owner.execute("notify titles, '603'; notify people, '6384'; notify others, 'x'")
            try await Self.wait(for: 3, in: log)
            try owner.execute("select pg_terminate_backend(pid) \(Self.others)")
            try await Self.wait(for: 5, in: log)
            try owner.execute("notify titles, '604'")
            try await Self.wait(for: 6, in: log)
            var lines = log.withValue { $0.lines }
            let loss = lines.remove(at: 3)
            #expect(loss.hasPrefix("lost"))
            await listener.close()
            #expect(lines == ["connected", "titles 603", "people 6384", "connected", "titles 604"])
        }
    }

    @Test func `a backend that hangs is noticed though nothing is notified`() async throws {
        let url = try emptyDatabase()
        let sideThreads = SideThreads(name: "side", threads: 1)
        defer { sideThreads.stop() }
        try await onOwnLoop { loop in
            let log = LoopBound(loop, Log())
            let listener = Self.listener(url, loop, sideThreads, log, heartbeat: .milliseconds(300))
            listener.start()
            try await Self.wait(for: 1, in: log)
            let backend = try OwnerConnection(url: url).query(
                "select pid \(Self.others)"
            ).int(0, 0)
            try #require(backend > 1)
            kill(pid_t(backend), SIGSTOP)
            try await Self.wait(for: 3, in: log)
            kill(pid_t(backend), SIGCONT)
            await listener.close()
            let lines = log.withValue { $0.lines }
            #expect(lines.count == 3)
            #expect(lines.dropFirst().first?.hasPrefix("lost no answer for") == true)
            #expect(lines.last == "connected")
        }
    }

    /// Waits, for five seconds at most, until so many lines have been told.
    private static func wait(for count: Int, in log: LoopBound<Log>) async throws {
        let end = log.loop.now + .seconds(5)
        while log.withValue({ $0.lines.count }) < count, log.loop.now < end {
            try await log.loop.sleep(for: .milliseconds(5))
        }
    }

    private static func listener(
        _ url: String, _ loop: EventLoop, _ sideThreads: SideThreads, _ log: LoopBound<Log>,
        heartbeat: Duration = .seconds(5)
    ) -> NotificationListener {
        var callbacks = NotificationListener.Callbacks()
        callbacks.onConnected = { log.withValue { $0.lines.append("connected") } }
        callbacks.onLost = { reason in log.withValue { $0.lines.append("lost \(reason)") } }
        callbacks.onNotification = { channel, payload in log.withValue { $0.lines.append("\(channel) \(payload)") } }
        guard let settings = try? ConnectionSettings(url: url) else { preconditionFailure("the test's own address") }
        return NotificationListener(
            settings, channels: ["titles", "people"], loop: loop, sideThreads: sideThreads,
            heartbeat: heartbeat, callbacks)
    }
}
