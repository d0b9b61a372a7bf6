import EventLoop
import Glibc
import Testing

@testable import Redis

@Suite struct RedisSubscriberTests {
    /// Runs `body` with a started subscriber that logs, and a client to publish with.
    private static func withSubscriber(
        _ redis: TestRedis, _ log: Log, limits: RedisLimits = .patient,
        _ body: @escaping @Sendable (RedisSubscriber, RedisClient, EventLoop) async throws -> Void
    ) async throws {
        try await withClient(redis.address) { client, loop in
            var callbacks = RedisSubscriber.Callbacks()
            callbacks.onConnected = { log.add("connected") }
            callbacks.onLost = { _ in log.add("lost") }
            let sideThreads = SideThreads(name: "side", threads: 1)
            defer { sideThreads.stop() }
            let subscriber = RedisSubscriber(
                redis.address, loop: loop, sideThreads: sideThreads, limits: limits, callbacks)
            subscriber.start()
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(subscriber, client, loop))
            } catch {
                outcome = .failure(error)
            }
            await subscriber.close()
            try outcome.get()
        }
    }

    private static func logging(_ log: Log, _ channel: String) -> @Sendable ([UInt8]) -> Void {
        { log.add("\(channel) \(String(decoding: $0, as: UTF8.self))") }
    }

    @Test func `messages reach their channel's handler, in order, until it is unsubscribed`() async throws {
        let redis = try TestRedis()
        let log = Log()
        try await Self.withSubscriber(redis, log) { subscriber, client, loop in
            #expect(try await loop.wait { log.lines.last == "connected" })
            #expect(await subscriber.subscribe("news", Self.logging(log, "news")))
            #expect(await subscriber.subscribe("sport", Self.logging(log, "sport")))
            for message in ["1", "2", "3"] { #expect(try await client.publish(Array(message.utf8), on: "news") == 1) }
            try await client.publish(Array("4".utf8), on: "sport")
            #expect(try await loop.wait { log.lines.count == 5 })
            subscriber.unsubscribe("news")
            #expect(try await loop.wait { (try? await client.publish([], on: "news")) == 0 })
            try await client.publish(Array("5".utf8), on: "sport")
            #expect(try await loop.wait { log.lines.last == "sport 5" })
        }
        #expect(
            log.lines.filter { $0 != "news " } == ["connected", "news 1", "news 2", "news 3", "sport 4", "sport 5"])
    }

    @Test func `after a restart every channel is heard again, and it says when`() async throws {
        let redis = try TestRedis()
        let log = Log()
        try await Self.withSubscriber(redis, log) { subscriber, client, loop in
            #expect(try await loop.wait { log.lines.last == "connected" })
            await subscriber.subscribe("news", Self.logging(log, "news"))
            redis.stop()
            #expect(try await loop.wait { log.lines.last == "lost" && !client.statistics.isUp })
            #expect(!(await subscriber.subscribe("sport", Self.logging(log, "sport"))))
            try redis.start()
            #expect(try await loop.wait { log.lines.last == "connected" && client.statistics.isUp })
            #expect(try await client.publish(Array("1".utf8), on: "news") == 1)
            #expect(try await client.publish(Array("2".utf8), on: "sport") == 1)
            #expect(try await loop.wait { log.lines.count == 5 })
        }
        #expect(log.lines == ["connected", "lost", "connected", "news 1", "sport 2"])
    }

    @Test func `a connection that hangs is noticed though nothing is published`() async throws {
        let redis = try TestRedis()
        let log = Log()
        try await Self.withSubscriber(redis, log, limits: .hasty) { subscriber, _, loop in
            #expect(try await loop.wait { log.lines.last == "connected" })
            await subscriber.subscribe("news", Self.logging(log, "news"))
            try await loop.sleep(for: .milliseconds(400))
            #expect(log.lines == ["connected"])
            try redis.signal(SIGSTOP)
            #expect(try await loop.wait { log.lines.last == "lost" })
            try redis.signal(SIGCONT)
            #expect(try await loop.wait { log.lines.last == "connected" })
        }
        #expect(log.lines == ["connected", "lost", "connected"])
    }

    @Test func `absent at the start, it says so once and connects when Redis comes`() async throws {
        let redis = try TestRedis(isRunning: false)
        let log = Log()
        try await Self.withSubscriber(redis, log) { subscriber, _, loop in
            await subscriber.subscribe("news", Self.logging(log, "news"))
            try await loop.sleep(for: .milliseconds(100))
            try redis.start()
            #expect(try await loop.wait { log.lines.last == "connected" })
        }
        #expect(log.lines == ["lost", "connected"])
    }
}
