import GraphQLHTTP
import Testing

@Suite struct ExplorerTests {
    private static let policy =
        "default-src 'self'; font-src data:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

    @Test func `the page and its own files come from the binary, guarded by a strict policy`() async throws {
        try await withServer(extend: { Explorer(assets: []).add(to: &$0) }) { test in
            for (path, type) in [
                ("/", "text/html; charset=utf-8"), ("/explorer/explorer.js", "text/javascript; charset=utf-8"),
                ("/explorer/explorer.css", "text/css; charset=utf-8"), ("/explorer/icon.svg", "image/svg+xml"),
            ] {
                let answer = try test.send("GET", path)
                #expect(answer.status == 200)
                #expect(answer["Content-Type"] == type)
                #expect(answer["Content-Security-Policy"] == Self.policy)
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Referrer-Policy"] == "no-referrer")
                #expect(answer["Cache-Control"] == "no-cache")
                let again = try test.send("GET", path, ["If-None-Match": try #require(answer["ETag"])])
                #expect(again.status == 304)
                #expect(again.text.isEmpty)
            }
            #expect(try test.send("GET", "/").text.contains("<title>Marquee explorer</title>"))
        }
    }

    @Test func `assets lie below the page, and browsers ask whether they changed`() async throws {
        let assets = [(name: "graphiql.min.js", bytes: Array("var GraphiQL;".utf8))]
        try await withServer(extend: { Explorer(assets: assets).add(to: &$0) }) { test throws in
            let answer = try test.send("GET", "/explorer/assets/graphiql.min.js")
            #expect(answer.text == "var GraphiQL;")
            #expect(answer["Cache-Control"] == "no-cache")
            #expect(try test.send("GET", "/explorer/assets/../assets/graphiql.min.js").status == 404)
        }
    }

    @Test func `absent assets are not found, the page stays`() async throws {
        try await withServer(extend: { Explorer(assets: []).add(to: &$0) }) { test throws in
            #expect(try test.send("GET", "/explorer/assets/graphiql.min.js").status == 404)
            #expect(try test.send("GET", "/").status == 200)
        }
    }
}
