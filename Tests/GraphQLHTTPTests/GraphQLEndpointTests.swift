import EventLoop
import Glibc
import GraphQL
import GraphQLHTTP
import TestSupport
import Testing

@Suite struct GraphQLEndpointTests {
    private let hello = #"{"query":"query Hi($n: String) { hello(name: $n) }","variables":{"n":"Ann"}}"#

    @Test func `a query with variables is answered`() async throws {
        try await withServer { test in
            let answer = try test.post(hello)
            #expect(answer.status == 200)
            #expect(answer.text == #"{"data":{"hello":"Hello, Ann!"}}"#)
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(answer["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test func `a report tells how each request went`() async throws {
        try await withServer { test in
            let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let headers = ["Content-Type": "application/json", "traceparent": traceparent]
            _ = try test.send("POST", "/graphql", headers, body: Array(hello.utf8))
            _ = try test.post(#"{"query":"{ broken }"}"#)
            _ = try test.post("{")
            _ = try test.post("{}", type: "text/plain")
            let reports = test.reports.withLock { $0 }
            #expect(reports.map(\.outcome) == [.complete, .partial, .unreadable, nil])
            #expect(reports.map(\.status) == [200, 200, 400, 415])
            #expect(reports.map(\.errorCount) == [0, 1, 1, 1])
            #expect(reports[0].operationName == "Hi")
            #expect(reports[0].kind == .query)
            #expect(reports[0].responseBytes == #"{"data":{"hello":"Hello, Ann!"}}"#.utf8.count)
            #expect(reports[0].traceID.description == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(reports[0].clientAddress == "127.0.0.1")
            #expect(reports[0].duration > .zero)
            #expect(reports[1].traceID != reports[2].traceID)
        }
    }

    @Test func `a request whose client left is told of as abandoned`() async throws {
        try await withServer { test in
            let body = #"{"query":"query Slow { slow }"}"#
            let client = try TestClient(port: test.port)
            client.send(
                "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            for _ in 0..<5000 where test.contexts.withLock({ $0 == 0 }) { usleep(1000) }
            client.reset()
            for _ in 0..<5000 where test.reports.withLock({ $0.isEmpty }) { usleep(1000) }
            #expect(test.reports.withLock { $0.map(\.status) } == [499])
            try await run(on: test.loop) {
                #expect(test.endpoint.requestStatistics["Slow"]?[.abandoned] == 1)
            }
        }
    }

    @Test func `who asks is told what the operation costs`() async throws {
        try await withServer { test in
            let headers = ["Content-Type": "application/json", "GraphQL-Cost": "report"]
            let body = Array(#"{"query":"{ greeter { name } }"}"#.utf8)
            let answer = try test.send("POST", "/graphql", headers, body: body)
            #expect(
                answer.text
                    == #"{"data":{"greeter":{"name":"Ada"}},"extensions":{"cost":{"requested":1,"actual":1}}}"#)
        }
    }

    // MARK: The document cache

    @Test func `a document is prepared once, whatever the variables and other members`() async throws {
        try await withServer { test in
            _ = try test.post(hello)
            let again = #"{ "variables": {"n": "Bob"}, "query":"query Hi($n: String) { hello(name: $n) }", "x": 1 }"#
            #expect(try test.post(again).text == #"{"data":{"hello":"Hello, Bob!"}}"#)
            let reports = test.reports.withLock { $0 }
            #expect(reports.map(\.isDocumentCached) == [false, true])
            let statistics = test.endpoint.documentCacheStatistics
            #expect(statistics.hits == 1)
            #expect(statistics.misses == 1)
            #expect(statistics.count == 1)
            #expect(statistics.size > 0)
        }
    }

    @Test func `the operation's name belongs to what is prepared`() async throws {
        try await withServer { test in
            let both = "query A { a: hello } query B { b: hello }"
            for name in ["A", "B", "A"] {
                let answer = try test.post(#"{"query":"\#(both)","operationName":"\#(name)"}"#)
                #expect(answer.json["data"]?[name.lowercased()]?.string == "Hello, world!")
            }
            #expect(test.endpoint.documentCacheStatistics.count == 2)
            #expect(test.endpoint.documentCacheStatistics.hits == 1)
        }
    }

    @Test func `failed documents are not kept`() async throws {
        try await withServer { test in
            for _ in 0..<2 { _ = try test.post(#"{"query":"{ nothing }"}"#) }
            #expect(test.endpoint.documentCacheStatistics.count == 0)
            #expect(test.endpoint.documentCacheStatistics.misses == 2)
        }
    }

    @Test func `escapes are resolved, and the same bytes in a URL mean another document`() async throws {
        try await withServer { test in
            let escaped = #"{"query":"{ hello(name: \"\\u00e9\\\"\") }\u000a"}"#
            #expect(try test.post(escaped).json["data"]?["hello"]?.string == "Hello, é\"!")
            let answer = try test.get(#"query=%7B%20hello(name:%20%5C%22a%5C%22)%20%7D"#)
            #expect(answer.code == "GRAPHQL_PARSE_FAILED")
        }
    }

    // MARK: Bad input

    @Test(arguments: [
        ("{\"query\":\n  nope}", "line 2, column 3"), ("{\"query\":\"{ hello }\"} x", "line 1, column 23"),
        ("[1,", "line 1"), ("", "no body"), ("{\"query\":\"{ hello }\",\"query\":\"\"}", "twice"),
        ("{\"query\":\"{ hello }\",\n\"variables\":{\"a\":1,\"a\":2}}", "line 2, column 20"),
    ])
    func `malformed JSON is answered with one error that says where`(body: String, part: String) async throws {
        try await withServer { test in
            let answer = try test.post(body)
            #expect(answer.status == 400)
            #expect(answer.code == "BAD_REQUEST")
            #expect(answer.json["errors"]?.array?.count == 1)
            #expect(answer.message?.contains(part) == true, "\(answer.text)")
        }
    }

    @Test func `invalid UTF-8 is refused`() async throws {
        try await withServer { test in
            let body = Array(#"{"query":"{ hello(name: \""#.utf8) + [0xFF] + Array(#"\") }"}"#.utf8)
            let answer = try test.send("POST", "/graphql", ["Content-Type": "application/json"], body: body)
            #expect(answer.status == 400)
            #expect(answer.message?.contains("UTF-8") == true)
            let url = try test.get("query=%7B%20hello(name:%20%22%FF%22)%20%7D")
            #expect(url.status == 400)
            #expect(url.message?.contains("UTF-8") == true)
        }
    }

    @Test(arguments: [#"[{"query":"{ hello }"}]"#, "1", "null", #""{ hello }""#])
    func `a body that is no object is refused`(body: String) async throws {
        try await withServer { test in
            let answer = try test.post(body)
            #expect(answer.status == 400)
            #expect(answer.message?.contains("JSON object") == true)
        }
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", "not served"), ("text/plain", "not served"),
        ("multipart/form-data; boundary=x", "not served"), ("application/json; charset=latin1", "UTF-8"),
        ("", "no Content-Type"),
    ])
    func `bodies of other types are refused, which also keeps out forms of other sites`(
        type: String, part: String
    ) async throws {
        try await withServer { test in
            let answer = try test.post(#"{"query":"mutation { greet(name: \"x\") }"}"#, type: type)
            #expect(answer.status == 415)
            #expect(answer.code == "UNSUPPORTED_MEDIA_TYPE")
            #expect(answer.message?.contains(part) == true)
        }
    }

    @Test func `a client that takes no JSON is refused`() async throws {
        try await withServer { test in
            let answer = try test.post(hello, accept: "text/html")
            #expect(answer.status == 406)
            #expect(answer.code == "NOT_ACCEPTABLE")
        }
    }

    @Test(arguments: ["PUT", "DELETE", "PATCH", "BREW"])
    func `other methods are refused`(method: String) async throws {
        try await withServer { test in
            let answer = try test.send(method)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "GET, HEAD, POST, OPTIONS")
        }
    }

    @Test func `a subscription needs another transport`() async throws {
        try await withServer { test in
            let answer = try test.post(
                #"{"query":"subscription { silence }"}"#, accept: "application/graphql-response+json")
            #expect(answer.status == 400)
            #expect(answer.code == "OPERATION_NOT_SUPPORTED")
        }
    }

    @Test func `an empty operation name is as good as none, wherever it comes`() async throws {
        try await withServer { test in
            let answer = try test.post(#"{"query":"{ hello }","operationName":""}"#)
            #expect(answer.text == #"{"data":{"hello":"Hello, world!"}}"#)
            #expect(try test.get("query=%7Bhello%7D&operationName=").text == answer.text)
            let several = try test.post(#"{"query":"query A { hello } query B { hello }","operationName":""}"#)
            #expect(several.message?.hasPrefix("Must provide operation name") == true)
        }
    }

    // MARK: GET

    @Test func `a GET carries its parameters in the URL`() async throws {
        try await withServer { test in
            let query =
                "query=query+A(%24n:String)%7Bhello(name:%24n)%7D&operationName=A&variables=%7B%22n%22:%22a%2Bb%22%7D"
            let answer = try test.get(query)
            #expect(answer.text == #"{"data":{"hello":"Hello, a+b!"}}"#)
            #expect(answer["Vary"] == "Accept, Accept-Language, Authorization")
            #expect(try test.get("operationName=&variables=&\(query.prefix(50))").status == 200)
        }
    }

    @Test func `mutations are refused by GET`() async throws {
        try await withServer { test in
            let answer = try test.get("query=mutation%7Bgreet(name:%22x%22)%7D")
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "POST")
        }
    }

    @Test(arguments: [
        ("", "no \"query\""), ("query=", "no \"query\""), ("query=a&query=b", "twice"), ("query=%7", "hexadecimal"),
        ("query=%7Bhello%7D&variables=%7B", "\"variables\" is not valid JSON"),
        ("query=%7Bhello%7D&variables=1", "must be an object"),
        ("query=%7Bhello%7D&extensions=%5B%5D", "must be an object"),
    ])
    func `bad parameters of a URL are named`(parameters: String, part: String) async throws {
        try await withServer { test in
            let answer = try test.get(parameters)
            #expect(answer.status == 400)
            #expect(answer.message?.contains(part) == true, "\(answer.text)")
        }
    }

    @Test func `HEAD is answered without a body`() async throws {
        try await withServer { test in
            let answer = try test.send("HEAD", "/graphql?query=%7Bhello%7D")
            #expect(answer.status == 200)
            #expect(answer["Content-Length"] == "34")
            #expect(answer.text.isEmpty)
        }
    }

    // MARK: Other origins

    @Test(arguments: [
        ["Origin": "https://evil.example"], ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
        ["User-Agent": "Mozilla/5.0 (X11)"],
        ["User-Agent": "Mozilla/5.0 (X11)", "Content-Type": "text/plain"],
    ])
    func `a browser's GET without a preflight is refused`(headers: [String: String]) async throws {
        try await withServer { test in
            let answer = try test.get("query=%7Bhello%7D", headers)
            #expect(answer.status == 403)
            #expect(answer.code == "PREFLIGHT_REQUIRED")
            for (name, value) in [
                ("GraphQL-Require-Preflight", "1"), ("X-Requested-With", "fetch"), ("Content-Type", "application/json"),
                ("X-Apollo-Operation-Name", "Hello"),
            ] {
                var proven = headers
                proven[name] = value
                #expect(try test.get("query=%7Bhello%7D", proven).status == 200)
            }
        }
    }

    @Test(arguments: [["Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0"], ["Sec-Fetch-Site": "none"], [:]])
    func `the server's own pages, typed addresses and programs may GET`(headers: [String: String]) async throws {
        try await withServer { test throws in
            #expect(try test.get("query=%7Bhello%7D", headers).status == 200)
        }
    }

    @Test func `listed origins may read answers, others may not`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.allowedOrigins = ["https://app.example"]
        try await withServer(configuration) { test in
            let preflight = try test.send(
                "OPTIONS", "/graphql",
                ["Origin": "https://app.example", "Access-Control-Request-Method": "POST"])
            #expect(preflight.status == 204)
            #expect(preflight["Access-Control-Allow-Origin"] == "https://app.example")
            #expect(preflight["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS")
            #expect(
                preflight["Access-Control-Allow-Headers"]
                    == "Accept-Language, Authorization, Content-Type, GraphQL-Cost, Traceparent, "
                    + "GraphQL-Require-Preflight, X-Apollo-Operation-Name, X-Requested-With")
            let headers = ["Content-Type": "application/json", "Origin": "https://app.example"]
            let answer = try test.send("POST", "/graphql", headers, body: Array(hello.utf8))
            #expect(answer["Access-Control-Allow-Origin"] == "https://app.example")
            #expect(answer["Vary"] == "Origin")
            let other = try test.send("OPTIONS", "/graphql", ["Origin": "https://evil.example"])
            #expect(other.status == 204)
            #expect(other["Access-Control-Allow-Origin"] == nil)
            #expect(other["Access-Control-Allow-Methods"] == nil)
        }
    }

    // MARK: Time and status

    @Test func `a request is cancelled at its deadline`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.requestTimeout = .milliseconds(50)
        try await withServer(configuration) { test in
            let start = ContinuousClock.now
            let answer = try test.post(#"{"query":"{ slow }"}"#)
            #expect(ContinuousClock.now - start < .seconds(4))
            #expect(answer.status == 200)
            #expect(answer.json["data"]?["slow"] == .null)
            #expect(answer.json["errors"]?.array?.count == 1)
        }
    }

    @Test func `the draft's status codes are a setting`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.statusRules = .draft
        try await withServer(configuration) { test throws in
            let type = "application/graphql-response+json"
            #expect(try test.post(#"{"query":"{ nothing }"}"#, accept: type).status == 422)
            #expect(try test.post(#"{"query":"{"}"#, accept: type).status == 400)
            #expect(try test.post(#"{"query":"{ broken }"}"#, accept: type).status == 294)
            #expect(try test.post(#"{"query":"{ hello }"}"#, accept: type).status == 200)
            #expect(try test.post(#"{"qeury":"{ hello }"}"#, accept: type).status == 422)
            #expect(try test.post(#"{"query":"query ($n: String!) { hello(name: $n) }"}"#, accept: type).status == 422)
            #expect(try test.post(#"{"query":"{ broken }"}"#, accept: "application/json").status == 200)
        }
    }
}
