import EventLoop
import GraphQL
import GraphQLHTTP
import Testing

@Suite struct BatchTests {
    private static let allowed: GraphQLHTTPConfiguration = {
        var configuration = GraphQLHTTPConfiguration()
        configuration.maximumBatch = 4
        return configuration
    }()

    @Test func `operations are answered in their order, queries with one context`() async throws {
        try await withServer(Self.allowed) { test in
            let answer = try test.post(
                """
                [{"query": "query Hi($n: String) { hello(name: $n) }", "variables": {"n": "Ann"}},
                 {"query": "query Words { words }", "operationName": "Words"},
                 {"query": "query Hi($n: String) { hello(name: $n) }", "variables": {"n": "Bob"}}]
                """)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(
                answer.text
                    == #"[{"data":{"hello":"Hello, Ann!"}},{"data":{"words":["a","b"]}},{"data":{"hello":"Hello, Bob!"}}]"#
            )
            #expect(test.contexts.withLock { $0 } == 1)
            let reports = test.reports.withLock { $0 }
            #expect(reports.compactMap(\.operationName).sorted() == ["Hi", "Hi", "Words"])
            #expect(Set(reports.map(\.traceID)).count == 1)
            #expect(test.endpoint.documentCacheStatistics.hits == 1)
        }
    }

    @Test func `a query that waits does not keep the others from running`() async throws {
        var configuration = Self.allowed
        configuration.requestTimeout = .milliseconds(300)
        try await withServer(configuration) { test in
            let start = ContinuousClock.now
            let answer = try test.post(
                #"[{"query":"{ slow }"},{"query":"{ slow }"},{"query":"{ slow }"},{"query":"{ words }"}]"#)
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(answer.json.array?.map { $0["errors"]?.array?.count ?? 0 } == [1, 1, 1, 0])
            let words = test.reports.withLock { $0.first }
            #expect(words?.outcome == .complete)
        }
    }

    @Test func `a batch that changes something runs in order, each operation with its own context`() async throws {
        try await withServer(Self.allowed) { test in
            let answer = try test.post(
                #"""
                [{"query":"query A { hello }"},{"query":"mutation B { greet(name: \"x\") }"},{"query":"query C { hello }"}]
                """#)
            #expect(
                answer.text
                    == #"[{"data":{"hello":"Hello, world!"}},{"data":{"greet":"x"}},{"data":{"hello":"Hello, world!"}}]"#
            )
            #expect(test.contexts.withLock { $0 } == 3)
            #expect(test.reports.withLock { $0.map(\.operationName) } == ["A", "B", "C"])
        }
    }

    @Test func `what is wrong with one operation stands in its place`() async throws {
        try await withServer(Self.allowed) { test in
            let answer = try test.post(
                #"[{"query":"{ nothing }"},{"query":"{ words }"},7,{"query":"subscription { silence }"}]"#)
            #expect(answer.status == 200)
            let codes = answer.json.array?.map { $0["errors"]?.array?.first?["extensions"]?["code"]?.string }
            #expect(codes == ["GRAPHQL_VALIDATION_FAILED", nil, "BAD_REQUEST", "OPERATION_NOT_SUPPORTED"])
            #expect(answer.json.array?[1]["data"]?["words"]?.array?.count == 2)
            #expect(test.reports.withLock { $0.count } == 4)
            #expect(test.contexts.withLock { $0 } == 1)
        }
    }

    @Test func `a batch without any operation that can run makes no context`() async throws {
        try await withServer(Self.allowed) { test in
            let answer = try test.post(#"[{"query":"{"},{}]"#)
            #expect(answer.json.array?.count == 2)
            #expect(test.contexts.withLock { $0 } == 0)
        }
    }

    @Test func `documents may be named, and deferred parts come whole`() async throws {
        try await withServer(Self.allowed) { test in
            let answer = try test.post(
                #"""
                [{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(String(repeating: "0", count: 64))"}}},
                 {"query":"{ greeter { ... @defer { name } } }"}]
                """#)
            #expect(answer.json.array?[0]["errors"]?.array?.first?["message"]?.string == "PersistedQueryNotFound")
            #expect(answer.text.hasSuffix(#",{"data":{"greeter":{"name":"Ada"}}}]"#))
        }
    }

    @Test func `arrays are refused unless allowed`() async throws {
        try await withServer { test in
            let answer = try test.post(#" [{"query":"{ hello }"}]"#)
            #expect(answer.status == 400)
            #expect(answer.code == "BATCHING_NOT_ALLOWED")
            #expect(answer.message?.contains("MARQUEE_BATCH") == true)
        }
    }

    @Test func `more operations than allowed are refused, with both numbers`() async throws {
        try await withServer(Self.allowed) { test in
            let five = "[" + [String](repeating: #"{"query":"{ hello }"}"#, count: 5).joined(separator: ",") + "]"
            let answer = try test.post(five)
            #expect(answer.status == 400)
            #expect(answer.code == "BATCH_TOO_LARGE")
            #expect(answer.message?.contains("holds 5 operations; at most 4") == true)
            #expect(test.contexts.withLock { $0 } == 0)
        }
    }

    @Test(arguments: [
        ("[]", "empty array"), (#"[{"query":"{ hello }"},]"#, "column 24"),
        (#"[{"query":"{ hello }","variables":{"a":1,"a":2}}]"#, "column 42"), (#"[{"query":"{ hello }"}"#, "column 23"),
    ])
    func `an array that cannot be read is refused as a whole`(body: String, part: String) async throws {
        try await withServer(Self.allowed) { test in
            let answer = try test.post(body)
            #expect(answer.status == 400)
            #expect(answer.code == "BAD_REQUEST")
            #expect(answer.message?.contains(part) == true, "\(answer.text)")
        }
    }

    @Test func `an array of answers is plain JSON, which the client has to take`() async throws {
        try await withServer(Self.allowed) { test in
            let both = "application/graphql-response+json, application/json;q=0.9"
            let taken = try test.post(#"[{"query":"{ nothing }"}]"#, accept: both)
            #expect(taken.status == 200)
            #expect(taken["Content-Type"] == "application/json; charset=utf-8")
            let refused = try test.post(#"[{"query":"{ hello }"}]"#, accept: "application/graphql-response+json")
            #expect(refused.status == 406)
            #expect(refused.code == "NOT_ACCEPTABLE")
        }
    }
}
