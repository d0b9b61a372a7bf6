import EventLoop
import Glibc
import GraphQL
import GraphQLHTTP
import HTTPServer
import TestSupport
import Testing

/// A millisecond.
func pause() { usleep(1000) }

@Suite struct EventStreamTests {
    @Test func `a subscription is answered by events, over POST and GET`() async throws {
        try await withServer { test in
            let expected = """
                event: next\ndata: {"data":{"ticks":1}}\n
                event: next\ndata: {"data":{"ticks":2}}\n
                event: complete\ndata:\n\n
                """
            let posted = try test.post(#"{"query":"subscription { ticks(to: 2) }"}"#, accept: "text/event-stream")
            #expect(posted.status == 200)
            #expect(posted["Content-Type"] == "text/event-stream; charset=utf-8")
            #expect(posted["Cache-Control"] == "no-store")
            #expect(posted.text == expected)
            let gotten = try test.get(
                "query=subscription%7Bticks(to:2)%7D",
                ["Accept": "text/event-stream", "GraphQL-Require-Preflight": "1"])
            #expect(gotten.text == expected)
        }
    }

    @Test func `each event is reported with the time it took, and the whole with how long it lasted`() async throws {
        let steps = Locked<[RequestReport]>([])
        try await withServer(eventAnswered: { report, _ in steps.withLock { $0.append(report) } }) { server in
            _ = try server.post(#"{"query":"subscription Slow { pauses(to: 3) }"}"#, accept: "text/event-stream")
            let reports = steps.withLock { $0 }
            // Its beginning and its events.
            #expect(reports.map(\.operationName) == Array(repeating: "Slow", count: 4))
            #expect(Set(reports.map(\.traceID)).count == 4, "each has a trace of its own")
            #expect(reports.map { $0.responseBytes > 0 } == [false, true, true, true])
            let whole = try #require(server.reports.withLock { $0 }.first)
            let working = reports.reduce(Duration.zero) { $0 + $1.duration }
            #expect(whole.kind == .subscription && whole.duration >= working + .milliseconds(300))
        }
    }

    @Test func `a query is answered by events only where JSON will not do`() async throws {
        try await withServer { test in
            let body = #"{"query":"{ hello }"}"#
            let streamed = try test.post(body, accept: "text/event-stream")
            #expect(
                streamed.text
                    == "event: next\ndata: {\"data\":{\"hello\":\"Hello, world!\"}}\n\nevent: complete\ndata:\n\n")
            let both = try test.post(body, accept: "text/event-stream, application/json;q=0.5")
            #expect(both["Content-Type"] == "application/json; charset=utf-8")
        }
    }

    @Test func `what cannot begin is told by an event, or in JSON where that is accepted`() async throws {
        try await withServer { test in
            for query in ["{ hello(", "{ nothing }", "subscription { locked }"] {
                let answer = try test.post(#"{"query":"\#(query)"}"#, accept: "text/event-stream")
                #expect(answer.status == 200)
                #expect(answer.text.hasPrefix("event: next\ndata: {\"errors\":[{"), "\(answer.text)")
                #expect(answer.text.hasSuffix("\n\nevent: complete\ndata:\n\n"))
            }
            let json = try test.post(
                #"{"query":"subscription { nothing }"}"#,
                accept: "text/event-stream, application/graphql-response+json")
            #expect(json.status == 400)
            #expect(json.code == "GRAPHQL_VALIDATION_FAILED")
        }
    }

    @Test func `a quiet stream shows that it lives, and a client that leaves ends it`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.subscriptions.keepAliveInterval = .milliseconds(20)
        try await withServer(configuration) { test in
            do {
                let client = try subscribe(test, "subscription { silence }")
                for _ in 1...2 { #expect(try chunk(of: client) == ":\n\n") }
                #expect(test.listeners.withLock { $0 } == 1)
            }
            try wait { test.listeners.withLock { $0 == 0 } }
            try wait { test.reports.withLock { $0.count == 1 } }
            #expect(test.reports.withLock { $0.map(\.status) } == [200], "leaving is how a subscription ends")
        }
    }

    @Test func `leaving is seen at once, not at the next comment`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.subscriptions.keepAliveInterval = .seconds(3600)
        try await withServer(configuration) { test in
            do {
                let client = try subscribe(test, "subscription { silence }")
                try wait { test.listeners.withLock { $0 == 1 } }
                _ = client
            }
            try wait { test.listeners.withLock { $0 == 0 } }
        }
    }

    @Test func `stopping ends a stream with the reason and without complete`() async throws {
        try await withServer { test in
            let client = try subscribe(test, "subscription { silence }")
            try wait { test.listeners.withLock { $0 == 1 } }
            test.loop.spawn { await test.server.stop(within: .seconds(5)) }
            #expect(try chunk(of: client) == ": The server stops.\n\n")
            #expect(try client.line() == "0")
        }
    }

    private func subscribe(_ test: TestServer, _ query: String) throws -> TestClient {
        let client = try TestClient(port: test.port)
        let body = #"{"query":"\#(query)"}"#
        client.send(
            "POST /graphql HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try client.receive(toHead: true).status == 200)
        return client
    }

    private func chunk(of client: TestClient) throws -> String {
        let size = try #require(Int(try client.line(), radix: 16))
        let text = String(decoding: try client.bytes(size), as: UTF8.self)
        #expect(try client.line() == "")
        return text
    }
}
