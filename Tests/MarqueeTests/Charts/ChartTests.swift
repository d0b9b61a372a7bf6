import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct ChartTests {
    private func answer(_ document: String) async throws -> String {
        try await CatalogueTestBed.run(on: MadeCharts.url()) { try await $0.answer(document) }
    }

    /// The IDs of a list's nodes.
    private func ids(_ field: String) async throws -> [String] {
        let text = try await answer("{ list: \(field) { nodes { ... on Node { id } } } }")
        let root = try JSONReader.value(of: Array(text.utf8).span)
        let nodes = try #require(root["data"]?["list"]?["nodes"]?.array, "\(text)")
        return nodes.compactMap { $0["id"]?.string }
    }

    @Test func `popularity is the base and what viewers do`() async throws {
        // Movie 12 was played 60 times an hour ago, movie 10 a thousand times a half-life ago.
        #expect(try await ids("popular(first: 4)") == ["M_10", "M_11", "M_12", "S_53"])
        #expect(try await ids("popular(kind: SHOW)") == ["S_53", "S_54", "S_52", "S_51"])
        #expect(try await ids("popular(kind: MOVIE, genre: \"comedy\", first: 2)") == ["M_11", "M_39"])
        #expect(try await ids("popular(genre: \"no-such\")").isEmpty)
    }

    @Test func `one vote of five stars does not lead`() async throws {
        #expect(try await ids("topRated") == ["M_3", "M_2"])
        #expect(try await ids("topRated(kind: SHOW)").isEmpty)
        let text = try await answer("{ topRated(first: 1) { edges { rank score } } }")
        #expect(text == #"{"data":{"topRated":{"edges":[{"rank":1,"score":4.1}]}}}"#, "30 votes of 4.5 and 20 of 3.5")
    }

    @Test(arguments: [
        ("DAY", ["M_12", "M_3", "M_11", "M_2"]), ("WEEK", ["M_11", "M_12", "M_10", "M_3", "M_2"]),
        ("MONTH", ["M_10", "M_11", "M_12", "M_3"]),
    ])
    func `what rises fades by the window`(window: String, expected: [String]) async throws {
        #expect(try await ids("trending(window: \(window), first: \(expected.count))") == expected)
    }

    @Test func `trends are of a kind and of a genre, too`() async throws {
        #expect(try await ids("trending(kind: SHOW)") == ["S_53"])
        #expect(try await ids("trending(genre: \"drama\", first: 2)") == ["M_12", "M_10"])
    }

    @Test func `pages of several kinds and genres come in one statement, each its own`() async throws {
        let pages = ["MOVIE", "SHOW"].flatMap { kind in
            ["comedy", "drama", "no-such"].map { "popular(kind: \(kind), genre: \"\($0)\", first: 3)" }
        }
        var alone: [[String]] = []
        for page in pages { alone.append(try await ids(page)) }
        #expect(Set(alone).count > 3)
        try await CatalogueTestBed.run(on: MadeCharts.url()) { [alone] bed in
            let fields = pages.enumerated().map { "p\($0): \($1) { nodes { ... on Node { id } } }" }
            let text = try await bed.answer("{ \(fields.joined(separator: " ")) }")
            let data = try #require(try JSONReader.value(of: Array(text.utf8).span)["data"], "\(text)")
            for (place, expected) in alone.enumerated() {
                let ids = data["p\(place)"]?["nodes"]?.array?.compactMap { $0["id"]?.string }
                #expect(ids == expected, "\(pages[place])")
            }
            #expect(bed.statementsSent["chart_popular_of_kind_of_genre"] == 1)
        }
    }

    @Test func `places are counted from one, however the chart is read`() async throws {
        let whole = try await ids("popular(first: 100)")
        #expect(whole.count == 44, "all but the one for adults")
        for backward in [false, true] {
            let walk = try await CatalogueTestBed.run(on: MadeCharts.url()) { bed in
                try await bed.walk("popular(WINDOW) { PAGE }", ["popular"], size: 7, backward: backward, totals: false)
            }
            #expect(walk.ids == whole)
        }
        let last = try await answer("{ popular(last: 2) { edges { rank node { id } } } }")
        #expect(
            last == #"{"data":{"popular":{"edges":[{"rank":43,"node":{"id":"M_5"}},{"rank":44,"node":{"id":"M_1"}}]}}}"#
        )
    }

    @Test func `a chart tells when it was computed`() async throws {
        let connection = try OwnerConnection(url: MadeCharts.url())
        let finished = try connection.query(
            """
            select to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from job_runs
             where job in ('popularity', 'trending') order by job
            """)
        let text = try await answer("{ popular { computedAt } trending { computedAt } topRated { computedAt } }")
        #expect(text.contains(#""popular":{"computedAt":"\#(finished.text(0, 0))"}"#), "\(text)")
        #expect(text.contains(#""trending":{"computedAt":"\#(finished.text(1, 0))"}"#), "\(text)")
    }

    @Test(arguments: [
        ("popular(kind: SHOW, ", "after"), ("popular(genre: \"drama\", ", "after"), ("topRated(", "after"),
        ("trending(", "after"),
    ])
    func `the cursor of another chart is refused`(field: String, argument: String) async throws {
        let text = try await CatalogueTestBed.run(on: MadeCharts.url()) { bed in
            let cursor = try await bed.cursor("popular(first: 2) { PAGE }", ["popular"])
            return try await bed.answer("{ \(field)after: \"\(cursor)\") { nodes { id } } }")
        }
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(argument)"}"#), "\(text)")
    }
}
