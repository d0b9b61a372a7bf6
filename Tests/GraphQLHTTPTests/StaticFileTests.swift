import EventLoop
import GraphQLHTTP
import HTTPServer
import Testing

@Suite struct StaticFileTests {
    private static let long = [UInt8](repeating: UInt8(ascii: "a"), count: 4000)

    /// Serves one file at `/file`.
    private func withFile(_ bytes: [UInt8] = long, _ body: @Sendable (TestServer) async throws -> Void) async throws {
        let file = StaticFile(bytes, named: "file.txt", cacheControl: "no-cache", security: [:])
        try await withServer(extend: { $0.add("/file", file.answer) }, body)
    }

    @Test func `one tag stands for the file as it is and compressed, and says so by being weak`() async throws {
        try await withFile { test in
            let plain = try test.send("GET", "/file")
            let compressed = try test.send("GET", "/file", ["Accept-Encoding": "gzip"])
            #expect(plain["Content-Encoding"] == nil)
            #expect(compressed["Content-Encoding"] == "gzip")
            let tag = try #require(plain["ETag"])
            #expect(tag.hasPrefix("W/\""))
            #expect(compressed["ETag"] == tag)
        }
    }

    @Test func `a client that knows the file is told that it has not changed`() async throws {
        try await withFile { test in
            let tag = try #require(try test.send("GET", "/file")["ETag"])
            for known in [tag, String(tag.dropFirst(2)), "\"other\", \(tag)", "*"] {
                let answer = try test.send("GET", "/file", ["If-None-Match": known, "Accept-Encoding": "gzip"])
                #expect(answer.status == 304)
                #expect(answer.text.isEmpty)
                #expect(answer["ETag"] == tag)
            }
            #expect(try test.send("GET", "/file", ["If-None-Match": "\"other\""]).status == 200)
        }
    }

    @Test func `another content has another tag`() async throws {
        let tags = Locked<Set<String>>([])
        for byte: UInt8 in [0, 1] {
            try await withFile([byte]) { test in
                let tag = try #require(try test.send("GET", "/file")["ETag"])
                tags.withLock { _ = $0.insert(tag) }
            }
        }
        #expect(tags.withLock { $0.count } == 2)
    }
}
