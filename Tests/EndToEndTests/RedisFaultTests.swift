import DatabaseSupport
import Glibc
import Testing

@testable import Services

/// Redis is a help, never a need: whatever happens to it, the server starts and answers.
@Suite(.onOwnThreads) struct RedisFaultTests {
    private static let query = #"{"query":"{ genres { __typename } }"}"#

    @Test func `absent, killed, restarted or frozen, Redis changes no answer, and the log tells of each change once`()
        throws
    {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let environment = [
            "DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": "unix://\(place.sockets)/redis.sock",
        ]
        let server = try MarqueeProcess(["serve"], environment)
        let port = try server.awaitPort()
        try server.awaitComplaint("Redis is lost")
        let expected = try LocalSocket.post(Self.query, port: port).body
        #expect(expected.contains(#""data":"#))

        var redis = try PrivateRedis(place: place)
        try server.awaitComplaint("Redis is back")
        #expect(try LocalSocket.post(Self.query, port: port).body == expected)

        redis.stop()
        try server.awaitComplaint("Redis is lost")
        #expect(try LocalSocket.post(Self.query, port: port).body == expected)
        #expect(try LocalSocket.get("/readyz", port: port).hasPrefix("HTTP/1.1 200 "))

        redis = try PrivateRedis(place: place)
        try server.awaitComplaint("Redis is back")
        kill(try #require(redis.process), SIGSTOP)
        #expect(try LocalSocket.post(Self.query, port: port).body == expected)
        server.signal(SIGTERM)
        let ending = server.end()
        kill(try #require(redis.process), SIGCONT)
        #expect(ending.status == 0)
        // Whether its silence was noticed before the end is a matter of time.
        #expect(ending.errors.split(separator: "Redis is").count <= 2, "\(ending.errors)")
        #expect(!ending.errors.contains("Redis is back"), "\(ending.errors)")
    }

    @Test func `a Redis that accepts and says nothing does not stop the start`() throws {
        let silent = try LocalSocket.listening()
        let environment = [
            "DATABASE_URL": try ReadyDatabase.empty(),
            "REDIS_URL": "redis://127.0.0.1:\(silent.port)",
        ]
        let server = try MarqueeProcess(["serve"], environment)
        #expect(try LocalSocket.post(Self.query, port: server.awaitPort()).contains(#""data":"#))
        try server.awaitComplaint("Redis did not answer within")
        server.signal(SIGTERM)
        #expect(server.end().status == 0)
    }

    @Test func `Redis over TLS is refused at the start`() throws {
        let ending = try run("serve", environment: ["REDIS_URL": "rediss://:secret@cache:6379"])
        #expect(ending.status == 1)
        #expect(ending.errors.hasPrefix("marquee: REDIS_URL cannot be used: 'rediss://' asks for TLS"))
        #expect(!ending.errors.contains("secret"))
    }
}

extension String {
    /// An HTTP answer without its head.
    var body: Substring { firstRange(of: "\r\n\r\n").map { self[$0.upperBound...] } ?? "" }
}
