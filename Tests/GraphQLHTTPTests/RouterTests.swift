import GraphQLHTTP
import HTTPServer
import TestSupport
import Testing

@Suite struct RouterTests {
    @Test func `an unknown path is answered in the client's terms`() async throws {
        try await withServer { test in
            let words = try test.send("GET", "/graphq")
            #expect(words.status == 404)
            #expect(words["Content-Type"] == "text/plain; charset=utf-8")
            #expect(words.text.contains("/graphql"))
            let json = try test.send("GET", "/graphq", ["Accept": "application/json"])
            #expect(json.status == 404)
            #expect(json.code == "NOT_FOUND")
        }
    }

    @Test func `a path serves its methods only, and tells them`() async throws {
        try await withServer(extend: { $0.add("/thing") { _ in .text("thing") } }) { test in
            #expect(try test.send("GET", "/thing").text == "thing")
            #expect(try test.send("HEAD", "/thing").status == 200)
            let refused = try test.send("POST", "/thing", body: [])
            #expect(refused.status == 405)
            #expect(refused["Allow"] == "GET, HEAD, OPTIONS")
            let asked = try test.send("OPTIONS", "/thing")
            #expect(asked.status == 204)
            #expect(asked["Allow"] == "GET, HEAD, OPTIONS")
        }
    }

    @Test func `a folder takes all paths below it that have no handler of their own`() async throws {
        try await withServer(extend: {
            $0.addFolder("/things/") { .text("folder \($0.path)") }
            $0.add("/things/one") { _ in .text("one") }
        }) { test throws in
            #expect(try test.send("GET", "/things/one").text == "one")
            #expect(try test.send("GET", "/things/two").text == "folder /things/two")
            #expect(try test.send("GET", "/things").status == 404)
            #expect(try test.send("POST", "/things/two", body: [])["Allow"] == "GET, HEAD, OPTIONS")
        }
    }

    @Test func `health means alive, readiness means able`() async throws {
        let readiness = Shared(Readiness.ready)
        try await withServer(extend: { $0.addHealth { readiness.value } }) { test in
            #expect(try test.send("GET", "/healthz").text == "ok\n")
            #expect(try test.send("GET", "/readyz").status == 200)
            readiness.value = .notReady(reason: "the database is away")
            let answer = try test.send("GET", "/readyz")
            #expect(answer.status == 503)
            #expect(answer.text == "not ready: the database is away\n")
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["Retry-After"] == "1")
            #expect(try test.send("GET", "/healthz").status == 200)
        }
    }
}
