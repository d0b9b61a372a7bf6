import EventLoop
import TestSupport
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct NotificationHubTests {
    /// What one subscriber was told, in order.
    private final class Log: Sendable {
        private let news = Locked<[NotificationHub.News]>([])

        func add(_ new: NotificationHub.News) { news.withLock { $0.append(new) } }
        var all: [NotificationHub.News] { news.withLock { $0 } }

        /// Waits, for five seconds at most, until so much has been told.
        func wait(for count: Int, on loop: EventLoop) async throws {
            let end = loop.now + .seconds(5)
            while all.count < count, loop.now < end { try await loop.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func `every loop hears its channels on its own thread, and of the connection's end and return`() async throws
    {
        let url = try emptyDatabase()
        let sideThreads = SideThreads(name: "side", threads: 1)
        defer { sideThreads.stop() }
        let others = try EventLoopGroup(count: 1)
        try others.start()
        defer {
            others.stop()
            others.join()
        }
        let other = others.loops[0]
        try await onOwnLoop { loop in
            let hub = NotificationHub(
                try ConnectionSettings(url: url), channels: ["titles", "people"], loop: loop, sideThreads: sideThreads)
            let (first, second, late) = (Log(), Log(), Log())
            hub.subscribe(to: "titles", on: loop) { news in
                loop.assertCurrent()
                first.add(news)
            }
            hub.subscribe(to: "people", on: other) { news in
                other.assertCurrent()
                second.add(news)
            }
            hub.start()
            try await first.wait(for: 1, on: loop)
            let owner = try OwnerConnection(url: url)
            try owner.execute("notify titles, '603'; notify people, '6384'; notify titles, '604'")
            try await first.wait(for: 3, on: loop)
            try await second.wait(for: 2, on: loop)
            #expect(
                first.all == [.connected, .notification(payload: "603"), .notification(payload: "604")])
            #expect(second.all == [.connected, .notification(payload: "6384")])

            try owner.execute(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid()
                """)
            try await first.wait(for: 5, on: loop)
            try await second.wait(for: 4, on: loop)
            #expect(first.all.last == .connected)
            #expect(second.all.last == .connected)
            guard case .lost = first.all[3], case .lost = second.all[2] else {
                Issue.record("the loss was not told: \(first.all), \(second.all)")
                return await hub.close()
            }

            hub.subscribe(to: "titles", on: loop) { late.add($0) }
            try await late.wait(for: 1, on: loop)
            #expect(late.all == [.connected])
            await hub.close()
            #expect(first.all.count == 5)
        }
    }

    @Test func `a database that is away is told of once`() async throws {
        let sideThreads = SideThreads(name: "side", threads: 1)
        defer { sideThreads.stop() }
        try await onOwnLoop { loop in
            let hub = NotificationHub(
                try ConnectionSettings(url: "host=/nowhere dbname=x"), channels: ["titles"], loop: loop,
                sideThreads: sideThreads)
            let log = Log()
            hub.subscribe(to: "titles", on: loop) { log.add($0) }
            hub.start()
            try await log.wait(for: 1, on: loop)
            try await loop.sleep(for: .milliseconds(100))
            await hub.close()
            #expect(log.all.count == 1)
            guard case .lost(let reason) = log.all.first else { return #expect(Bool(false), "\(log.all)") }
            #expect(reason.contains("/nowhere"))
        }
    }
}
