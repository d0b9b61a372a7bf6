import EventLoop
import GraphQL
import GraphQLHTTP
import TestSupport
import Testing

@Suite struct RefusalLimitTests {
    /// Runs a server that counts refused requests and, from `most` of them on, refuses whoever is refused.
    private static func run(
        most: Int, _ body: @Sendable (TestServer, Locked<Int>) async throws -> Void
    ) async throws {
        let count = Locked(0)
        let error = GraphQLError(
            "Too many.", extensions: [.code(.rateLimited), ErrorExtension("retryAfter", .int(7))])
        let refusals = RefusalLimit(
            count: { _ in count.withLock { $0 += 1 } },
            refusal: { _ in count.withLock { $0 } >= most ? error : nil })
        try await withServer(refusals: refusals) { try await body($0, count) }
    }

    @Test(arguments: [
        #"{"query":"{"}"#, #"{"query":"{ none }"}"#, "{", #"{"no":"query"}"#,
        #"{"query":"query ($n: String!) { hello(name: $n) }"}"#, #"[{"query":"{ none }"}]"#,
    ])
    func `a request that the client has to mend is counted`(body: String) async throws {
        try await Self.run(most: 2) { server, count in
            _ = try server.post(body)
            #expect(count.withLock { $0 } == 1)
        }
    }

    @Test(arguments: [#"{"query":"{ hello }"}"#, #"{"query":"{ broken }"}"#])
    func `what is answered is not, be it with an error`(body: String) async throws {
        try await Self.run(most: 2) { server, count in
            _ = try server.post(body)
            #expect(count.withLock { $0 } == 0)
        }
    }

    @Test func `documents of operations that were refused when they began are counted on streams, too`() async throws {
        try await Self.run(most: 9) { server, count in
            let locked = #"{"query":"subscription { locked }"}"#
            _ = try server.post(locked, accept: "text/event-stream")
            #expect(count.withLock { $0 } == 1)
            _ = try server.post(#"{"query":"subscription { failing }"}"#, accept: "text/event-stream")
            #expect(count.withLock { $0 } == 1, "a source that fails is the server's")
        }
    }

    @Test func `beyond the limit new documents are not read, and any refusal says when to come again`() async throws {
        try await Self.run(most: 1) { server, count in
            let known = #"{"query":"{ hello }"}"#
            #expect(try server.post(known).status == 200)
            _ = try server.post("{")
            for body in [#"{"query":"{ words }"}"#, #"{"query":"{ none }"}"#, "{"] {
                let answer = try server.post(body)
                #expect(
                    answer.status == 429 && answer.code == "RATE_LIMITED" && answer["Retry-After"] == "7", "\(body)")
            }
            #expect(try server.get("query=%7Bwords%7D", ["Apollo-Require-Preflight": "1"]).status == 429)
            #expect(try server.post(known).text == #"{"data":{"hello":"Hello, world!"}}"#)
            #expect(count.withLock { $0 } == 1, "who is refused for it is not counted again")
        }
    }
}
