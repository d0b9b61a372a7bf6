import Glibc
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

    /// The line of the log with these words.
    private static func line(_ words: String, of output: String) throws -> Substring {
        let lines = output.split(separator: "\n").filter { $0.contains(words) }
        #expect(lines.count == 1, "\(words)")
        return try #require(lines.first)
    }

    @Test func `the log tells what an operation cost, its statements, and what caches held`() throws {
        // Slow operations have a line more.
        let server = try SampleServer([
            "MARQUEE_LOOPS": "1", "MARQUEE_SCRYPT_COST": "10", "MARQUEE_CACHE": "entities",
            "MARQUEE_SLOW_OPERATION": "off",
        ])
        let genre = "{ genre(slug: \\\"drama\\\") { name } movie(id: \\\"M_1\\\") { title } }"
        _ = try server.answer("query First \(genre)")
        // Caches rest while news may be late, as on a busy machine: one of these finds them in use.
        for _ in 0..<20 {
            _ = try server.answer("query Second \(genre)")
            usleep(50_000)
        }
        _ = try server.answer("query Refused { none }")
        let viewer = try SignedUpViewer("logged", port: server.port)
        _ = try viewer.ask(
            #"mutation Write { updateProfile(input: {bio: "x"}) { user { bio } } }"#, port: server.port)
        _ = try viewer.ask("mutation Nothing { logout(input: {}) { ok } }", port: server.port)
        let output = server.endInGoodOrder().output
        #expect(try Self.line(#""operation":"First""#, of: output).contains(#""cost":2,"sql":2,"cacheHits":0,"#))
        let second = output.split(separator: "\n").filter { $0.contains(#""operation":"Second""#) }
        #expect(second.contains { $0.contains(#""cost":2,"sql":0,"cacheHits":2,"#) }, "\(second)")
        // The change, and the account that the payload shows; and the end of the session.
        #expect(try Self.line(#""operation":"Write""#, of: output).contains(#","sql":2,"cacheHits":0,"#))
        #expect(try Self.line(#""operation":"Nothing""#, of: output).contains(#","sql":1,"cacheHits":0,"#))
        #expect(output.contains(#""status":400,"errors":1,"#) && !output.contains(#""cost":null"#))
    }

    @Test func `the log has a line for each page, too`() throws {
        let server = try SampleServer()
        for path in ["/healthz", "/nowhere?with=query", "/.well-known/jwks.json"] {
            _ = try LocalSocket.get(path, port: server.port)
        }
        let output = server.endInGoodOrder().output
        for (path, status) in [("/healthz", 200), ("/nowhere", 404), ("/.well-known/jwks.json", 200)] {
            let line = try Self.line(#""path":"\#(path)""#, of: output)
            #expect(line.contains(#""client":"127.0.0.1","method":"GET","#), "\(line)")
            #expect(line.contains(#""status":\#(status),"microseconds":"#), "\(line)")
        }
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
