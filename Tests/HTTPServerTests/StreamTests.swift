import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct StreamTests {
    @Test func `a streamed body arrives in chunks as they are written`() async throws {
        try await withServer { request in
            HTTPResponse(
                headers: .json,
                body: .stream { writer in
                    try await writer.write("one ")
                    try await request.loop.sleep(for: .milliseconds(5))
                    try await writer.write("two")
                })
        } _: { test in
            let client = try test.connect()
            for _ in 0..<2 {
                client.get("/")
                let answer = try client.receive()
                #expect(answer["Transfer-Encoding"] == "chunked")
                #expect(answer["Content-Type"] == "application/json; charset=utf-8")
                #expect(answer.text == "one two")
            }
        }
    }

    @Test func `HEAD of a stream sends the head only, HTTP 1.0 gets the body without chunks`() async throws {
        try await withServer { _ in
            HTTPResponse(body: .stream { try await $0.write("text") })
        } _: { test in
            let client = try test.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.receive(toHead: true).status == 200)
            client.get("/")
            #expect(try client.receive().text == "text")
            let old = try test.connect()
            old.send("GET / HTTP/1.0\r\n\r\n")
            let answer = try old.receive()
            #expect(answer["Transfer-Encoding"] == nil)
            #expect(answer.text == "text")
        }
    }

    @Test func `a plain answer after a large one does not end a later stream early`() async throws {
        let large = [UInt8](repeating: 66, count: 6_000_000)
        try await withServer { request in
            if request.path == "/large" { return HTTPResponse(body: .bytes(large)) }
            return HTTPResponse(
                body: .stream { writer in
                    for _ in 0..<3 {
                        try await writer.write("part ")
                        try await request.loop.sleep(for: .milliseconds(5))
                    }
                })
        } _: { test in
            let client = try test.connect()
            client.get("/large")
            #expect(try client.receive().body.count == large.count)
            client.get("/")
            #expect(try client.receive().text == "part part part ")
        }
    }

    @Test func `a writer waits for a client that lags behind`() async throws {
        let progress = Progress()
        try await withServer { _ in
            HTTPResponse(
                body: .stream { writer in
                    for _ in 0..<300 {
                        try await writer.write([UInt8](repeating: 65, count: 65536))
                        progress.chunks.value += 1
                    }
                })
        } _: { test in
            let client = try test.connect()
            client.get("/")
            try waitUntil { progress.chunks.value > 0 }
            usleep(50_000)
            #expect(progress.chunks.value < 250)
            #expect(try client.receive().body.count == 300 * 65536)
        }
    }

    @Test func `a writer learns that its client left`() async throws {
        let progress = Progress()
        try await withServer { request in
            HTTPResponse(
                body: .stream { writer in
                    do {
                        while true {
                            try await writer.write("tick ")
                            progress.chunks.value += 1
                            try await request.loop.sleep(for: .milliseconds(1))
                        }
                    } catch {
                        progress.ended.value = true
                        throw error
                    }
                })
        } _: { test in
            var client: TestClient? = try test.connect()
            client?.get("/")
            try waitUntil { progress.chunks.value > 2 }
            client = nil
            try waitUntil { progress.ended.value }
            try waitUntil { test.server.statistics.openConnections == 0 }
        }
    }

    @Test func `a stream that fails ends the connection without its last chunk`() async throws {
        struct Failure: Error {}
        try await withServer { _ in
            HTTPResponse(
                body: .stream { writer in
                    try await writer.write("half")
                    throw Failure()
                })
        } _: { test in
            let client = try test.connect()
            client.get("/")
            #expect(throws: TestClient.Ended.self) { try client.receive() }
        }
    }
}

/// What a stream reports to its test.
private final class Progress: Sendable {
    let chunks = Shared(0)
    let ended = Shared(false)
}
