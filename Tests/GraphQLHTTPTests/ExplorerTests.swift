import Glibc
import GraphQLHTTP
import Testing

@Suite struct ExplorerTests {
    private static let policy =
        "default-src 'self'; font-src data:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

    /// A folder with files, removed afterwards.
    private func withAssets(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        var template = Array("/tmp/marquee-explorer-XXXXXX".utf8CString)
        unsafe mkdtemp(&template)
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        for (name, text) in files {
            let file = unsafe open("\(folder)/\(name)", O_WRONLY | O_CREAT, 0o600)
            let count = unsafe write(file, text, text.utf8.count)
            #expect(count == text.utf8.count)
            close(file)
        }
        do { try await body(folder) } catch { Issue.record(error) }
        for name in files.keys { unsafe unlink("\(folder)/\(name)") }
        unsafe rmdir(folder)
    }

    @Test func `the page and its own files come from the binary, guarded by a strict policy`() async throws {
        try await withServer(extend: { Explorer(assets: "/nowhere").add(to: &$0) }) { test in
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

    @Test func `assets come from the folder and may be kept`() async throws {
        try await withAssets(["graphiql.min.js": "var GraphiQL;", ".hash": "secret"]) { folder in
            try await withServer(extend: { Explorer(assets: folder).add(to: &$0) }) { test in
                let answer = try test.send("GET", "/explorer/assets/graphiql.min.js")
                #expect(answer.text == "var GraphiQL;")
                #expect(answer["Cache-Control"] == "public, max-age=86400, immutable")
                #expect(try test.send("GET", "/explorer/assets/.hash").status == 404)
                #expect(try test.send("GET", "/explorer/assets/../assets/graphiql.min.js").status == 404)
            }
        }
    }

    @Test func `absent assets are not found, the page stays`() async throws {
        try await withServer(extend: { Explorer(assets: "/nowhere").add(to: &$0) }) { test throws in
            #expect(try test.send("GET", "/explorer/assets/graphiql.min.js").status == 404)
            #expect(try test.send("GET", "/").status == 200)
        }
    }
}
