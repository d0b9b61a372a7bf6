import EventLoop
import Glibc
import GraphQLHTTP
import TestSupport
import Testing

/// Operations with `@defer` and `@stream` over HTTP.
@Suite struct MultipartTests {
    static let body =
        #"{"query":"{ hello greeter { ... @defer(label: \"late\") { name } } words @stream(initialCount: 1) }"}"#
    static let initial =
        #"{"data":{"hello":"Hello, world!","greeter":{},"words":["a"]},"#
        + #""pending":[{"id":"0","path":["greeter"],"label":"late"},{"id":"1","path":["words"]}],"hasNext":true}"#
    static let rest =
        #"{"incremental":[{"id":"0","data":{"name":"Ada"}},{"id":"1","items":["b"]}],"#
        + #""completed":[{"id":"0"},{"id":"1"}],"hasNext":false}"#

    @Test(arguments: ["multipart/mixed", "multipart/mixed, application/graphql-response+json, application/json"])
    func `a client that takes parts gets them`(accept: String) async throws {
        try await withServer { test in
            let answer = try test.post(Self.body, accept: accept)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "multipart/mixed; boundary=\"-\"")
            let head = "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
            #expect(answer.text == head + Self.initial + head + Self.rest + "\r\n-----\r\n")
        }
    }

    @Test func `a client that takes events gets an event for each part`() async throws {
        try await withServer { test in
            let answer = try test.post(Self.body, accept: "text/event-stream, application/json")
            #expect(answer["Content-Type"] == "text/event-stream; charset=utf-8")
            #expect(
                answer.text
                    == "event: next\ndata: \(Self.initial)\n\nevent: next\ndata: \(Self.rest)\n\nevent: complete\ndata:\n\n"
            )
        }
    }

    @Test(arguments: ["application/json", "*/*", "multipart/mixed;deferSpec=20220824, application/json"])
    func `a client that takes neither gets everything at once`(accept: String) async throws {
        try await withServer { test in
            let answer = try test.post(Self.body, accept: accept)
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(answer.text == #"{"data":{"hello":"Hello, world!","greeter":{"name":"Ada"},"words":["a","b"]}}"#)
        }
    }

    @Test func `what has no parts comes as JSON where that is accepted`() async throws {
        try await withServer { test in
            let both = try test.post(#"{"query":"{ hello }"}"#, accept: "multipart/mixed, application/json")
            #expect(both.text == #"{"data":{"hello":"Hello, world!"}}"#)
            let only = try test.post(#"{"query":"{ hello }"}"#, accept: "multipart/mixed")
            #expect(only.text.hasSuffix("\r\n\r\n{\"data\":{\"hello\":\"Hello, world!\"}}\r\n-----\r\n"))
        }
    }

    @Test func `a request that is refused is answered in JSON`() async throws {
        try await withServer { test in
            let answer = try test.post(#"{"query":"{ nothing }"}"#, accept: "multipart/mixed")
            #expect(answer.code == "GRAPHQL_VALIDATION_FAILED")
        }
    }

    @Test func `a client that leaves ends what is still to come`() async throws {
        try await withServer { test in
            let body = #"{"query":"{ hello greeter { ... @defer { endless } } }"}"#
            let client = try TestClient(port: test.port)
            client.send(
                "POST /graphql HTTP/1.1\r\nHost: a\r\nAccept: multipart/mixed\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            while try !client.line().contains("hasNext") {}
            #expect(test.reports.withLock { $0.isEmpty })
            client.reset()
            for _ in 0..<5000 where test.reports.withLock({ $0.isEmpty }) { usleep(1000) }
            #expect(test.reports.withLock { $0.map(\.status) } == [499])
        }
    }

    @Test func `the deadline ends what is still to come`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.requestTimeout = .milliseconds(100)
        try await withServer(configuration) { test in
            let body = #"{"query":"{ greeter { ... @defer { endless } } }"}"#
            let answer = try? test.post(body, accept: "multipart/mixed")
            #expect(answer?.text.hasSuffix("-----\r\n") != true)
            #expect(test.reports.withLock { $0.count } == 1)
        }
    }
}
