import EventLoop
import Testing

@testable import Redis

@Suite struct RedisClientCommandsTests {
    @Test func `what is set is got back byte for byte`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            let bytes = (0...255).map { UInt8($0) } + Array("\r\n$-1\r\n".utf8)
            try await client.set("bytes", bytes)
            #expect(try await client.get("bytes") == bytes)
            try await client.set("empty", [])
            #expect(try await client.get("empty") == [])
            #expect(try await client.get("absent") == nil)
        }
    }

    @Test func `a value larger than the socket's buffers goes through`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            let large = [UInt8](repeating: 7, count: 8_000_000)
            try await client.set("large", large)
            #expect(try await client.get("large") == large)
        }
    }

    @Test func `a value with a lifetime is gone when it has passed`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, loop in
            try await client.set("brief", [1], for: .milliseconds(30))
            let left = try await client.command(RedisCommand("PTTL", "brief"))
            guard case .int(let milliseconds) = left else { throw RedisError.unexpected(left) }
            #expect(milliseconds <= 30)
            try await loop.sleep(for: .milliseconds(40))
            #expect(try await client.get("brief") == nil)
        }
    }

    @Test(arguments: [
        (Duration.milliseconds(1500), Int64(1500)), (.microseconds(1), 1), (.zero, 1), (.nanoseconds(2_000_001), 3),
    ])
    func `a lifetime is rounded up to whole milliseconds`(lifetime: Duration, milliseconds: Int64) {
        #expect(lifetime.wholeMilliseconds == milliseconds)
    }

    @Test func `deleting tells how many keys there were`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ async throws in
            try await client.set("visits", [1])
            #expect(try await client.delete(["visits", "absent"]) == 1)
            #expect(try await client.get("visits") == nil)
            #expect(try await client.delete([]) == 0)
        }
    }

    @Test func `publishing tells how many heard it`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ async throws in
            #expect(try await client.publish([1], on: "nobody") == 0)
        }
    }

    @Test func `an error of Redis is thrown with its code, and harms nothing else`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            try await client.set("text", Array("abc".utf8))
            let error = await failure { try await client.increment("text") }
            #expect(error == .refused(message: "ERR value is not an integer or out of range"))
            #expect(error?.code == "ERR")
            #expect(try await client.get("text") == Array("abc".utf8))
            #expect(client.statistics.failures == 0)
        }
    }

    @Test func `an answer of another kind is an error, not a wrong value`() async throws {
        let redis = try TestRedis(isRunning: false)
        try await withClient(redis.address, fake: { $0.contains("PING") ? "+PONG\r\n" : ":7\r\n" }) {
            client, _ async throws in
            #expect(await failure { _ = try await client.get("key") } == .unexpected(.int(7)))
            #expect(await failure { try await client.set("key", [1]) } == .unexpected(.int(7)))
            #expect(try await client.publish([1], on: "news") == 7)
        }
    }
}
