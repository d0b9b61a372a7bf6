import EventLoop
import GraphQL
import TestSupport
import Testing

@testable import GraphQLHTTP

@Suite struct JointRunsTests {
    private static let engine = try? Greeter.engine()

    private func key(_ text: String = "{ hello }", _ variables: JSONValue = .null, _ languages: String? = nil) throws
        -> JointRunKey
    {
        JointRunKey(try operation(text), variables: variables, languages: languages)
    }

    /// The same object for the same text.
    private static let operations = Locked<[String: PreparedOperation]>([:])

    private func operation(_ text: String) throws -> PreparedOperation {
        if let known = Self.operations.withLock({ $0[text] }) { return known }
        let made = try #require(Self.engine).prepare(Source(text), operationName: nil)
        Self.operations.withLock { $0[text] = made }
        return made
    }

    /// Takes part as a request does: tells what it did in `log`, and runs until it may end.
    private struct Asker {
        let runs: JointRuns
        let log: Locked<[String]>

        func ask(_ name: String, _ key: JointRunKey, until end: Flag, fails: Bool = false) async {
            switch await runs.join(key) {
            case .answered: log.withLock { $0.append("\(name) answered") }
            case .runs(let run):
                log.withLock { $0.append("\(name) runs") }
                await end.wait()
                runs.end(key, run, fails ? nil : Response(refusal: []))
            }
        }
    }

    /// What tests let go.
    private final class Flag: Sendable {
        private let isUp = Locked(false)
        func raise() { isUp.withLock { $0 = true } }
        func wait() async { while !isUp.withLock({ $0 }) { try? await Task.sleep(for: .microseconds(200)) } }
    }

    /// Until all who could go on have done so.
    private func settle() async { for _ in 0..<10 { try? await Task.sleep(for: .milliseconds(1)) } }

    /// - Parameter fewest: 0, so that already the second one waits.
    private func onLoop(
        fewest: Int = 0, patience: Duration = .seconds(60),
        _ body: @escaping @Sendable (JointRuns, EventLoop) async throws -> Void
    ) async throws {
        try await onOwnLoop { loop in
            try await body(JointRuns(loop: loop, fewest: fewest, patience: patience), loop)
        }
    }

    @Test func `those who come while one runs wait for it, and are run once`() async throws {
        let (key, log) = (try key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, log: log)
            let (first, second) = (Flag(), Flag())
            let tasks = [("a", first), ("b", second), ("c", second), ("d", second)].map { name, end in
                loop.spawn { await asker.ask(name, key, until: end) }
            }
            await settle()
            #expect(log.withLock { $0 } == ["a runs"])
            first.raise()
            await settle()
            #expect(log.withLock { $0 } == ["a runs", "b runs"])
            second.raise()
            for task in tasks { await task.value }
            #expect(log.withLock { $0 } == ["a runs", "b runs", "c answered", "d answered"])
        }
    }

    @Test func `nobody takes part in a run that has begun`() async throws {
        let (key, log) = (try key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, log: log)
            let ends = [Flag(), Flag(), Flag()]
            var tasks = [loop.spawn { await asker.ask("a", key, until: ends[0]) }]
            tasks.append(loop.spawn { await asker.ask("b", key, until: ends[1]) })
            await settle()
            ends[0].raise()
            await settle()
            tasks.append(loop.spawn { await asker.ask("late", key, until: ends[2]) })
            await settle()
            for end in ends[1...] { end.raise() }
            for task in tasks { await task.value }
            #expect(log.withLock { $0 } == ["a runs", "b runs", "late runs"])
        }
    }

    @Test func `what is asked otherwise does not wait`() async throws {
        let keys = [
            try key(), try key("{ words }"), try key("{ hello }", .object([])), try key("{ hello }", .null, "de"),
            // Equal as texts, but not as bytes.
            try key("{ hello }", .string("\u{e9}")), try key("{ hello }", .string("e\u{301}")),
        ]
        let log = Locked<[String]>([])
        try await onLoop { runs, loop in
            let (asker, end) = (Asker(runs: runs, log: log), Flag())
            let tasks = keys.indices.map { index in loop.spawn { await asker.ask("\(index)", keys[index], until: end) }
            }
            await settle()
            #expect(log.withLock { $0 } == keys.indices.map { "\($0) runs" })
            end.raise()
            for task in tasks { await task.value }
        }
    }

    @Test func `few are run side by side`() async throws {
        let (key, log) = (try key(), Locked<[String]>([]))
        try await onLoop(fewest: 2) { runs, loop in
            let (asker, end) = (Asker(runs: runs, log: log), Flag())
            for _ in 0..<2 {
                let tasks = ["a", "b"].map { name in loop.spawn { await asker.ask(name, key, until: end) } }
                end.raise()
                for task in tasks { await task.value }
            }
            #expect(log.withLock { $0 } == ["a runs", "b runs", "a runs", "b runs"])
        }
    }

    @Test func `where a run fails, each who waited for it is run alone`() async throws {
        let (key, log) = (try key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, log: log)
            let (first, rest) = (Flag(), Flag())
            let tasks = ["a", "b", "c", "d"].map { name in
                loop.spawn { await asker.ask(name, key, until: name == "a" ? first : rest, fails: name < "c") }
            }
            await settle()
            first.raise()
            rest.raise()
            for task in tasks { await task.value }
            #expect(log.withLock { $0 } == ["a runs", "b runs", "c runs", "d runs"])
        }
    }

    @Test func `nobody waits long for a run that does not end`() async throws {
        let (key, log) = (try key(), Locked<[String]>([]))
        try await onLoop(patience: .milliseconds(5)) { runs, loop in
            let (asker, end) = (Asker(runs: runs, log: log), Flag())
            let slow = loop.spawn { await asker.ask("slow", key, until: end) }
            let done = Flag()
            done.raise()
            await settle()
            let next = ["b", "c"].map { name in loop.spawn { await asker.ask(name, key, until: done) } }
            for task in next { await task.value }
            #expect(log.withLock { $0 } == ["slow runs", "b runs", "c answered"])
            end.raise()
            await slow.value
            await asker.ask("d", key, until: done)
            #expect(log.withLock { $0.last } == "d runs")
        }
    }

    @Test func `who leaves while waiting for others lets them go on`() async throws {
        let (key, log) = (try key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, log: log)
            let (first, rest) = (Flag(), Flag())
            rest.raise()
            let tasks = ["a", "b", "c"].map { name in
                loop.spawn { await asker.ask(name, key, until: name == "a" ? first : rest) }
            }
            await settle()
            // It was to lead.
            tasks[1].cancel()
            await tasks[1].value
            await tasks[2].value
            first.raise()
            await tasks[0].value
            #expect(log.withLock { $0 } == ["a runs", "b runs", "c answered"])
        }
    }

    private let counted = #"{"query":"{ counted }"}"#

    private func ask(_ test: TestServer, _ headers: String = "", times: Int, _ body: String? = nil) throws -> [String] {
        let body = body ?? counted
        let clients = try (0..<times).map { _ in try TestClient(port: test.port) }
        let head =
            "POST /graphql HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n\(headers)"
        for client in clients { client.send(Array("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)) }
        return try clients.map { try GraphQLAnswer($0.receive()).text }
    }

    @Test func `a server without caches runs once what many ask at once, and each pays its toll`() async throws {
        let paid = Locked(0)
        let toll = AnswerToll(points: 1) { _ in
            paid.withLock { $0 += 1 }
            return nil
        }
        try await withServer(toll: toll) { (test) async throws in
            let answers = try ask(test, times: 30)
            let computed = test.computed.withLock { $0 }
            #expect(answers.allSatisfy { $0.contains("nobody") })
            #expect(Set(answers).count == computed)
            #expect(computed < 15)
            #expect(paid.withLock { $0 } == 30 - computed)
            #expect(test.reports.withLock { $0.count { $0.answerSource == .hit } } == 30 - computed)
        }
    }

    @Test(arguments: ["Authorization: Bearer x\r\n", "GraphQL-Cost: report\r\n"])
    func `who asks in person is run alone`(header: String) async throws {
        try await withServer { (test) async throws in
            _ = try ask(test, header, times: 12)
            #expect(test.computed.withLock { $0 } == 12)
        }
    }

    @Test func `errors are each one's own`() async throws {
        try await withServer { (test) async throws in
            let answers = try ask(test, times: 12, #"{"query":"{ flaky }"}"#)
            #expect(answers.allSatisfy { $0.contains("out of order") })
            #expect(test.computed.withLock { $0 } == 12)
        }
    }
}
