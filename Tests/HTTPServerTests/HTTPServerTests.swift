import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct HTTPServerTests {
    @Test func `an answer carries status, headers, date and body`() async throws {
        try await withServer { test in
            let client = try test.connect()
            client.get("/")
            let answer = try client.receive()
            #expect(answer.status == 200)
            #expect(answer.text == "hello")
            #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
            #expect(answer["Content-Length"] == "5")
            #expect(answer["Date"]?.hasSuffix(" GMT") == true)
            #expect(answer["Connection"] == nil)
        }
    }

    @Test func `the handler sees method, path, query, headers and body`() async throws {
        try await withServer { request in
            let parts = [
                "\(request.method)", request.path, request.query ?? "-", request.header("x-name") ?? "-",
                request.header("absent") ?? "-", request.headers("X-Many").joined(separator: "+"),
                String(decoding: request.copyBody(), as: UTF8.self), "\(request.bodySize)", request.clientAddress,
                "\(request.loop.isCurrent)",
            ]
            return .text(parts.joined(separator: " "))
        } _: { test in
            let client = try test.connect()
            client.send(
                "POST /a%20b?x=1&y HTTP/1.1\r\nHost: h\r\nX-NAME: Ann\r\nX-Many: 1\r\nx-many: 2\r\n"
                    + "Content-Length: 4\r\n\r\nbody")
            #expect(try client.receive().text == "post /a%20b x=1&y Ann - 1+2 body 4 127.0.0.1 true")
        }
    }

    @Test func `a chunked request body arrives whole`() async throws {
        try await withServer { request in
            HTTPResponse(body: .bytes(request.copyBody()))
        } _: { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            client.send("2\r\nde\r\n0\r\n\r\n")
            #expect(try client.receive().text == "abcde")
            client.get("/")
            #expect(try client.receive().status == 200)
        }
    }

    @Test func `a client that waits for 100 Continue is told to go on`() async throws {
        try await withServer { request in
            HTTPResponse(body: .bytes(request.copyBody()))
        } _: { test in
            let client = try test.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
            #expect(try client.receive(toHead: true).status == 100)
            client.send("body")
            #expect(try client.receive().text == "body")
        }
    }

    @Test func `a connection serves one request after the other`() async throws {
        try await withServer(handler: { .text($0.path) }) { test in
            let client = try test.connect()
            for path in ["/1", "/2", "/3"] {
                client.get(path)
                #expect(try client.receive().text == path)
            }
            #expect(test.server.statistics.acceptedConnections == 1)
            #expect(test.server.statistics.requests == 3)
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withServer { request in
            if request.path == "/1" { try? await request.loop.sleep(for: .milliseconds(10)) }
            return .text(request.path)
        } _: { test in
            let client = try test.connect()
            client.send((1...20).map { "GET /\($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined())
            for number in 1...20 { #expect(try client.receive().text == "/\(number)") }
        }
    }

    @Test func `HEAD is answered like GET, without the body`() async throws {
        try await withServer { test in
            let client = try test.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
            client.get("/")
            #expect(try client.receive(toHead: true)["Content-Length"] == "5")
            #expect(try client.receive().text == "hello")
        }
    }

    @Test func `every method reaches the handler`() async throws {
        try await withServer(handler: { .text("\($0.method)") }) { test in
            let client = try test.connect()
            for (sent, seen) in [("OPTIONS", "options"), ("PATCH", "patch"), ("DELETE", "delete"), ("BREW", "other")] {
                client.send("\(sent) / HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(try client.receive().text == seen)
            }
        }
    }

    @Test(arguments: [
        ("GET http://h/a?b HTTP/1.1", "get /a"), ("OPTIONS * HTTP/1.1", "options *"), ("GET //a HTTP/1.1", nil),
        ("CONNECT h:80 HTTP/1.1", nil), ("GET a:b:c HTTP/1.1", nil), ("GET", nil), ("GET / HTTP/9.1", nil),
    ])
    func `unusual request lines harm nobody`(line: String, seen: String?) async throws {
        try await withServer(handler: { .text("\($0.method) \($0.path)") }) { test in
            let client = try test.connect()
            client.send("\(line)\r\nHost: h\r\n\r\n")
            let answer = try client.receive()
            if let seen { #expect(answer.text == seen) }
            let next = try test.connect()
            next.get("/")
            #expect(try next.receive().status == 200)
        }
    }

    @Test func `answers without content have neither body nor length`() async throws {
        try await withServer(handler: { _ in HTTPResponse(.noContent) }) { test in
            let client = try test.connect()
            client.get("/")
            let answer = try client.receive()
            #expect(answer.status == 204)
            #expect(answer["Content-Length"] == nil)
            client.get("/")
            #expect(try client.receive().status == 204)
        }
    }

    @Test func `the connection ends when the client asks for it, and in HTTP 1.0`() async throws {
        try await withServer { test in
            for request in ["GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"] {
                let client = try test.connect()
                client.send(request)
                #expect(try client.receive()["Connection"] == "close")
                #expect(try client.isClosedByServer())
            }
            let client = try test.connect()
            for _ in 0..<2 {
                client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try client.receive()["Connection"] == "keep-alive")
            }
        }
    }

    @Test func `a header value cannot smuggle in another header`() async throws {
        try await withServer(handler: { _ in HTTPResponse(headers: ["X-Name": "a\r\nX-Evil: 1"]) }) { test in
            let client = try test.connect()
            client.get("/")
            let answer = try client.receive()
            #expect(answer["X-Name"] == "a  X-Evil: 1")
            #expect(answer["X-Evil"] == nil)
        }
    }

    @Test func `an answer larger than the socket takes at once arrives whole`() async throws {
        let large = (0..<6_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withServer(handler: { _ in HTTPResponse(body: .bytes(large)) }) { test in
            let client = try test.connect()
            for _ in 0..<2 {
                client.get("/")
                usleep(5000)
                #expect(try client.receive().body == large)
            }
        }
    }

    @Test func `requests that arrive together are all started before the loop is idle`() async throws {
        let batches = Batches()
        try await withServer { request in
            // Holds the loop, so that the other requests wait together in the kernel.
            if request.path == "/block" { usleep(50_000) } else { await batches.join(on: request.loop) }
            return .text("")
        } _: { test in
            let clients = try (0..<10).map { _ in try test.connect() }
            for client in clients {
                client.get("/warm-up")
                _ = try client.receive()
            }
            batches.sizes.withLock { $0 = [] }
            clients[0].get("/block")
            usleep(10_000)
            for client in clients.dropFirst() { client.get("/") }
            for client in clients { _ = try client.receive() }
            #expect(batches.sizes.withLock { $0 } == [9])
        }
    }
}

/// Lets tasks wait for the idle hook, as a loader does, and notes how many waited each time.
private final class Batches: Sendable {
    let sizes = Locked<[Int]>([])
    private let waiting = Locked<[CheckedContinuation<Void, Never>]>([])

    func join(on loop: EventLoop) async {
        await withCheckedContinuation { continuation in
            let isFirst = waiting.withLock { waiting in
                waiting.append(continuation)
                return waiting.count == 1
            }
            if isFirst { loop.whenIdle { self.release() } }
        }
    }

    private func release() {
        let batch = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        sizes.withLock { $0.append(batch.count) }
        for continuation in batch { continuation.resume() }
    }
}
