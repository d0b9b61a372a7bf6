import EventLoop
import TestSupport
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct NotificationListenerTests {
    /// What a listener told, in order.
    private final class Log { var lines: [String] = [] }

    @Test func `notifications arrive, and again after the connection was lost`() async throws {
        let url = try emptyDatabase()
        let sideThreads = SideThreads(name: "side", threads: 1)
        defer { sideThreads.stop() }
        try await onOwnLoop { loop in
            let log = LoopBound(loop, Log())
            let listener = Self.listener(url, loop, sideThreads, log)
            listener.start()
            func wait(for count: Int) async throws {
                let end = loop.now + .seconds(5)
                while log.withValue({ $0.lines.count }) < count, loop.now < end {
                    try await loop.sleep(for: .milliseconds(5))
                }
            }
            try await wait(for: 1)
            let owner = try OwnerConnection(url: url)
            try owner.execute("notify titles, '603'; notify people, '6384'; notify others, 'x'")
            try await wait(for: 3)
            try owner.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'")
            try await wait(for: 5)
            #expect(listener.isConnected)
            try owner.execute("notify titles, '604'")
            try await wait(for: 6)
            var lines = log.withValue { $0.lines }
            let loss = lines.remove(at: 3)
            #expect(loss.hasPrefix("lost"))
            await listener.close()
            #expect(lines == ["connected", "titles 603", "people 6384", "connected", "titles 604"])
        }
    }

    private static func listener(
        _ url: String, _ loop: EventLoop, _ sideThreads: SideThreads, _ log: LoopBound<Log>
    ) -> NotificationListener {
        var callbacks = NotificationListener.Callbacks()
        callbacks.onConnected = { log.withValue { $0.lines.append("connected") } }
        callbacks.onLost = { reason in log.withValue { $0.lines.append("lost \(reason)") } }
        callbacks.onNotification = { channel, payload in log.withValue { $0.lines.append("\(channel) \(payload)") } }
        guard let settings = try? ConnectionSettings(url: url) else { preconditionFailure("the test's own address") }
        return NotificationListener(
            settings, channels: ["titles", "people"], loop: loop, sideThreads: sideThreads, callbacks)
    }
}
