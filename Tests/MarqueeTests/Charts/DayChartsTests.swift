import GraphQL
import Testing

@Suite struct DayChartsTests {
    private func answer(_ document: String) async throws -> String {
        try await CatalogueTestBed.run(on: MadeCharts.url()) { try await $0.answer(document) }
    }

    private func ids(_ field: String) async throws -> [String] {
        let text = try await answer("{ list: \(field) { nodes { id } } }")
        let root = try JSONReader.value(of: Array(text.utf8).span)
        let nodes = try #require(root["data"]?["list"]?["nodes"]?.array, "\(text)")
        return nodes.compactMap { $0["id"]?.string }
    }

    @Test func `what is to come comes nearest first`() async throws {
        #expect(try await ids("upcoming(days: 3)") == ["M_22", "M_23", "M_24"])
        #expect(try await ids("upcoming(days: 200, kind: SHOW)") == ["S_52", "S_51"])
        #expect(try await ids("upcoming(first: 100)") == (22...40).map { "M_\($0)" })
        #expect(try await ids("upcoming(days: 3, last: 1)") == ["M_24"])
    }

    @Test func `what plays now has opened, the newest first`() async throws {
        #expect(try await ids("nowPlaying(first: 100)") == (1...21).reversed().map { "M_\($0)" })
    }

    @Test func `episodes air on their day, or on that of their hour in the time zone`() async throws {
        #expect(try await ids("airingToday") == ["E_2", "E_5", "E_3"])
        // Fourteen hours before and behind UTC, noon is on another day, or the day is another one.
        for zone in ["Pacific/Kiritimati", "America/New_York", "Asia/Tokyo"] {
            let text = try await answer("{ airingToday(timeZone: \"\(zone)\") { totalCount } }")
            #expect(!text.contains("errors"), "\(text)")
        }
    }

    @Test func `PostgreSQL is asked once whether there is a time zone, and each time again if there is none`()
        async throws
    {
        let sent = try await CatalogueTestBed.run(on: MadeCharts.url()) { bed in
            var sent: [[String: Int]] = []
            for zone in [
                "Pacific/Chatham", "Pacific/Chatham", "pacific/CHATHAM", "Pacific/Atlantis", "Pacific/Atlantis",
            ] {
                let before = bed.statementsSent
                _ = try await bed.answer("{ airingToday(timeZone: \"\(zone)\") { nodes { id } } }")
                sent.append(bed.statementsSent.merging(before) { $0 - $1 }.filter { $0.value > 0 })
            }
            return sent
        }
        let (asking, knowing) = (["time_zone": 1, "airing_today": 1], ["airing_today": 1])
        #expect(sent == [asking, knowing, knowing, ["time_zone": 1], ["time_zone": 1]])
    }

    @Test(arguments: [
        ("upcoming(days: 0)", "days"), ("upcoming(days: 731)", "days"),
        ("airingToday(timeZone: \"Mars/Olympus\")", "timeZone"), ("airingToday(timeZone: \"Foo-5\")", "timeZone"),
        ("airingToday(timeZone: \"CEST\")", "timeZone"), ("airingToday(timeZone: \"pdt\")", "timeZone"),
        ("nowPlaying(first: 0)", "first"),
    ])
    func `an argument out of bounds is refused with the way to it`(field: String, path: String) async throws {
        let text = try await answer("{ \(field) { nodes { id } } }")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(path)"}"#), "\(text)")
    }

    @Test(arguments: ["", "Europe/", "/UTC", "UTC; drop", "Europe/Vi enna", "+01:00"])
    func `what is no name of a time zone is refused`(zone: String) async throws {
        let text = try await answer("{ airingToday(timeZone: \"\(zone)\") { totalCount } }")
        #expect(text.contains("TimeZone expects a name of the IANA database"), "\(text)")
    }
}
