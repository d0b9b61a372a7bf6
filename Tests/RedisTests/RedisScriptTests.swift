import Testing

@testable import Redis

@Suite struct RedisScriptTests {
    private static let add = RedisScript("return redis.call('INCRBY', KEYS[1], ARGV[1])")

    private static func calls(of command: String, _ client: RedisClient) async throws -> String? {
        guard case .bytes(let bytes) = try await client.command(RedisCommand("INFO", "commandstats")) else {
            return nil
        }
        let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .first { $0.hasPrefix("cmdstat_\(command):") }
        return line?.split(separator: "=")[1].split(separator: ",").first.map(String.init)
    }

    @Test func `a script is loaded once and then called by its hash`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            for expected in [5, 10, 15] {
                let sum = try await client.run(Self.add, keys: ["sum"], arguments: [Array("5".utf8)])
                #expect(sum == .int(Int64(expected)))
            }
            #expect(try await Self.calls(of: "script|load", client) == "1")
            #expect(try await Self.calls(of: "evalsha", client) == "3")
            #expect(try await Self.calls(of: "eval", client) == nil)
        }
    }

    @Test func `a script that Redis has forgotten runs all the same, once`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            _ = try await client.run(Self.add, keys: ["sum"], arguments: [Array("1".utf8)])
            _ = try await client.command(RedisCommand("SCRIPT", "FLUSH"))
            for expected in [2, 3] {
                let sum = try await client.run(Self.add, keys: ["sum"], arguments: [Array("1".utf8)])
                #expect(sum == .int(Int64(expected)))
            }
            #expect(try await Self.calls(of: "eval", client) == "1")
        }
    }

    @Test func `a script's error is thrown`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            let error = await failure { _ = try await client.run(RedisScript("return redis.error_reply('SLOW down')")) }
            #expect(error == .refused(message: "SLOW down"))
            let syntax = await failure { _ = try await client.run(RedisScript("return (")) }
            #expect(syntax?.code == "ERR")
        }
    }

    @Test func `every kind of value comes through, nested`() async throws {
        let redis = try TestRedis()
        try await withClient(redis.address) { client, _ in
            let script = RedisScript(
                "return {1, 'two', false, {redis.status_reply('OK'), {}}, redis.error_reply('NO way')}")
            let value = try await client.run(script)
            #expect(
                value
                    == .array([
                        .int(1), .bytes(Array("two".utf8)), .null, .array([.status("OK"), .array([])]),
                        .error("NO way"),
                    ]))
        }
    }
}
