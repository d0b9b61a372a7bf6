import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct CalendarTests {
    init() throws { try TrackedTitles.make() }

    /// The days of a calendar on which something is, each with what: `E_9 PREMIERE`.
    private static func entries(
        _ bed: AccountTestBed, _ account: SignedUp, _ arguments: String
    ) async throws -> (days: Int, entries: [String]) {
        let answer = try await bed.answer(
            "{ viewer { calendar\(arguments) { date entries { type title { id } episode { id } at watched } } } }",
            as: account.token)
        let days = answer["data"]?["viewer"]?["calendar"]?.array ?? []
        let entries = days.flatMap { day in
            (day["entries"]?.array ?? []).map { entry in
                let subject = entry["episode"]?["id"]?.string ?? entry["title"]?["id"]?.string ?? ""
                let watched = entry["watched"]?.boolean == true ? " watched" : ""
                return "\(day["date"]?.string ?? "") \(subject) \(entry["type"]?.string ?? "")\(watched)"
            }
        }
        return (days.count, entries)
    }

    @Test func `what airs for titles of the library stands on its day in the viewer's time zone`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("calendar")
            try AccountDatabase.owner().execute(
                """
                insert into titles (id, kind, slug, title, sort_title, release_date) overriding system value values
                  (520, 'show', 'aired', 'Aired', 'aired', null), (521, 'movie', 'opens', 'Opens', 'opens', '2031-03-02');
                insert into seasons (id, show_id, number) overriding system value values (5201, 520, 0), (5202, 520, 1);
                insert into episodes (id, show_id, season_id, season_number, number, air_date, airs_at, milestone) overriding system value values
                  (5201, 520, 5201, 0, 1, '2031-03-03', null, null), (5202, 520, 5202, 1, 1, '2031-03-01', '2031-03-02 02:00:00+00', null),
                  (5203, 520, 5202, 1, 2, '2031-03-03', '2031-03-03 20:00:00+00', null),
                  (5204, 520, 5202, 1, 3, '2031-03-04', '2031-03-04 20:00:00+00', 'season_finale'),
                  (5205, 520, 5202, 1, 4, '2031-03-20', null, null)
                """)
            let arguments = "(from: \"2031-03-01\", days: 7)"
            #expect(try await Self.entries(bed, account, arguments).entries == [])
            _ = try await bed.mutate(
                "setLibraryStatus", #"{"titleIds":["S_520","M_521"],"status":"PLANNED"}"#, "__typename",
                as: account.token)
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5203"}"#, "__typename", as: account.token)
            let inUTC = try await Self.entries(bed, account, arguments)
            #expect(inUTC.days == 7)
            #expect(
                inUTC.entries == [
                    "2031-03-02 E_5202 PREMIERE", "2031-03-02 M_521 MOVIE_THEATRICAL",
                    "2031-03-03 E_5203 EPISODE watched",
                    "2031-03-03 E_5201 EPISODE", "2031-03-04 E_5204 FINALE",
                ])
            _ = try await bed.mutate(
                "updateSettings", #"{"settings":{"timeZone":"America/New_York"}}"#, "__typename", as: account.token)
            #expect(try await Self.entries(bed, account, arguments).entries.first == "2031-03-01 E_5202 PREMIERE")
            _ = try await bed.mutate(
                "setLibraryStatus", #"{"titleIds":["S_520"],"status":"DROPPED"}"#, "__typename", as: account.token)
            #expect(try await Self.entries(bed, account, arguments).entries == ["2031-03-02 M_521 MOVIE_THEATRICAL"])
        }
    }

    @Test func `without a first day it begins today, and has at most 92 days`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("calendar.today")
            #expect(try await Self.entries(bed, account, "").days == 14)
            let answer = try await bed.answer("{ viewer { calendar(days: 93) { date } } }", as: account.token)
            #expect(answer.codes == ["BAD_USER_INPUT"])
        }
    }

    @Test func `a calendar ends before the days that cannot be written`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("calendar.end")
            func days(_ first: String) async throws -> JSONValue {
                try await bed.answer(
                    "{ viewer { calendar(from: \"\(first)\", days: 92) { date } } }", as: account.token)
            }
            let last = try await days("9999-09-30")["data"]?["viewer"]?["calendar"]?.array?.last
            #expect(last?["date"]?.string == "9999-12-30")
            #expect(try await days("9999-10-01").codes == ["BAD_USER_INPUT"])
        }
    }
}
