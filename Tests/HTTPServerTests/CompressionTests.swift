import TestSupport
import Testing

@testable import HTTPServer

@Suite struct CompressionTests {
    static let long = String(repeating: "{\"title\":\"The Matrix\"}", count: 100)

    @Test func `a long answer is compressed for a client that accepts gzip`() async throws {
        try await withServer(handler: { _ in HTTPResponse(headers: .json, body: .bytes(Array(Self.long.utf8))) }) {
            test in
            let client = try test.connect()
            for _ in 0..<2 {
                client.get("/", headers: "Accept-Encoding: br, gzip\r\n")
                let answer = try client.receive()
                #expect(answer["Content-Encoding"] == "gzip")
                #expect(answer["Vary"] == "Accept-Encoding")
                #expect(answer.body.prefix(2) == [0x1f, 0x8b])
                #expect(answer.body.count < 200)
                // A gzip file ends with the size of its content (RFC 1952).
                let size = answer.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
                #expect(size == Self.long.utf8.count)
            }
        }
    }

    @Test func `short answers, pictures, and clients that do not ask are sent as they are`() async throws {
        try await withServer { request in
            switch request.path {
            case "/short": .text("short")
            case "/picture": HTTPResponse(headers: ["Content-Type": "image/png"], body: .bytes(Array(Self.long.utf8)))
            default: .text(Self.long)
            }
        } _: { test in
            let client = try test.connect()
            for (path, header) in [
                ("/short", "gzip"), ("/picture", "gzip"), ("/long", "gzip;q=0"), ("/long", "identity"),
            ] {
                client.get(path, headers: "Accept-Encoding: \(header)\r\n")
                let answer = try client.receive()
                #expect(answer["Content-Encoding"] == nil)
                #expect(answer["Vary"] == (path == "/long" ? "Accept-Encoding" : nil))
                #expect(answer.text == (path == "/short" ? "short" : Self.long))
            }
        }
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("br, gzip ; q=0.5", true), ("gzip;q=0", false), ("gzip; Q=0.000", false),
        ("*", true), ("*;q=0", false), ("br, *;q=0.1", true), ("*, gzip;q=0", false), ("identity", false),
        ("", false), (",;,", false), ("gzip;q=x", false), ("x-gzip", true),
    ])
    func `qualities decide about gzip`(header: String, isAllowed: Bool) {
        #expect(AcceptEncoding.allowsGzip(header) == isAllowed)
    }
}
