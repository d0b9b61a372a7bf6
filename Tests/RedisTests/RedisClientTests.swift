import EventLoop
import Glibc
import Testing

@testable import Redis

@Suite struct RedisClientTests {
    @Test func `a thousand commands in flight are each answered with their own`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        try await client.set("key \(number)", Array("value \(number)".utf8))
                        return try await client.get("key \(number)") == Array("value \(number)".utf8)
                    }
                }
                for try await isEqual in group { #expect(isEqual) }
            }
            let statistics = client.statistics
            #expect(statistics == RedisStatistics(commands: 2000, isUp: true))
        }
    }

    @Test func `beyond the bound commands are refused at once and the others answered`() async throws {
        let redis = try TestRedis()
        var limits = RedisLimits.patient
        limits.inFlight = 10
        try await withClient(redis.address, limits: limits) { client, _ async throws in
            let outcomes = await withTaskGroup(of: RedisError?.self) { group in
                for _ in 0..<15 {
                    group.addTask { await failure { try await client.increment("count") } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 10)
            #expect(outcomes.count { $0 == .overloaded } == 5)
            #expect(client.statistics.bypassed == 5)
            #expect(try await client.increment("count") == 11)
        }
    }

    @Test func `commands of one turn leave in one write`() async throws {
        let redis = try TestRedis(isRunning: false)
        let log = Log()
        let answer: @Sendable (String) -> String? = { text in
            if text.contains("PING") { return "+PONG\r\n" }
            log.add(text)
            return String(repeating: ":1\r\n", count: text.count { $0 == "*" })
        }
        try await withClient(redis.address, fake: answer) { client, _ in
            async let first = client.increment("a")
            async let second = client.increment("b")
            _ = try await (first, second)
            #expect(log.lines.count == 1)
        }
    }

    @Test func `it signs in and chooses its database`() async throws {
        let redis = try TestRedis()
        let port = try await withClient(redis.address) { client, _ in
            _ = try await client.command(RedisCommand("CONFIG", "SET", "bind", "127.0.0.1"))
            let port = try await Self.listenOnAnyPort(client)
            let user = ["anna", "on", ">se/cret", "~*", "+@all"]
            var create = RedisCommand("ACL", "SETUSER")
            for word in user { create.append(word) }
            _ = try await client.command(create)
            _ = try await client.command(RedisCommand("CONFIG", "SET", "requirepass", "top"))
            return port
        }
        for credentials in ["anna:se%2Fcret", ":top"] {
            let address = try RedisAddress(url: "redis://\(credentials)@localhost:\(port)/3")
            try await withClient(address) { client, _ in
                try await client.set("key", [1])
                #expect(try await client.command(RedisCommand("SELECT", "3")) == .status("OK"))
                #expect(try await client.get("key") == [1])
                #expect(try await client.command(RedisCommand("SELECT", "0")) == .status("OK"))
                #expect(try await client.get("key") == nil)
            }
        }
        let log = Log()
        try await withClient(RedisAddress(url: "redis://:wrong@127.0.0.1:\(port)"), log: log) {
            client, _ async throws in
            #expect(!client.statistics.isUp)
        }
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("WRONGPASS") == true)
    }

    /// Another process may take the port in between, hence the attempts.
    private static func listenOnAnyPort(_ client: RedisClient) async throws -> UInt16 {
        for _ in 0..<10 {
            let port = try freePort()
            if await failure(of: { _ = try await client.command(RedisCommand("CONFIG", "SET", "port", "\(port)")) })
                == nil
            {
                return port
            }
        }
        throw RedisError.unavailable(reason: "no port was free")
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) + getsockname(descriptor, $0, &size)
            }
        }
        try #require(status == 0)
        return UInt16(bigEndian: name.sin_port)
    }

    @Test func `closing ends what is in flight, and nothing is told`() async throws {
        let redis = try TestRedis(isRunning: false)
        let log = Log()
        try await withClient(redis.address, log: log, fake: { $0.contains("PING") ? "+PONG\r\n" : nil }) {
            client, loop async throws in
            async let pending = failure { _ = try await client.get("key") }
            #expect(try await loop.wait { client.statistics.inFlight == 1 })
            await client.close()
            #expect(await pending == .connectionLost(reason: "it was closed"))
            let after = await failure { _ = try await client.get("key") }
            guard case .unavailable = after else {
                Issue.record("expected .unavailable, got \(String(describing: after))")
                return
            }
        }
        #expect(log.lines == ["up"])
    }
}
