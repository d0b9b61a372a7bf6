import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct StatisticsTests {
    init() throws { try TrackedTitles.make() }

    private static func statistics(
        _ bed: AccountTestBed, _ account: SignedUp, _ range: String, _ selection: String
    ) async throws -> JSONValue? {
        let arguments = range.isEmpty ? "" : "(range: {\(range)})"
        let answer = try await bed.answer("{ viewer { statistics\(arguments) { \(selection) } } }", as: account.token)
        return answer["data"]?["viewer"]?["statistics"]
    }

    private static func watch(_ bed: AccountTestBed, _ account: SignedUp, _ subject: String, _ moment: String)
        async throws
    {
        _ = try await bed.mutate(
            "logPlay", "{\"subjectId\":\"\(subject)\",\"watchedAt\":{\(moment)}}", "__typename", as: account.token)
    }

    @Test func `who watched nothing has figures of nothing`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.none")
            let all = try await Self.statistics(
                bed, account, "",
                """
                from moviePlays movies episodePlays shows seasonsCompleted minutes undatedPlays timeline { date } byGenre { plays }
                ratings { count average } binges { count longestShow { id } longestOn averageDaysPerSeason }
                """)
            #expect(
                all?.text
                    == #"{"from":null,"moviePlays":0,"movies":0,"episodePlays":0,"shows":0,"seasonsCompleted":0,"minutes":0,"undatedPlays":0,"#
                    + #""timeline":[],"byGenre":[],"ratings":{"count":0,"average":null},"binges":{"count":0,"longestShow":null,"longestOn":null,"averageDaysPerSeason":null}}"#
            )
        }
    }

    @Test func `a play belongs to the viewer's day, a month or year to a span that holds all of it`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.spans")
            _ = try await bed.mutate(
                "updateSettings", #"{"settings":{"timeZone":"Europe/Berlin"}}"#, "__typename", as: account.token)
            // Half past midnight in Berlin, before and after the clocks change.
            for moment in [#""at":"2020-03-28T23:30:00Z""#, #""at":"2020-03-29T22:30:00Z""#, #""date":"2020-03-29""#] {
                try await Self.watch(bed, account, "M_502", moment)
            }
            for moment in [#""month":"2020-03-01""#, #""year":2020"#, #""unknown":true"#] {
                try await Self.watch(bed, account, "M_502", moment)
            }
            for (range, plays, undated) in [
                ("", 6, 1), (#"from: "2020-03-29", to: "2020-03-29""#, 2, 0),
                (#"from: "2020-03-30", to: "2020-03-30""#, 1, 0),
                (#"from: "2020-03-01", to: "2020-03-31""#, 4, 0), (#"from: "2020-01-01", to: "2020-12-31""#, 5, 0),
                (#"to: "2020-03-28""#, 0, 0), (#"from: "2020-03-02""#, 3, 0),
            ] {
                let figures = try await Self.statistics(bed, account, range, "moviePlays movies minutes undatedPlays")
                let movies = plays > 0 ? 1 : 0
                #expect(
                    figures?.text
                        == "{\"moviePlays\":\(plays),\"movies\":\(movies),\"minutes\":\(plays * 100),\"undatedPlays\":\(undated)}",
                    "\(range)")
            }
            for (step, dates) in [
                ("DAY", ["2020-03-29 2", "2020-03-30 1"]), ("WEEK", ["2020-03-23 2", "2020-03-30 1"]),
                ("MONTH", ["2020-03-01 4"]), ("YEAR", ["2020-01-01 5"]),
            ] {
                let figures = try await Self.statistics(bed, account, "", "timeline(step: \(step)) { date movies }")
                let points = figures?["timeline"]?.array?.map {
                    "\($0["date"]?.string ?? "") \($0["movies"]?.int64 ?? 0)"
                }
                #expect(points == dates, "\(step)")
            }
        }
    }

    @Test func `each figure alone is what it is among all`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.alone")
            for (subject, moment) in [("E_5011", #""at":"2020-05-01T20:00:00Z""#), ("M_502", #""year":2020"#)] {
                try await Self.watch(bed, account, subject, moment)
            }
            let range = #"from: "2020-01-01", to: "2020-12-31""#
            let figures = [
                "from", "to", "moviePlays", "movies", "episodePlays", "episodes", "shows", "showsCompleted",
                "seasonsCompleted", "minutes", "movieMinutes", "showMinutes", "undatedPlays",
                "timeline { date minutes }",
                "byGenre { plays }", "topRated { stars }", "ratings { count }", "binges { count }",
                "binges { longestEpisodes }", "binges { averageDaysPerSeason }",
            ]
            let all = try await Self.statistics(bed, account, range, figures.joined(separator: " "))
            for figure in figures {
                let name = String(figure.prefix { $0 != " " })
                let alone = try #require(try await Self.statistics(bed, account, range, figure)?[name])
                let expected = try #require(all?[name])
                let fields = figure.hasPrefix("binges") ? [String(figure.split(separator: " ")[2])] : []
                #expect(fields.isEmpty ? alone == expected : alone[fields[0]] == expected[fields[0]], "\(figure)")
            }
        }
    }

    @Test func `a span that ends before it begins is refused`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.backward")
            let answer = try await bed.answer(
                #"{ viewer { statistics(range: {from: "2020-02-01", to: "2020-01-01"}) { minutes } } }"#,
                as: account.token)
            #expect(answer.codes == ["BAD_USER_INPUT"])
        }
    }

    @Test func `seasons and shows are completed on the day of their last episode`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.completed")
            for (episode, day) in [
                ("E_5011", "01"), ("E_5012", "03"), ("E_5013", "05"), ("E_5021", "10"), ("E_5022", "11"),
            ] {
                _ = try await bed.mutate(
                    "markEpisodeWatched", "{\"episodeId\":\"\(episode)\",\"watchedAt\":{\"date\":\"2020-01-\(day)\"}}",
                    "__typename", as: account.token)
            }
            for (range, seasons, shows) in [
                ("", 2, 1), (#"to: "2020-01-10""#, 1, 0), (#"from: "2020-01-06""#, 1, 1),
                (#"from: "2020-01-12""#, 0, 0),
            ] {
                let figures = try await Self.statistics(bed, account, range, "seasonsCompleted showsCompleted")
                #expect(figures?.text == "{\"seasonsCompleted\":\(seasons),\"showsCompleted\":\(shows)}", "\(range)")
            }
            let days = try await Self.statistics(bed, account, "", "binges { averageDaysPerSeason }")
            #expect(days?["binges"]?["averageDaysPerSeason"]?.double == 2.5)
        }
    }

    @Test func `three episodes with short pauses are a binge, a marked season is none`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.binges")
            for (number, time) in [(1, "20:00"), (2, "20:30"), (3, "22:29"), (4, "22:50")] {
                try await Self.watch(bed, account, "E_5040\(number)", "\"at\":\"2020-01-01T\(time):00Z\"")
            }
            for (number, time) in [(5, "10:00"), (6, "12:00"), (7, "12:30")] {
                try await Self.watch(bed, account, "E_5040\(number)", "\"at\":\"2020-01-02T\(time):00Z\"")
            }
            _ = try await bed.mutate(
                "markSeasonWatched", #"{"seasonId":"N_5011","watchedAt":{"at":"2020-01-03T10:00:00Z"}}"#, "__typename",
                as: account.token)
            let figures = try await Self.statistics(
                bed, account, "", "binges { count longestEpisodes longestMinutes longestShow { id } longestOn }")
            #expect(
                figures?["binges"]?.text
                    == #"{"count":1,"longestEpisodes":4,"longestMinutes":80,"longestShow":{"id":"S_504"},"longestOn":"2020-01-01"}"#
            )
        }
    }

    @Test func `genres are counted by their plays, with the stars of their titles`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("statistics.genres")
            _ = try await bed.mutate("logPlay", #"{"subjectId":"M_502","stars":4}"#, "__typename", as: account.token)
            _ = try await bed.mutate("logPlay", #"{"subjectId":"E_5011","stars":1.5}"#, "__typename", as: account.token)
            let figures = try await Self.statistics(
                bed, account, "",
                "byGenre { genre { slug } plays minutes averageStars } ratings { count average histogram { count } }")
            #expect(
                figures?["byGenre"]?.text == #"[{"genre":{"slug":"drama"},"plays":2,"minutes":150,"averageStars":4},"#
                    + #"{"genre":{"slug":"war"},"plays":1,"minutes":100,"averageStars":4}]"#)
            #expect(figures?["ratings"]?["average"]?.double == 2.75)
            #expect(
                figures?["ratings"]?["histogram"]?.array?.map { $0["count"]?.int64 } == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0])
        }
    }
}
