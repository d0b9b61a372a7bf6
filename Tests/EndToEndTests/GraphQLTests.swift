import Glibc
import PostgreSQL
import Services
import Testing

/// GraphQL over HTTP: the built program over the sample catalogue.
@Suite(.onOwnThreads) struct GraphQLTests {
    /// A body that cannot be answered, and what the answer says: its status, the error's code and a part of its message.
    private struct Refusal: Sendable {
        let body: String
        let status: Int
        let code: String
        let message: String
    }

    private static let refusals = [
        Refusal(body: "{\"query\": \"{ genres ", status: 400, code: "BAD_REQUEST", message: "line 1, column"),
        Refusal(body: "[]", status: 400, code: "BATCHING_NOT_ALLOWED", message: "MARQUEE_BATCH"),
        Refusal(
            body: #"{"query":"{ movie(id: \"M_1\") { title }"}"#, status: 400, code: "GRAPHQL_PARSE_FAILED",
            message: "Syntax Error: Expected Name, found <EOF>."),
        Refusal(
            body: #"{"query":"{ movies { nodes { titel } } }"}"#, status: 400, code: "GRAPHQL_VALIDATION_FAILED",
            message: #"Cannot query field \"titel\" on type \"Movie\". Did you mean \"title\""#),
        Refusal(
            body: #"{"query":"query ($id: ID!) { movie(id: $id) { title } }"}"#, status: 400, code: "BAD_USER_INPUT",
            message: #"Variable \"$id\""#),
        Refusal(
            body: #"{"query":"query ($n: Int) { movies(first: $n) { totalCount } }","variables":{"n":"many"}}"#,
            status: 400, code: "BAD_USER_INPUT", message: #"Variable \"$n\""#),
    ]

    @Test func `queries are answered, and whatever is asked badly is explained and hurts nobody`() throws {
        let server = try SampleServer()
        let query = #"{"query":"{ genre(slug: \"drama\") { name } }"}"#
        let expected = #"{"data":{"genre":{"name":"Drama"}}}"#
        for refusal in Self.refusals {
            let answer = try LocalSocket.post(refusal.body, port: server.port)
            #expect(answer.hasPrefix("HTTP/1.1 \(refusal.status) "), "\(answer)")
            #expect(answer.contains(#""code":"\#(refusal.code)""#), "\(answer)")
            #expect(answer.contains(refusal.message), "\(answer)")
            #expect(!answer.contains(#""data""#))
            let after = try LocalSocket.post(query, port: server.port)
            #expect(after.hasPrefix("HTTP/1.1 200 "))
            #expect(after.hasSuffix(expected))
        }
        server.endInGoodOrder()
    }

    @Test func `titles are searched, completed and charted`() throws {
        let server = try SampleServer()
        let expected = [
            (
                "{ search(query: \\\"the matrx\\\", first: 1) { didYouMean nodes { ... on Title { slug } } } }",
                #"{"data":{"search":{"didYouMean":"the matrix","nodes":[{"slug":"the-matrix"}]}}}"#
            ),
            (
                "{ suggest(prefix: \\\"the mat\\\", first: 1) { text type } }",
                #"{"data":{"suggest":[{"text":"The Matrix","type":"MOVIE"}]}}"#
            ),
            (
                "{ popular(first: 1) { edges { rank } } upcoming { nodes { id } } trending { nodes { id } } }",
                #"{"data":{"popular":{"edges":[{"rank":1}]},"upcoming":{"nodes":[]},"trending":{"nodes":[]}}}"#
            ),
        ]
        for (document, answer) in expected {
            let text = try server.answer(document)
            #expect(text.hasPrefix("HTTP/1.1 200 "))
            #expect(text.hasSuffix(answer), "\(text)")
        }
        server.endInGoodOrder()
    }

    @Test func `the explorer's page is served, and long answers are compressed for those who take it`() throws {
        let server = try SampleServer()
        let page = try LocalSocket.get("/", port: server.port)
        #expect(page.hasPrefix("HTTP/1.1 200 "))
        #expect(page.lowercased().contains("content-type: text/html"))
        #expect(page.hasSuffix("</html>\n"))

        let query = #"{"query":"{ movies(first: 100) { nodes { title overview } } }"}"#
        let plain = try LocalSocket.post(query, port: server.port)
        let packed = try LocalSocket.post(query, headers: "Accept-Encoding: gzip\r\n", port: server.port)
        #expect(!plain.lowercased().contains("content-encoding"))
        #expect(plain.contains("The Godfather"))
        #expect(packed.lowercased().contains("content-encoding: gzip"))
        #expect(packed.utf8.count < plain.utf8.count)
        server.endInGoodOrder()
    }

    @Test func `a batch is answered at once, and its queries load together what they have in common`() throws {
        let server = try SampleServer(["MARQUEE_BATCH": "3", "MARQUEE_LOOPS": "1"])
        let top = #"{"query":"query Top { movies(first: 1) { nodes { title } } }"}"#
        let genre = #"{"query":"query Drama { genre(slug: \"drama\") { name } }"}"#
        let answer = try LocalSocket.post("[\(top),\(genre),\(top)]", accept: "application/json", port: server.port)
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        let movies = #"{"data":{"movies":{"nodes":[{"title":"The Godfather"}]}}}"#
        #expect(answer.body == #"[\#(movies),{"data":{"genre":{"name":"Drama"}}},\#(movies)]"#)
        let metrics = try LocalSocket.get("/metrics", port: server.port)
        #expect(metrics.contains(#"marquee_sql_statements_total{statement="titles_by_popularity"} 1\#n"#))
        #expect(metrics.contains(#"marquee_requests_total{operation="Top",outcome="complete"} 2\#n"#))

        let four = try LocalSocket.post(
            "[\(top),\(top),\(top),\(top)]", accept: "application/json", port: server.port)
        #expect(four.hasPrefix("HTTP/1.1 400 "))
        #expect(four.contains(#""code":"BATCH_TOO_LARGE""#))
        server.endInGoodOrder()
    }

    @Test func `the cast of a movie may follow the movie`() throws {
        let server = try SampleServer()
        let query =
            #"{"query":"{ movies(first: 1) { nodes { title ... @defer { cast(first: 1) { nodes { character } } } } } }"}"#
        let answer = try LocalSocket.post(query, accept: "multipart/mixed", port: server.port)
        #expect(answer.contains("Content-Type: multipart/mixed; boundary=\"-\""), "\(answer)")
        let initial =
            #"{"data":{"movies":{"nodes":[{"title":"The Godfather"}]}},"#
            + #""pending":[{"id":"0","path":["movies","nodes",0]}],"hasNext":true}"#
        let rest = #"{"incremental":[{"id":"0","data":{"cast":{"nodes":["#
        #expect(answer.contains(initial), "\(answer)")
        #expect(answer.contains(rest), "\(answer)")
        #expect(answer.hasSuffix("--\r\n\r\n0\r\n\r\n"))
        server.endInGoodOrder()
    }

    @Test func `when PostgreSQL ends all sessions, the next queries are answered`() throws {
        let server = try SampleServer()
        let query = #"{"query":"{ movies(first: 1) { nodes { title } } }"}"#
        let expected = #"{"data":{"movies":{"nodes":[{"title":"The Godfather"}]}}}"#
        #expect(try LocalSocket.post(query, port: server.port).hasSuffix(expected))
        let ended = try OwnerConnection(url: server.database).query(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
            """)
        #expect(ended.count > 0)
        for _ in 1...20 {
            let answer = try LocalSocket.post(query, port: server.port)
            #expect(answer.hasSuffix(expected), "\(answer)")
        }
        #expect(try LocalSocket.get("/readyz", port: server.port).hasPrefix("HTTP/1.1 200 "))
        server.endInGoodOrder()
    }
}
