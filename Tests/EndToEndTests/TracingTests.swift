import Testing

/// What tells an operator and a developer how an answer came about.
@Suite(.onOwnThreads) struct TracingTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test func `a trace goes on in the log, unless it is malformed`() throws {
        let server = try SampleServer()
        let sound = "traceparent: 00-\(Self.trace)-00f067aa0ba902b7-01\r\n"
        let malformed = [
            "traceparent: 00-\(Self.trace.uppercased())-00f067aa0ba902b7-01\r\n",
            "traceparent: 00-\(Self.trace)-0000000000000000-01\r\n",
            "traceparent: ff-\(Self.trace)-00f067aa0ba902b7-01\r\n",
            "traceparent: 00-\(Self.trace)-00f067aa0ba902b7-01-more\r\n",
            sound + "traceparent: 00-\(Self.trace)-00f067aa0ba902b8-01\r\n",
        ]
        _ = try server.answer("query Sound { genre(slug: \\\"drama\\\") { name } }", headers: sound)
        for headers in malformed {
            _ = try server.answer("query Malformed { genre(slug: \\\"drama\\\") { name } }", headers: headers)
        }
        let lines = server.endInGoodOrder().output.split(separator: "\n")
        let traces = lines.filter { $0.contains(#""operation":"Malformed""#) }.map { line in
            line.split(separator: #""trace":""#).last?.prefix { $0 != "\"" } ?? ""
        }
        #expect(
            lines.filter { $0.contains(#""operation":"Sound""#) && $0.contains(#""trace":"\#(Self.trace)""#) }.count
                == 1)
        #expect(traces.count == malformed.count)
        #expect(Set(traces).count == malformed.count)
        #expect(traces.allSatisfy { $0.count == 32 && $0.lowercased() != Self.trace })
    }

    @Test func `on demand an answer shows its statements and their batches`() throws {
        let server = try SampleServer(["MARQUEE_DEBUG_EXTENSIONS": "1"])
        let answer = try server.answer(
            "{ a: movies(first: 2) { nodes { title } } genre(slug: \\\"drama\\\") { name } }")
        #expect(
            answer.contains(#""extensions":{"sql":[{"name":"titles_by_popularity","text":"select k.key, t.* from"#),
            "\(answer)")
        #expect(answer.contains(#""keys":1,"batchKeys":1,"microseconds":"#))
        #expect(answer.contains(#"{"name":"genre_by_slug","text":"select"#), "\(answer)")
        server.endInGoodOrder()
    }
}
