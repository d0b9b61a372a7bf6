import EventLoop
import Glibc
import GraphQL
import TestSupport
import Testing

@testable import GraphQLHTTP

@Suite struct RequestLogTests {
    private let report = RequestReport(
        operationName: "Say\"Hi\"", kind: .query, outcome: .complete, status: 200, errorCount: 0, cost: 21,
        statementCount: 3,
        cacheHits: 40, responseBytes: 31, isDocumentCached: true, duration: .microseconds(1500),
        traceID: TraceID(high: 1, low: 2),
        clientAddress: "127.0.0.1")

    /// Runs `body` on a loop whose log goes into a pipe; returns what was written there.
    private func logged(_ body: @escaping @Sendable (RequestLog) async throws -> Void) async throws -> String {
        var ends: [Int32] = [0, 0]
        try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let output = ends[1]
        let group = try EventLoopGroup(count: 1)
        try group.start()
        let writer = LogWriter(descriptor: output)
        let log = RequestLog(loop: group.loops[0], writer: writer)
        try await run(on: group.loops[0]) { try await body(log) }
        writer.drain(within: .seconds(10))
        close(output)
        defer { close(ends[0]) }
        group.stop()
        group.join()
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = unsafe read(ends[0], &chunk, chunk.count), count > 0 { text += chunk.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `a request is one line of JSON`() async throws {
        let text = try await logged { log in
            log.record(report)
            log.flush()
        }
        #expect(text.last == "\n")
        let line = try JSONReader.value(of: Array(text.utf8).span)
        #expect(line["trace"]?.string == "00000000000000010000000000000002")
        #expect(line["operation"]?.string == "Say\"Hi\"")
        #expect(line["kind"]?.string == "query")
        #expect(line["cached"]?.boolean == true)
        #expect(line["status"]?.int64 == 200)
        #expect(line["errors"]?.int64 == 0)
        #expect(line["bytes"]?.int64 == 31)
        #expect(line["cost"]?.int64 == 21)
        #expect(line["sql"]?.int64 == 3)
        #expect(line["cacheHits"]?.int64 == 40)
        #expect(line["microseconds"]?.int64 == 1500)
        #expect(line["client"]?.string == "127.0.0.1")
        #expect(line["time"]?.string?.count == "2026-11-21T02:35:47.000Z".count)
    }

    @Test func `a request for a page is a line, too`() async throws {
        let text = try await logged { log in
            log.record(
                PageReport(
                    method: "GET", path: "/no\"where", status: 404, duration: .microseconds(70), clientAddress: "::1"))
            log.flush()
        }
        let line = try JSONReader.value(of: Array(text.utf8).span)
        #expect(line["method"]?.string == "GET")
        #expect(line["path"]?.string == "/no\"where")
        #expect(line["status"]?.int64 == 404)
        #expect(line["microseconds"]?.int64 == 70)
        #expect(line["client"]?.string == "::1")
    }

    @Test func `a slow operation is told of with its statements, the longest first`() async throws {
        let text = try await logged { log in
            let times = [
                StatementTime(name: "genres", keys: 3, duration: .milliseconds(2)),
                StatementTime(name: "titles", keys: 1, duration: .milliseconds(300)),
                StatementTime(name: "titles", keys: 20, duration: .milliseconds(200)),
                StatementTime(name: "never\"ended", keys: 7, duration: nil),
            ]
            log.record(SlowOperation(report: report, statements: times))
            log.flush()
        }
        let line = try JSONReader.value(of: Array(text.utf8).span)
        #expect(line["level"]?.string == "warning")
        #expect(line["message"]?.string == "slow operation")
        #expect(line["trace"]?.string == "00000000000000010000000000000002")
        #expect(line["operation"]?.string == "Say\"Hi\"")
        #expect(line["microseconds"]?.int64 == 1500)
        let statements = line["statements"]?.array ?? []
        #expect(statements.map { $0["name"]?.string } == ["titles", "genres", "never\"ended"])
        #expect(statements.map { $0["count"]?.int64 } == [2, 1, 1])
        #expect(statements.map { $0["keys"]?.int64 } == [21, 3, 7])
        #expect(statements.map { $0["microseconds"]?.int64 } == [500_000, 2000, 0])
    }

    @Test func `lines leave by themselves, in order`() async throws {
        let text = try await logged { log in
            for status in 1...100 {
                var report = report
                report.status = status
                log.record(report)
            }
            try await EventLoop.current?.sleep(for: .milliseconds(300))
        }
        let lines = text.split(separator: "\n").map { try? JSONReader.value(of: Array($0.utf8).span) }
        #expect(lines.map { $0?["status"]?.int64 } == (1...100).map { $0 })
    }

    @Test func `the clock reads as RFC 3339`() {
        #expect(String(decoding: LogClock.format(1_795_228_547), as: UTF8.self) == "2026-11-21T02:35:47")
    }
}
