import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct LimitsTests {
    @Test func `a body over the limit is answered with 413`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.maximumBodySize = 1000
        try await withServer(configuration) { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n")
            client.send([UInt8](repeating: 65, count: 1000))
            #expect(try client.receive().status == 200)
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n")
            client.send([UInt8](repeating: 65, count: 300_000))
            #expect(try client.receive().status == 413)
            #expect(try client.isClosedByServer())
        }
    }

    @Test func `a body announced over the limit is answered with 413 before it is sent`() async throws {
        try await withServer { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n")
            #expect(try client.receive().status == 413)
            #expect(try client.isClosedByServer())
        }
    }

    @Test(arguments: ["Content-Length: 8000000", "Transfer-Encoding: chunked"])
    func `a client that sends a large body all the same reads its 413`(framing: String) async throws {
        try await withServer { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\n\(framing)\r\n\r\n7a1200\r\n")
            client.send([UInt8](repeating: 65, count: 8_000_000))
            #expect(try client.receive().status == 413)
            #expect(try client.isClosedByServer())
        }
    }

    @Test func `a head over the limit is answered with 400`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.maximumHeaderSize = 500
        try await withServer(configuration) { test in
            let client = try test.connect()
            client.get("/", headers: "X-Long: \(String(repeating: "a", count: 600))\r\n")
            #expect(try client.receive().status == 400)
        }
    }

    @Test(arguments: [
        ("Content-Length: 4\r\nContent-Length: 4\r\n", "Content-Length is repeated"),
        ("Content-Length: 4\r\nContent-Length: 5\r\n", "Content-Length is repeated"),
        ("Content-Length: +4\r\n", "Content-Length is not a number"),
        ("Transfer-Encoding: gzip\r\n", "Transfer-Encoding must be chunked"),
        ("Content-Length: 4\r\nHost: other\r\n", "Host is repeated"),
        ("Content-Length: 4\r\nX-Name : a\r\n", "a header name holds a character that is not allowed"),
    ])
    func `a request whose end is open to doubt is refused`(headers: String, reason: String) async throws {
        try await withServer { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\n\(headers)\r\n")
            client.send(headers.contains("chunked") ? "4\r\nbody\r\n0\r\n\r\n" : "body")
            let answer = try client.receive()
            #expect(answer.status == 400)
            #expect(answer.text == "The request is malformed: \(reason).\n")
            #expect(answer["Connection"] == "close")
        }
    }

    @Test(arguments: [
        "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    ])
    func `chunks beside other framing are refused`(headers: String) async throws {
        try await withServer { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\n\(headers)\r\n\r\n0\r\n\r\n")
            #expect(try client.receive().status == 400)
        }
    }

    @Test func `a request without Host is refused`() async throws {
        try await withServer { test in
            let client = try test.connect()
            client.send("GET / HTTP/1.1\r\n\r\n")
            #expect(try client.receive().text == "The request is malformed: Host is missing.\n")
        }
    }

    @Test(arguments: [
        ("", "GET / HTTP/1.1\r\nHost: h\r\nX-Name: "),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n", "body"),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n", "body"),
    ])
    func `a head or body that comes byte by byte is ended by the total deadline`(
        atOnce: String, slowly: String
    ) async throws {
        var configuration = HTTPServerConfiguration()
        configuration.requestDeadline = .milliseconds(100)
        try await withServer(configuration) { test in
            let client = try test.connect()
            client.send(atOnce)
            let start = ContinuousClock.now
            for byte in (slowly + String(repeating: "a", count: 100)).utf8
            where ContinuousClock.now - start < .milliseconds(300) {
                client.send([byte])
                usleep(10_000)
            }
            #expect(try client.receive().status == 408)
            #expect(try client.isClosedByServer())
        }
    }

    @Test func `a body that never comes is ended by the total deadline`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.requestDeadline = .milliseconds(100)
        try await withServer(configuration) { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\na")
            #expect(try client.receive().status == 408)
        }
    }

    @Test func `an idle connection is closed, before its first request and after`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.idleTimeout = .milliseconds(60)
        try await withServer(configuration) { test in
            let fresh = try test.connect()
            let used = try test.connect()
            used.get("/")
            #expect(try used.receive().status == 200)
            #expect(try fresh.isClosedByServer())
            #expect(try used.isClosedByServer())
        }
    }

    @Test func `a slow handler is not idle`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.idleTimeout = .milliseconds(40)
        configuration.requestDeadline = .milliseconds(40)
        try await withServer(configuration) { request in
            try? await request.loop.sleep(for: .milliseconds(200))
            return .text("late")
        } _: { test in
            let client = try test.connect()
            client.get("/")
            #expect(try client.receive().text == "late")
        }
    }

    @Test func `connections beyond the limit are answered with 503`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.maximumConnections = 2
        try await withServer(configuration) { test in
            let first = try test.connect()
            first.get("/")
            #expect(try first.receive().status == 200)
            do {
                let second = try test.connect()
                second.get("/")
                #expect(try second.receive().status == 200)
                let third = try test.connect()
                third.get("/")
                let refusal = try third.receive()
                #expect(refusal.status == 503)
                #expect(refusal["Retry-After"] == "1")
                #expect(try third.isClosedByServer())
            }
            first.get("/")
            #expect(try first.receive().status == 200)
            usleep(5000)
            let fourth = try test.connect()
            fourth.get("/")
            #expect(try fourth.receive().status == 200)
            #expect(test.server.statistics.refusedConnections == 1)
        }
    }

    @Test func `a connection beyond the limit is answered once on the paths that are always served`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.maximumConnections = 1
        configuration.pathsBeyondLimit = ["/health"]
        try await withServer(configuration, handler: { .text($0.path) }) { test in
            let first = try test.connect()
            first.get("/")
            #expect(try first.receive().status == 200)
            let prober = try test.connect()
            prober.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\nGET /other HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = try prober.receive()
            #expect(answer.text == "/health")
            #expect(answer["Connection"] == "close")
            #expect(try prober.isClosedByServer())
            let other = try test.connect()
            other.get("/healthy")
            #expect(try other.receive().status == 503)
        }
    }

    @Test func `a client that takes nothing of its answer is ended`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.writeStallTimeout = .milliseconds(100)
        try await withServer(
            configuration,
            handler: { _ in
                HTTPResponse(body: .bytes([UInt8](repeating: 65, count: 20_000_000)))
            }
        ) { test in
            let client = try test.connect()
            client.get("/")
            let start = ContinuousClock.now
            while test.server.statistics.openConnections > 0 || test.server.statistics.requests == 0 {
                try #require(ContinuousClock.now - start < .seconds(5))
                usleep(5000)
            }
            withExtendedLifetime(client) {}
        }
    }
}
