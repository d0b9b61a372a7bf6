import Glibc
import PostgreSQL
import Testing

@testable import Services

/// What happens to requests that take long, and to those in flight when the server stops.
@Suite(.onOwnThreads) struct DeadlineTests {
    /// A lock on the table of all titles, taken as the owner: whoever reads them waits until it is released.
    private struct TitlesLock {
        private let owner: OwnerConnection

        init(_ server: SampleServer) throws {
            owner = try OwnerConnection(url: server.database)
            try owner.execute("begin; lock table titles in access exclusive mode")
        }

        func release() throws { try owner.execute("commit") }

        /// Waits, for ten seconds at most, until somebody waits for the lock.
        func isWaitedFor() -> Bool {
            Pause.until(seconds: 10) {
                let waiting = try? owner.query("select count(*) from pg_locks where not granted")
                return waiting.map { $0.int(0, 0) > 0 } ?? false
            }
        }
    }

    @Test func `when its time is over a request is answered with what is there`() throws {
        let server = try SampleServer(["MARQUEE_REQUEST_TIMEOUT": "1s", "MARQUEE_SLOW_OPERATION": "900ms"])
        let first = try server.answer("{ movies(first: 1) { nodes { id } } }")
        let id = try #require(first.split(separator: "\"id\":\"").last?.prefix { $0 != "\"" })
        let document = "query Screen { genre(slug: \\\"drama\\\") { name } movie(id: \\\"\(id)\\\") { title } }"
        let lock = try TitlesLock(server)
        let begun = ContinuousClock.now
        let late = try server.answer(document)
        let elapsed = ContinuousClock.now - begun
        #expect(elapsed > .milliseconds(900) && elapsed < .seconds(3), "\(elapsed)")
        #expect(late.hasPrefix("HTTP/1.1 200 "))
        #expect(late.contains(#""data":{"genre":{"name":"Drama"},"movie":null}"#), "\(late)")
        #expect(late.contains(#""path":["movie"]"#))
        #expect(late.contains(#""code":"TIMEOUT""#))
        #expect(late.split(separator: #""code""#).count == 2)
        try lock.release()

        let whole = try server.answer(document)
        #expect(whole.hasSuffix(#"{"data":{"genre":{"name":"Drama"},"movie":{"title":"The Godfather"}}}"#), "\(whole)")
        let metrics = try LocalSocket.get("/metrics", port: server.port)
        #expect(metrics.contains(#"marquee_requests_total{operation="Screen",outcome="timeout"} 1"# + "\n"))
        #expect(metrics.contains(#"marquee_requests_total{operation="Screen",outcome="complete"} 1"# + "\n"))

        let lines = server.endInGoodOrder().output.split(separator: "\n")
        let slow = lines.filter { $0.contains(#""message":"slow operation""#) }
        #expect(slow.count == 1)
        #expect(slow.first?.contains(#""operation":"Screen","errors":1,"#) == true, "\(slow)")
        #expect(
            slow.first?.contains(#""statements":[{"name":"titles_by_id","count":1,"keys":1,"microseconds":"#) == true)
        #expect(slow.first?.contains(#"{"name":"genre_by_slug","count":1,"keys":1,"microseconds":"#) == true)
    }

    @Test func `a stop is seen by balancers first, and what is in flight is finished`() throws {
        // Nothing but the request is to wait for the lock.
        let server = try SampleServer([
            "MARQUEE_STOP_DELAY": "2s", "MARQUEE_REQUEST_TIMEOUT": "60s", "MARQUEE_CACHE": "off",
        ])
        let lock = try TitlesLock(server)
        let inFlight = try LocalSocket.beginPost(
            #"{"query":"{ movies(first: 1) { nodes { title } } }"}"#, port: server.port)
        #expect(lock.isWaitedFor())
        #expect(try LocalSocket.get("/readyz", port: server.port).hasPrefix("HTTP/1.1 200 "))

        server.process.signal(SIGTERM)
        let isTold = Pause.until(seconds: 2) {
            (try? LocalSocket.get("/readyz", port: server.port))?.hasSuffix("not ready: the server is stopping\n")
                == true
        }
        #expect(isTold)
        #expect(try LocalSocket.get("/healthz", port: server.port).hasPrefix("HTTP/1.1 200 "))
        #expect(try server.answer("{ genre(slug: \\\"drama\\\") { name } }").contains("Drama"))

        let isClosed = Pause.until(seconds: 10) { (try? LocalSocket.get("/healthz", port: server.port)) == nil }
        #expect(isClosed)
        try lock.release()
        let answer = inFlight.rest()
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.hasSuffix(#"{"data":{"movies":{"nodes":[{"title":"The Godfather"}]}}}"#), "\(answer)")
        let ending = server.process.end()
        #expect(ending.status == 0)
        #expect(ending.output.contains(#""kind":"query""#), "the last lines of the log are written, too")
    }
}
