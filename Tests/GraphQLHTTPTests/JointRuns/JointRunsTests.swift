import EventLoop
import GraphQL
import TestSupport
import Testing

@testable import GraphQLHTTP

@Suite struct JointRunsTests {
    private func key(
        _ text: String = "{ words }", _ variables: JSONValue = .null, _ languages: String? = nil
    ) -> JointRunKey {
        JointRunKey(operation: ContentHash.bytes(of: Array(text.utf8)), variables: variables, languages: languages)
    }

    /// Takes part as a request does: tells what it did in `log`, and runs until it may end.
    private struct Asker {
        let runs: JointRuns
        let loop: EventLoop
        let log: Locked<[String]>

        func ask(_ name: String, _ key: JointRunKey, until end: Flag, fails: Bool = false) async {
            switch await runs.join(key, on: loop) {
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
        fewest: Int = 0, patience: Duration = .seconds(60), crowd: Int = 8,
        _ body: @escaping @Sendable (JointRuns, EventLoop) async throws -> Void
    ) async throws {
        try await onOwnLoop { loop in
            try await body(JointRuns(fewest: fewest, patience: patience, crowd: crowd), loop)
        }
    }

    @Test func `those who come while one runs wait for it, and are run once`() async throws {
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, loop: loop, log: log)
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
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, loop: loop, log: log)
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
            key(), key("{ counted }"), key("{ words }", .object([])), key("{ words }", .null, "de"),
            // Equal as texts, but not as bytes.
            key("{ words }", .string("\u{e9}")), key("{ words }", .string("e\u{301}")),
        ]
        let log = Locked<[String]>([])
        try await onLoop { runs, loop in
            let (asker, end) = (Asker(runs: runs, loop: loop, log: log), Flag())
            let tasks = keys.indices.map { index in loop.spawn { await asker.ask("\(index)", keys[index], until: end) }
            }
            await settle()
            #expect(log.withLock { $0 } == keys.indices.map { "\($0) runs" })
            end.raise()
            for task in tasks { await task.value }
        }
    }

    @Test func `a crowd does not wait, if it is half of all at hand`() async throws {
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop(crowd: 3) { runs, loop in
            let asker = Asker(runs: runs, loop: loop, log: log)
            let (first, rest) = (Flag(), Flag())
            rest.raise()
            let slow = loop.spawn { await asker.ask("slow", key, until: first) }
            // Too few, then too small a part of all.
            var tasks = ["a", "b"].map { name in loop.spawn { await asker.ask(name, key, until: rest) } }
            let others = (0..<3).map { other in
                loop.spawn { await asker.ask("other", self.key("{ counted }", .number("\(other)")), until: first) }
            }
            await settle()
            tasks.append(loop.spawn { await asker.ask("c", key, until: rest) })
            await settle()
            #expect(log.withLock { $0.filter { $0 != "other runs" } } == ["slow runs"])
            tasks.append(loop.spawn { await asker.ask("d", key, until: rest) })
            for task in tasks { await task.value }
            #expect(log.withLock { $0.suffix(4) } == ["a runs", "b answered", "c answered", "d answered"])
            first.raise()
            for task in others + [slow] { await task.value }
        }
    }

    @Test func `those on different loops are run together`() async throws {
        let (key, log) = (key(), Locked<[String]>([]))
        let runs = JointRuns(fewest: 0, patience: .seconds(60))
        let (first, rest) = (Flag(), Flag())
        rest.raise()
        try await onOwnLoop { here in
            let slow = here.spawn { await Asker(runs: runs, loop: here, log: log).ask("slow", key, until: first) }
            await settle()
            try await onOwnLoop { there in
                var tasks: [Task<Void, Never>] = []
                for (name, loop) in [("a", there), ("b", here), ("c", there)] {
                    tasks.append(
                        loop.spawn {
                            await Asker(runs: runs, loop: loop, log: log).ask(name, key, until: rest)
                            #expect(loop.isCurrent)
                        })
                    await settle()
                }
                #expect(log.withLock { $0 } == ["slow runs"])
                first.raise()
                for task in tasks { await task.value }
            }
            await slow.value
        }
        #expect(log.withLock { $0.prefix(2) } == ["slow runs", "a runs"])
        #expect(Set(log.withLock { $0.dropFirst(2) }) == ["b answered", "c answered"])
    }

    @Test func `few are run side by side`() async throws {
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop(fewest: 2) { runs, loop in
            let (asker, end) = (Asker(runs: runs, loop: loop, log: log), Flag())
            for _ in 0..<2 {
                let tasks = ["a", "b"].map { name in loop.spawn { await asker.ask(name, key, until: end) } }
                end.raise()
                for task in tasks { await task.value }
            }
            #expect(log.withLock { $0 } == ["a runs", "b runs", "a runs", "b runs"])
        }
    }

    @Test func `where a run fails, each who waited for it is run alone`() async throws {
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, loop: loop, log: log)
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
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop(patience: .milliseconds(5)) { runs, loop in
            let (asker, end) = (Asker(runs: runs, loop: loop, log: log), Flag())
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
        let (key, log) = (key(), Locked<[String]>([]))
        try await onLoop { runs, loop in
            let asker = Asker(runs: runs, loop: loop, log: log)
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

    private let counts = #"{"query":"{ counts }"}"#

    private func ask(_ test: TestServer, _ headers: String = "", times: Int, _ body: String? = nil) throws -> [String] {
        let body = body ?? counts
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
            #expect(answers.allSatisfy { $0.hasPrefix(#"{"data":{"counts":["#) })
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

    @Test func `what has no lists is run alone`() async throws {
        try await withServer { (test) async throws in
            _ = try ask(test, times: 12, #"{"query":"{ counted }"}"#)
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
