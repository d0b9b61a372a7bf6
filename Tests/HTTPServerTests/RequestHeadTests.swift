import HTTPServer
import TestSupport
import Testing

@Suite struct RequestHeadTests {
    /// How a request tells where its body ends.
    enum Framing: CaseIterable { case length, chunks }

    /// A request whose body is `body`.
    private func request(_ method: String, _ framing: Framing, body: String) -> String {
        switch framing {
        case .length:
            "\(method) / HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        case .chunks:
            "\(method) / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
        }
    }

    @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], Framing.allCases)
    func `a body is read whatever the method, and the next request begins after it`(
        method: String, framing: Framing
    ) async throws {
        try await withServer { request in
            .text("\(request.path) \(String(decoding: request.copyBody(), as: UTF8.self))")
        } _: { test in
            let client = try test.connect()
            client.send(request(method, framing, body: "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"))
            #expect(try client.receive().text == "/ GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n")
            client.get("/next")
            #expect(try client.receive().text == "/next ")
        }
    }

    @Test(
        arguments: [
            "HEAD", "TRACE", "CONNECT", "PURGE", "PROPFIND", "REPORT", "SEARCH", "MKCOL", "LINK", "QUERY", "BREW",
        ], Framing.allCases)
    func `a body that is not read for its method does not run as the next request`(
        method: String, framing: Framing
    ) async throws {
        let handled = Shared(0)
        try await withServer { _ in
            handled.value += 1
            return .text("done")
        } _: { test in
            let client = try test.connect()
            client.send(request(method, framing, body: "POST /hidden HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"))
            let answer = String(decoding: try client.receiveToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
            #expect(answer.split(separator: "HTTP/1.1 ").count == 1, "\(answer)")
            #expect(handled.value == 0)
        }
    }

    @Test(arguments: ["HEAD", "QUERY"])
    func `a body without bytes hides nothing`(method: String) async throws {
        try await withServer(handler: { .text("\($0.method)") }) { test in
            let client = try test.connect()
            client.send("\(method) / HTTP/1.1\r\nHost: h\r\nContent-Length: 00\r\n\r\n")
            #expect(try client.receive(toHead: method == "HEAD").status == 200)
            client.get("/")
            #expect(try client.receive().text == "get")
        }
    }
}
