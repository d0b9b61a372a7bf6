import PostgreSQL
import TestSupport
import Testing

@testable import Services

/// `/metrics` of the built program.
@Suite(.onOwnThreads) struct MetricsTests {
    @Test func `the page counts what was asked`() throws {
        let server = try SampleServer(["MARQUEE_LOOPS": "2", "MARQUEE_CACHE": "off"])
        for _ in 1...20 {
            #expect(try server.answer("query Top { movies(first: 2) { nodes { title } } }").contains("The Godfather"))
        }
        _ = try server.answer("{ genre(slug: \\\"drama\\\") { name } }")
        _ = try server.answer("{ movies { nodes { titel } } }")
        _ = try LocalSocket.get("/graphql?query=mutation{x}", port: server.port)
        let deep = String(repeating: "{ a ", count: 40) + String(repeating: "}", count: 40)
        #expect(try server.answer(deep).contains("DEPTH_EXCEEDED"))
        let page = try Page(port: server.port)
        #expect(page.head.hasPrefix("HTTP/1.1 200 "))
        #expect(page.head.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))

        #expect(page[#"marquee_requests_total{operation="Top",outcome="complete"}"#] == 20)
        #expect(page[#"marquee_requests_total{operation="anonymous",outcome="complete"}"#] == 1)
        #expect(page[#"marquee_requests_total{operation="none",outcome="request_error"}"#] == 3)
        #expect(page[#"marquee_limits_exceeded_total{limit="depth"}"#] == 1)
        #expect(page[#"marquee_limits_exceeded_total{limit="cost"}"#] == 0)
        #expect(page[#"marquee_request_duration_seconds_count{operation="Top"}"#] == 20)
        #expect(page[#"marquee_request_duration_seconds_bucket{operation="Top",le="+Inf"}"#] == 20)
        let hits = page[#"marquee_document_cache_lookups_total{result="hit"}"#] ?? 0
        let misses = page[#"marquee_document_cache_lookups_total{result="miss"}"#] ?? 0
        #expect(hits + misses == 24)
        #expect(hits >= 18)
        #expect(page["marquee_document_cache_entries"] ?? 0 >= 2)

        #expect(page[#"marquee_sql_statements_total{statement="titles_by_popularity"}"#] == 20)
        #expect(page[#"marquee_sql_statement_duration_seconds_count{statement="titles_by_popularity"}"#] == 20)
        #expect(page[#"marquee_sql_errors_total{statement="titles_by_popularity"}"#] == 0)
        #expect(page[#"marquee_sql_statements_total{statement="genre_by_slug"}"#] == 1)
        #expect(page["marquee_loader_batch_keys_count"] == 21)
        #expect(page["marquee_redis_connections"] == 2)
        #expect(page["marquee_http_requests_total"] == 25)
        #expect(page["marquee_http_connections"] == 1)
        #expect(page[#"marquee_loop_turns_total{loop="loop-1"}"#] ?? 0 > 0)
        #expect(page["process_resident_memory_bytes"] ?? 0 > 1_000_000)
        #expect(page["process_open_fds"] ?? 0 > 10)
        server.endInGoodOrder()
    }

    @Test func `each family is told once, with its help and its type`() throws {
        let server = try SampleServer()
        _ = try server.answer("query Top { movies(first: 2) { totalCount nodes { title } } }")
        let page = try Page(port: server.port)
        for (name, type) in page.types {
            #expect(name.hasPrefix("marquee_") || name.hasPrefix("process_"))
            #expect((type == "counter") == name.hasSuffix("_total"), "\(name)")
            #expect(page.helps.filter { $0 == name }.count == 1, "\(name)")
        }
        #expect(Set(page.helps) == Set(page.types.keys))
        for sample in page.samples.keys {
            let name = sample.prefix { $0 != "{" }
            let family = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }.map { name.dropLast($0.count) }
            #expect(page.types[String(name)] != nil || page.types[String(family ?? "")] == "histogram", "\(sample)")
        }
        server.endInGoodOrder()
    }

    @Test func `WebSockets are counted as long as they are open`() throws {
        let server = try SampleServer()
        let client = try WebSocketClient(
            port: server.port, path: "/graphql", "Sec-WebSocket-Protocol: graphql-transport-ws\r\n")
        client.send(#"{"type":"connection_init"}"#)
        #expect(try client.receive().text == #"{"type":"connection_ack"}"#)
        let page = try Page(port: server.port)
        #expect(page["marquee_websockets"] == 1)
        #expect(page["marquee_http_connections"] == 2)
        client.close(1000)
        #expect(Pause.until(seconds: 10) { (try? Page(port: server.port))?["marquee_websockets"] == 0 })
        server.endInGoodOrder()
    }

    @Test func `lost connections and their replacements are counted`() throws {
        let server = try SampleServer(["MARQUEE_LOOPS": "1"])
        func areOpened(_ count: (Double) -> Double) -> Bool {
            Pause.until(seconds: 10) {
                guard let page = try? Page(port: server.port), let wanted = page["marquee_sql_connections_wanted"]
                else { return false }
                return page["marquee_sql_connections"] == wanted
                    && page["marquee_sql_connections_opened_total"] == count(wanted)
            }
        }
        #expect(areOpened { $0 })
        try OwnerConnection(url: server.database).execute(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
               and application_name like 'marquee%'
            """)
        #expect(areOpened { 2 * $0 })
        let page = try Page(port: server.port)
        #expect(page["marquee_sql_connections_lost_total"] == page["marquee_sql_connections_wanted"])
        server.endInGoodOrder()
    }
}

/// A scraped page.
private struct Page {
    let head: String
    /// By name and labels, as written. A series that comes twice fails the test.
    private(set) var samples: [String: Double] = [:]
    /// By family.
    private(set) var types: [String: String] = [:]
    private(set) var helps: [String] = []

    init(port: UInt16) throws {
        let answer = try LocalSocket.get("/metrics", port: port)
        // CR LF is one character in Swift, so that only the head's lines part here.
        let parts = answer.split(separator: "\r\n", omittingEmptySubsequences: false)
        let end = try #require(parts.firstIndex(of: ""))
        head = parts[...end].joined(separator: "\r\n")
        for line in parts[(end + 1)...].joined().split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words.first {
            case "#" where words[1] == "TYPE": types[String(words[2])] = String(words[3])
            case "#": helps.append(String(words[2]))
            default:
                let series = line.prefix(line.count - words[words.count - 1].count - 1)
                let former = samples.updateValue(try #require(Double(words[words.count - 1])), forKey: String(series))
                #expect(former == nil, "\(series) comes twice")
            }
        }
    }

    subscript(_ series: String) -> Double? { samples[series] }
}
