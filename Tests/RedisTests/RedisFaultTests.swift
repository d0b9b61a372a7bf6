import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Redis

/// What callers see when Redis is absent, frozen, restarted or broken: quick typed errors, then Redis again.
@Suite struct RedisFaultTests {
    /// Within a second: far less than a patient command would wait, far more than a busy machine sleeps.
    private static func expectUnavailable(
        _ client: RedisClient, _ location: SourceLocation = #_sourceLocation
    ) async {
        let start = ContinuousClock.now
        let error = await failure { _ = try await client.get("key") }
        let elapsed = ContinuousClock.now - start
        if case .unavailable = error {
        } else {
            Issue.record("expected .unavailable, got \(String(describing: error))", sourceLocation: location)
        }
        #expect(elapsed < .seconds(1), sourceLocation: location)
    }

    @Test func `absent at the start, commands fail at once until it comes`() async throws {
        let redis = try TestRedis(isRunning: false)
        let log = Log()
        try await withClient(redis.address, log: log) { client, loop in
            #expect(!client.statistics.isUp)
            for _ in 0..<100 { await Self.expectUnavailable(client) }
            #expect(client.statistics == RedisStatistics(bypassed: 100))
            try await loop.sleep(for: .milliseconds(200))
            try redis.start()
            #expect(try await loop.wait { client.statistics.isUp })
            try await client.set("key", [1])
        }
        #expect(log.lines.count == 2)
        #expect(log.lines.first?.contains("No such file or directory") == true)
        #expect(log.lines.last == "up")
    }

    @Test func `frozen, one limit is lost, then it is bypassed until it thaws`() async throws {
        let redis = try TestRedis()
        let log = Log()
        try await withClient(redis.address, limits: .hasty, log: log) { client, loop in
            try await client.set("key", [1])
            try redis.signal(SIGSTOP)
            let start = loop.now
            let errors = await withTaskGroup(of: RedisError?.self) { group in
                for _ in 0..<100 { group.addTask { await failure { _ = try await client.get("key") } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.allSatisfy { $0 == .timeout(limit: .milliseconds(200)) })
            #expect(loop.now - start < .seconds(2))
            #expect(client.statistics.failures == 100)
            for _ in 0..<50 {
                await Self.expectUnavailable(client)
                try await loop.sleep(for: .milliseconds(10))
            }
            try redis.signal(SIGCONT)
            #expect(try await loop.wait { client.statistics.isUp })
            #expect(try await client.get("key") == [1])
            #expect(client.statistics.connectionsLost == 1)
        }
        #expect(log.lines == ["up", "down: Redis did not answer within 0.2 seconds", "up"])
    }

    @Test func `killed and restarted, it is used again without anybody's help`() async throws {
        let redis = try TestRedis()
        let log = Log()
        try await withClient(redis.address, log: log) { client, loop in
            _ = try await client.run(RedisScript("return 1"))
            try redis.signal(SIGKILL)
            #expect(try await loop.wait { !client.statistics.isUp })
            await Self.expectUnavailable(client)
            redis.stop()
            try redis.start()
            #expect(try await loop.wait { client.statistics.isUp })
            #expect(try await client.run(RedisScript("return 1")) == .int(1))
        }
        #expect(log.lines == ["up", "down: the connection to Redis ended: Server closed the connection", "up"])
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", "Protocol error"),
        ("*-7\r\n", "out of range"),
        ("*2147483647\r\n", "an answer announced more than 1000000 elements"),
        ("*2\r\n:1\r\n*2147483647\r\n", "an answer announced more than 1000000 elements"),
        ("$99999999999999999999\r\n", "Bad bulk string length"),
        ("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", "No support for nested"),
        ("$-1\r\n:1\r\n", "an answer came that nobody asked for"),
        ("+OK\r\n-ERR max number of clients reached\r\n", "max number of clients reached"),
        ("$5\r\nab", "did not answer within"),
        ("\u{0}\u{0}\u{0}", "Protocol error"),
    ])
    func `garbage for an answer ends the connection, not the process`(garbage: String, reason: String) async throws {
        let redis = try TestRedis(isRunning: false)
        let log = Log()
        let answer: @Sendable (String) -> String? = { $0.contains("PING") ? "+PONG\r\n" : garbage }
        try await withClient(redis.address, limits: .hasty, log: log, fake: answer) { client, loop in
            #expect(client.statistics.isUp)
            _ = await failure { _ = try await client.get("key") }
            let isLost = try await loop.wait { client.statistics.connectionsLost == 1 }
            #expect(isLost)
            await Self.expectUnavailable(client)
            #expect(try await loop.wait { client.statistics.isUp })
        }
        let told = try #require(log.lines.dropFirst().first)
        #expect(told.contains(reason))
    }

    @Test(arguments: [
        nil, "+HELLO\r\n", ":1\r\n", "-LOADING Redis is loading the dataset in memory\r\n", "SSH-2.0\r\n",
    ])
    func `who does not greet as Redis does is never used, and the log says so once`(greeting: String?) async throws {
        let redis = try TestRedis(isRunning: false)
        let log = Log()
        try await withClient(redis.address, limits: .hasty, log: log, fake: { _ in greeting }) { client, loop in
            #expect(!client.statistics.isUp)
            for _ in 0..<30 {
                await Self.expectUnavailable(client)
                try await loop.sleep(for: .milliseconds(10))
            }
        }
        #expect(log.lines.count == 1)
    }

    @Test func `a loop that was busy itself does not blame Redis`() async throws {
        let redis = try TestRedis()
        let log = Log()
        try await withClient(redis.address, limits: .hasty, log: log) { client, _ in
            async let answer = client.increment("count")
            async let delay: Void = { _ = usleep(600_000) }()
            await delay
            let count = try await answer
            #expect(count == 1)
        }
        #expect(log.lines == ["up"])
    }

    @Test func `a connection that was lost is freed with all it held`() async throws {
        let redis = try TestRedis(isRunning: false)
        try await onOwnLoop { loop in
            let fake = try FakeRedis(at: redis.address, on: loop) { $0.contains("PING") ? "+PONG\r\n" : "garbage" }
            let sideThreads = SideThreads(name: "side", threads: 1)
            let connector = Connector(address: redis.address, loop: loop, sideThreads: sideThreads, limits: .patient)
            weak var lost: Connection?
            for _ in 0..<100 {
                let connection = try await connector.open()
                lost = connection
                let error = await failure { _ = try await connection.send(RedisCommand("GET", "key")) }
                #expect(error == .connectionLost(reason: "Protocol error, got \"g\" as reply type byte"))
            }
            #expect(lost == nil)
            fake.close()
            sideThreads.stop()
        }
    }
}
