import EventLoop
import Glibc
import GraphQL
import TestSupport
import Testing

@testable import GraphQLHTTP

@Suite struct AnswerCacheTests {
    /// Stands for the state of the data; nil for unknown.
    private let number = Locked<UInt64?>(1)
    /// How often that was asked.
    private let asked = Locked(0)
    /// What servers share.
    private let shared = Locked<[String: [UInt8]]>([:])

    private func run(toll: AnswerToll? = nil, _ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await withServer(
            answers: { [number, asked, shared] loop in
                AnswerCache(
                    loop: loop, capacity: 1 << 20, salt: "test",
                    shared: SharedAnswers(
                        place: { key in number.withLock { $0 }.map { "\($0):\(key.text)" } },
                        find: { place in shared.withLock { $0[place] } },
                        keep: { place, bytes, _ in shared.withLock { $0[place] = bytes } })
                ) { _ in
                    asked.withLock { $0 += 1 }
                    return number.withLock { $0 }
                }
            }, toll: toll, body)
    }

    private let counted = #"{"query":"{ counted }"}"#

    @Test func `an answer is made once, and told with its age`() async throws {
        try await run { (test) async throws in
            let first = try test.post(counted)
            #expect(first.text == #"{"data":{"counted":"nobody 1"}}"#)
            #expect(first["Cache-Control"] == "public, max-age=60")
            #expect(first["Age"] == "0")
            #expect(first["ETag"] == nil)
            let again = try test.post(counted)
            #expect(again.text == first.text)
            #expect(again["Content-Type"] == "application/json; charset=utf-8")
            #expect(
                try test.post(counted, accept: "application/graphql-response+json")["Content-Type"]?.hasPrefix(
                    "application/graphql-response+json") == true)
            // Written otherwise, it is the same operation of another document.
            #expect(try test.post(#"{ "query":"{ counted }" }"#).text == first.text)
            #expect(test.reports.withLock { $0.map(\.answerSource) } == [nil, .hit, .hit, .hit])
        }
    }

    @Test func `what the schema says of itself is written once`() async throws {
        try await run { (test) async throws in
            let introspection = #"{"query":"{ __schema { queryType { fields { name } } } }"}"#
            let first = try test.post(introspection)
            #expect(first["Cache-Control"] == "public, max-age=300" && first.text.contains(#"{"name":"counted"}"#))
            #expect(try test.post(introspection).text == first.text)
            #expect(test.reports.withLock { $0.map(\.answerSource) } == [nil, .hit])
        }
    }

    @Test func `an answer that was made for others costs its toll, and is refused to who cannot pay`() async throws {
        let left = Locked(2)
        let spent = GraphQLError("Spent.", extensions: [.code(.rateLimited), ErrorExtension("retryAfter", .int(7))])
        let toll = AnswerToll(points: 1) { _ in
            left.withLock { left in
                left -= 1
                return left < 0 ? spent : nil
            }
        }
        try await run(toll: toll) { (test) async throws in
            // Whoever has it made pays what it costs, and no toll.
            for _ in 0..<3 { #expect(try test.post(counted).status == 200) }
            #expect(test.reports.withLock { $0.map(\.cost) }.suffix(2) == [1, 1])
            for body in [counted, #"{ "query":"{ counted }" }"#] {
                let refused = try test.post(body)
                #expect(
                    refused.status == 429 && refused.code == "RATE_LIMITED" && refused["Retry-After"] == "7", "\(body)")
            }
            #expect(try test.post(#"{"query":"{ hello }"}"#).status == 200, "no answer of others")
            left.withLock { $0 = 1 }
            #expect(try test.post(counted).text == #"{"data":{"counted":"nobody 1"}}"#)
        }
    }

    @Test func `variables, operations and methods have answers of their own`() async throws {
        try await run { (test) async throws in
            let body =
                #"{"query":"query A($n: String) { counted(name: $n) } query B { counted }","operationName":"A","variables":{"n":"NAME"}}"#
            let ann = try test.post(body.replacing("NAME", with: "Ann"))
            #expect(ann.text == #"{"data":{"counted":"Ann 1"}}"#)
            #expect(try test.post(body.replacing("NAME", with: "Bob")).text == #"{"data":{"counted":"Bob 2"}}"#)
            #expect(
                try test.post(body.replacing(#"Name":"A"#, with: #"Name":"B"#)).text
                    == #"{"data":{"counted":"nobody 3"}}"#)
            #expect(try test.post(body.replacing("NAME", with: "Ann")).text == ann.text)
        }
    }

    @Test func `whoever brings a token or asks for the cost is not given what others got`() async throws {
        try await run { (test) async throws in
            _ = try test.post(counted)
            for header in ["Authorization", "GraphQL-Cost"] {
                let answer = try test.send(
                    "POST", "/graphql", ["Content-Type": "application/json", header: "report"],
                    body: Array(counted.utf8))
                #expect(!answer.text.contains("nobody 1"), "\(header)")
                #expect(answer["Cache-Control"] == nil)
            }
        }
    }

    @Test func `a request of another type is refused though its bytes are known`() async throws {
        try await run { (test) async throws in
            _ = try test.post(counted)
            _ = try test.post(counted)
            #expect(try test.post(counted, type: "text/plain").status == 415)
            _ = try test.get("query=%7Bcounted%7D")
            #expect(try test.get("query=%7Bcounted%7D", ["Origin": "https://evil.example"]).status == 403)
        }
    }

    @Test func `a GET is answered with 304 to who has the answer`() async throws {
        try await run { (test) async throws in
            let first = try test.get("query=%7Bcounted%7D")
            let tag = try #require(first["ETag"])
            for condition in [tag, "\"x\", \(tag)", "*", String(tag.dropFirst(2))] {
                let again = try test.get("query=%7Bcounted%7D", ["If-None-Match": condition])
                #expect(again.status == 304, "\(condition)")
                #expect(again.text.isEmpty)
                #expect(again["ETag"] == tag)
            }
            #expect(try test.get("query=%7Bcounted%7D", ["If-None-Match": "\"x\""]).status == 200)
            #expect(try test.send("HEAD", "/graphql?query=%7Bcounted%7D")["ETag"] == tag)
        }
    }

    @Test func `after a change the answer is made again, and while nobody knows of changes none is kept`() async throws
    {
        try await run { (test) async throws in
            #expect(try test.post(counted).text.contains("nobody 1"))
            number.withLock { $0 = 2 }
            #expect(try test.post(counted).text.contains("nobody 2"))
            number.withLock { $0 = nil }
            #expect(try test.post(counted).text.contains("nobody 3"))
            #expect(try test.post(counted).text.contains("nobody 4"))
            number.withLock { $0 = 3 }
            #expect(try test.post(counted).text.contains("nobody 5"))
            #expect(try test.post(counted).text.contains("nobody 5"))
        }
    }

    @Test func `what was begun before a change is not kept for those after it`() async throws {
        try await run { (test) async throws in
            let client = try TestClient(port: test.port)
            let head = "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n"
            client.send(Array("\(head)Content-Length: \(counted.utf8.count)\r\n\r\n\(counted)".utf8))
            // Once for the request's bytes, once for what they mean: then it has begun.
            while asked.withLock({ $0 }) < 2 { usleep(500) }
            number.withLock { $0 = 2 }
            #expect(try test.post(counted).text.contains("nobody 2"))
            #expect(try GraphQLAnswer(client.receive()).text.contains("nobody 1"))
            #expect(try test.post(counted).text.contains("nobody 2"))
        }
    }

    @Test func `many who ask at once wait for one`() async throws {
        try await run { (test) async throws in
            let clients = try (0..<10).map { _ in try TestClient(port: test.port) }
            let head = "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n"
            for client in clients {
                client.send(Array("\(head)Content-Length: \(counted.utf8.count)\r\n\r\n\(counted)".utf8))
            }
            for client in clients { #expect(try GraphQLAnswer(client.receive()).text.contains("nobody 1")) }
            #expect(test.computed.withLock { $0 } == 1)
        }
    }

    @Test func `answers with errors are not kept, absent ones for ten seconds`() async throws {
        try await run { (test) async throws in
            for _ in 0..<2 {
                let answer = try test.post(#"{"query":"{ flaky }"}"#)
                #expect(answer.message == "out of order")
                #expect(answer["Cache-Control"] == nil)
            }
            #expect(test.computed.withLock { $0 } == 2)
            #expect(try test.post(#"{"query":"{ absent }"}"#)["Cache-Control"] == "public, max-age=10")
        }
    }

    @Test func `servers find each other's answers, and none that is not one`() async throws {
        try await run { (test) async throws in
            _ = try test.post(counted)
            // It is shared behind the answer.
            while shared.withLock({ $0.isEmpty }) { usleep(500) }
        }
        try await run { (test) async throws in
            #expect(try test.post(counted).text.contains("nobody 1"))
            #expect(test.computed.withLock { $0 } == 0)
            #expect(test.reports.withLock { $0.map(\.answerSource) } == [.shared])
        }
        for damaged in [[], [1, 2, 3], [UInt8](repeating: 0, count: 100)] {
            shared.withLock { $0 = $0.mapValues { _ in damaged } }
            try await run { (test) async throws in #expect(try test.post(counted).text.contains("nobody 1")) }
            #expect(shared.withLock { $0.values.first } != damaged)
        }
    }
}
