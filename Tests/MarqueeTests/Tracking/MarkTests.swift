import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct MarkTests {
    init() throws { try TrackedTitles.make() }

    private static let progress =
        "progress { airedCount watchedCount percent isCaughtUp isComplete nextEpisode { id } }"

    @Test func `an episode is marked with those before it, once however often it is said`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.earlier")
            let selection =
                "episode { id viewerState { watched playCount } } \(Self.progress) plays { episode { id } precision }"
            let input = #"{"episodeId":"E_5012","andEarlier":true}"#
            let first = try await bed.mutate("markEpisodeWatched", input, selection, as: account.token)
            #expect(
                first.text == #"{"episode":{"id":"E_5012","viewerState":{"watched":true,"playCount":1}},"#
                    + #""progress":{"airedCount":5,"watchedCount":2,"percent":0.4,"isCaughtUp":false,"isComplete":false,"#
                    + #""nextEpisode":{"id":"E_5013"}},"plays":[{"episode":{"id":"E_5011"},"precision":"INSTANT"},"#
                    + #"{"episode":{"id":"E_5012"},"precision":"INSTANT"}],"userErrors":[]}"#)
            let second = try await bed.mutate("markEpisodeWatched", input, selection, as: account.token)
            #expect(second["plays"]?.text == "[]")
            #expect(second["progress"] == first["progress"])
        }
    }

    @Test func `a repeated call with its key gives the plays of the first`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.key")
            let input = #"{"episodeId":"E_5011","idempotencyKey":"tap"}"#
            let first = try await bed.mutate("markEpisodeWatched", input, "plays { id }", as: account.token)
            #expect(first["plays"]?.array?.count == 1)
            let second = try await bed.mutate("markEpisodeWatched", input, "plays { id }", as: account.token)
            #expect(second == first)
            let other = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5012","idempotencyKey":"tap"}"#, "plays { id }",
                as: account.token)
            #expect(other.userError == "CONFLICT input.idempotencyKey")
        }
    }

    @Test func `specials are watched apart from progress`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.special")
            let payload = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5010"}"#,
                "episode { viewerState { watched } season { viewerProgress { airedCount watchedCount isComplete } } } \(Self.progress)",
                as: account.token)
            #expect(
                payload["episode"]?.text == #"{"viewerState":{"watched":true},"season":{"viewerProgress":"#
                    + #"{"airedCount":1,"watchedCount":1,"isComplete":true}}}"#)
            #expect(payload["progress"]?["watchedCount"]?.int64 == 0)
            #expect(payload["progress"]?["nextEpisode"]?["id"]?.string == "E_5011")
        }
    }

    @Test func `a season is marked as far as it has aired, and unmarked`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.season")
            let selection =
                "season { viewerProgress { airedCount watchedCount isComplete completedAt } } progress { watchedCount }"
            let marked = try await bed.mutate(
                "markSeasonWatched", #"{"seasonId":"N_5012","watchedAt":{"date":"2010-05-01"}}"#,
                "\(selection) markedCount",
                as: account.token)
            #expect(
                marked.text == #"{"season":{"viewerProgress":{"airedCount":2,"watchedCount":2,"isComplete":true,"#
                    + #""completedAt":"2010-05-01T00:00:00Z"}},"progress":{"watchedCount":2},"markedCount":2,"userErrors":[]}"#
            )
            let unmarked = try await bed.mutate(
                "unmarkSeasonWatched", #"{"seasonId":"N_5012"}"#, "\(selection) unmarkedCount", as: account.token)
            #expect(
                unmarked.text == #"{"season":{"viewerProgress":{"airedCount":2,"watchedCount":0,"isComplete":false,"#
                    + #""completedAt":null}},"progress":null,"unmarkedCount":2,"userErrors":[]}"#)
        }
    }

    @Test func `a show of a thousand episodes is marked by one statement`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.long")
            let before = bed.pool.statistics.statements.mapValues(\.sent)
            let payload = try await bed.mutate(
                "markShowWatchedUntil", #"{"showId":"S_504"}"#, "progress { isComplete status } markedCount",
                as: account.token)
            let sent = bed.pool.statistics.statements.mapValues(\.sent).merging(before) { $0 - $1 }.filter {
                $0.value > 0
            }
            #expect(
                payload.text
                    == #"{"progress":{"isComplete":true,"status":"COMPLETED"},"markedCount":1000,"userErrors":[]}"#)
            // What is sent for a new connection, or for a token while news of accounts may be missed, is none of its own.
            let own = sent.filter { $0.key.hasSuffix("_show") || $0.key.contains("_of_") }
            #expect(own == ["mark_show": 1, "progress_of_shows": 1])
        }
    }

    @Test func `a show is marked up to an episode, with its specials if they are wanted`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.until")
            let first = try await bed.mutate(
                "markShowWatchedUntil", #"{"showId":"S_501","untilEpisodeId":"E_5013","includeSpecials":true}"#,
                "markedCount", as: account.token)
            #expect(first["markedCount"]?.int64 == 3, "the special aired later")
            let second = try await bed.mutate(
                "markShowWatchedUntil", #"{"showId":"S_501","untilEpisodeId":"E_5021","includeSpecials":true}"#,
                "markedCount \(Self.progress)", as: account.token)
            #expect(second["markedCount"]?.int64 == 2)
            #expect(second["progress"]?["nextEpisode"]?["id"]?.string == "E_5022")
            let answer = try await bed.answer(
                "{ viewer { history { totalCount nodes { precision watchedAt } } } }", as: account.token)
            let history = answer["data"]?["viewer"]?["history"]
            #expect(history?["totalCount"]?.int64 == 5)
            #expect(history?["nodes"]?.array?[0].text == #"{"precision":"UNKNOWN","watchedAt":null}"#)
        }
    }

    private static let moments: [(moment: String, time: String?, precision: String)] = [
        (#"{"at":"2020-02-03T04:05:06+01:00"}"#, "2020-02-03T03:05:06Z", "INSTANT"),
        (#"{"date":"2020-02-03"}"#, "2020-02-03T00:00:00Z", "DAY"),
        (#"{"month":"2020-02-01"}"#, "2020-02-01T00:00:00Z", "MONTH"),
        (#"{"year":2020}"#, "2020-01-01T00:00:00Z", "YEAR"), (#"{"onRelease":true}"#, "2001-01-01T00:00:00Z", "DAY"),
        (#"{"unknown":true}"#, nil, "UNKNOWN"),
    ]

    @Test func `when something was watched is known as exactly as it is said`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.at")
            for (moment, time, precision) in Self.moments {
                let payload = try await bed.mutate(
                    "markEpisodeWatched", "{\"episodeId\":\"E_5011\",\"watchedAt\":\(moment)}",
                    "plays { watchedAt precision minutes }", as: account.token)
                let shown = time.map { "\"\($0)\"" } ?? "null"
                #expect(
                    payload["plays"]?.text
                        == "[{\"watchedAt\":\(shown),\"precision\":\"\(precision)\",\"minutes\":50}]")
                _ = try await bed.mutate(
                    "unmarkEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: account.token)
            }
        }
    }

    private static let impossible: [(moment: String, error: String)] = [
        (#"{"at":"2999-01-01T00:00:00Z"}"#, "INVALID_INPUT input.watchedAt"),
        (#"{"date":"2999-01-01"}"#, "INVALID_INPUT input.watchedAt"),
        (#"{"month":"2999-01-01"}"#, "INVALID_INPUT input.watchedAt"),
        (#"{"year":2999}"#, "INVALID_INPUT input.watchedAt"),
        (#"{"year":1066}"#, "INVALID_INPUT input.watchedAt.year"),
        (#"{"at":"0001-01-01T00:00:00Z"}"#, "INVALID_INPUT input.watchedAt.at"),
        (#"{"now":false}"#, "INVALID_INPUT input.watchedAt.now"),
        (#"{"year":99999}"#, "INVALID_INPUT input.watchedAt.year"),
    ]

    @Test func `a play in the future, or before the first film, is refused`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.future")
            for (moment, error) in Self.impossible {
                for (mutation, subject) in [
                    ("markEpisodeWatched", "episodeId\":\"E_5011"), ("markSeasonWatched", "seasonId\":\"N_5011"),
                    ("markShowWatchedUntil", "showId\":\"S_501"), ("logPlay", "subjectId\":\"M_502"),
                ] {
                    let payload = try await bed.mutate(
                        mutation, "{\"\(subject)\",\"watchedAt\":\(moment)}", "__typename", as: account.token)
                    #expect(payload.userError == error, "\(mutation) \(moment)")
                }
            }
            let answer = try await bed.answer(
                "{ viewer { history { totalCount } library { totalCount } } }", as: account.token)
            #expect(answer["data"]?["viewer"]?.text == #"{"history":{"totalCount":0},"library":{"totalCount":0}}"#)
        }
    }

    @Test func `a preview is watched before it airs, but not on the day it will`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.preview")
            let refused = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5023","watchedAt":{"onRelease":true}}"#, "__typename",
                as: account.token)
            #expect(refused.userError == "INVALID_INPUT input.watchedAt")
            let payload = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5023"}"#,
                "episode { viewerState { watched } } \(Self.progress)",
                as: account.token)
            #expect(payload["episode"]?["viewerState"]?["watched"]?.boolean == true)
            #expect(payload["progress"]?["watchedCount"]?.int64 == 0, "it counts once it has aired")
        }
    }

    private static let unfound: [(mutation: String, input: String, error: String)] = [
        ("markEpisodeWatched", #"{"episodeId":"E_999999"}"#, "NOT_FOUND input.episodeId"),
        ("markEpisodeWatched", #"{"episodeId":"S_501"}"#, "NOT_FOUND input.episodeId"),
        ("markEpisodeWatched", #"{"episodeId":"' or 1=1"}"#, "NOT_FOUND input.episodeId"),
        ("unmarkEpisodeWatched", #"{"episodeId":"E_999999"}"#, "NOT_FOUND input.episodeId"),
        ("markSeasonWatched", #"{"seasonId":"N_999999"}"#, "NOT_FOUND input.seasonId"),
        ("unmarkSeasonWatched", #"{"seasonId":"E_5011"}"#, "NOT_FOUND input.seasonId"),
        ("markShowWatchedUntil", #"{"showId":"S_502"}"#, "NOT_FOUND input.showId"),
        ("markShowWatchedUntil", #"{"showId":"S_501","untilEpisodeId":"E_5031"}"#, "NOT_FOUND input.untilEpisodeId"),
        ("markShowWatchedUntil", #"{"showId":"S_501","untilEpisodeId":"E_5010"}"#, "NOT_FOUND input.untilEpisodeId"),
        ("unmarkShowWatched", #"{"showId":"M_502"}"#, "NOT_FOUND input.showId"),
        ("startRewatch", #"{"showId":"S_501"}"#, "INVALID_STATE"),
        ("endRewatch", #"{"showId":"S_501"}"#, "INVALID_STATE"),
        ("startRewatch", #"{"showId":"S_501","fromEpisodeId":"E_5031"}"#, "NOT_FOUND input.fromEpisodeId"),
        ("logPlay", #"{"subjectId":"S_501"}"#, "NOT_FOUND input.subjectId"),
        ("logPlay", #"{"subjectId":"M_501"}"#, "NOT_FOUND input.subjectId"),
        ("updatePlay", #"{"playId":"Y_1_1"}"#, "NOT_FOUND input.playId"),
        ("deletePlays", #"{"playIds":["Y_1_1"]}"#, "NOT_FOUND input.playIds.0"),
        ("deletePlays", #"{"playIds":[]}"#, "INVALID_INPUT input.playIds"),
        ("setLibraryStatus", #"{"titleIds":["M_502","S_502"],"status":"PLANNED"}"#, "NOT_FOUND input.titleIds.1"),
        ("setLibraryStatus", #"{"titleIds":["M_502"]}"#, "INVALID_INPUT input.status"),
        ("updateLibraryEntry", #"{"titleId":"E_5011"}"#, "NOT_FOUND input.titleId"),
        ("updateLibraryEntry", #"{"titleId":"M_502","priority":6}"#, "INVALID_INPUT input.priority"),
        ("removeFromLibrary", #"{"titleIds":["M_999999"]}"#, "NOT_FOUND input.titleIds.0"),
    ]

    @Test func `what is not there is not found, and nothing is written`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("mark.none")
            for (mutation, input, error) in Self.unfound {
                let payload = try await bed.mutate(mutation, input, "__typename", as: account.token)
                #expect(payload.userError == error, "\(mutation) \(input)")
            }
            let answer = try await bed.answer(
                "{ viewer { history { totalCount } library { totalCount } progress { totalCount } } }",
                as: account.token)
            #expect(
                answer["data"]?["viewer"]?.text
                    == #"{"history":{"totalCount":0},"library":{"totalCount":0},"progress":{"totalCount":0}}"#)
        }
    }
}
