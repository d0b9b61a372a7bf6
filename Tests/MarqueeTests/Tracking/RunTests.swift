import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct RunTests {
    init() throws { try TrackedTitles.make() }

    private static let progress =
        "progress { run { number current } watchedCount airedCount runs { number watchedCount current } nextEpisode { id } }"

    @Test func `a rewatch begins anew and leaves the first run untouched`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("runs")
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_501"}"#, "markedCount", as: account.token)
            let begun = try await bed.mutate("startRewatch", #"{"showId":"S_501"}"#, Self.progress, as: account.token)
            let expected =
                #"{"run":{"number":2,"current":true},"watchedCount":0,"airedCount":5,"runs":[{"number":2,"watchedCount":0,"#
                + #""current":true},{"number":1,"watchedCount":5,"current":false}],"nextEpisode":{"id":"E_5011"}}"#
            #expect(begun["progress"]?.text == expected)
            let again = try await bed.mutate("startRewatch", #"{"showId":"S_501"}"#, Self.progress, as: account.token)
            #expect(again["progress"]?.text == expected, "a run in which nothing is watched is begun once")
            let marked = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "plays { isRewatch run { number } }",
                as: account.token)
            #expect(marked["plays"]?.text == #"[{"isRewatch":true,"run":{"number":2}}]"#)
            let answer = try await bed.answer(
                #"{ show(id: "S_501") { first: viewerProgress(run: 1) { watchedCount } now: viewerProgress { watchedCount } none: viewerProgress(run: 7) { percent } viewerState { status watchCount } } }"#,
                as: account.token)
            #expect(
                answer["data"]?["show"]?.text == #"{"first":{"watchedCount":5},"now":{"watchedCount":1},"none":null,"#
                    + #""viewerState":{"status":"WATCHING","watchCount":1}}"#)
        }
    }

    @Test func `a rewatch from an episode on passes over those before`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("runs.from")
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: account.token)
            let begun = try await bed.mutate(
                "startRewatch", #"{"showId":"S_501","fromEpisodeId":"E_5021"}"#, Self.progress, as: account.token)
            #expect(begun["progress"]?["airedCount"]?.int64 == 2)
            #expect(begun["progress"]?["nextEpisode"]?["id"]?.string == "E_5021")
            let marked = try await bed.mutate(
                "markShowWatchedUntil", #"{"showId":"S_501"}"#, "markedCount progress { isComplete }", as: account.token
            )
            #expect(marked.text == #"{"markedCount":2,"progress":{"isComplete":true},"userErrors":[]}"#)
        }
    }

    @Test func `the end of a rewatch goes back to the run before, with or without its plays`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("runs.end")
            for delete in [false, true] {
                _ = try await bed.mutate(
                    "markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: account.token)
                _ = try await bed.mutate("startRewatch", #"{"showId":"S_501"}"#, "__typename", as: account.token)
                _ = try await bed.mutate(
                    "markEpisodeWatched", #"{"episodeId":"E_5012"}"#, "__typename", as: account.token)
                let ended = try await bed.mutate(
                    "endRewatch", "{\"showId\":\"S_501\",\"deletePlays\":\(delete)}",
                    "progress { run { number finishedAt } watchedCount runs { number finishedAt } }", as: account.token)
                #expect(ended["progress"]?["run"]?.text == #"{"number":1,"finishedAt":null}"#)
                #expect(ended["progress"]?["watchedCount"]?.int64 == 1)
                #expect(ended["progress"]?["runs"]?.array?.count == 2, "the run that was closed stays, the other goes")
            }
            let none = try await bed.mutate("endRewatch", #"{"showId":"S_501"}"#, "__typename", as: account.token)
            #expect(none.userError == "INVALID_STATE")
        }
    }

    @Test func `rewatches that are begun at once are one`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("runs.race")
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: account.token)
            try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await bed.mutate("startRewatch", #"{"showId":"S_501"}"#, "__typename", as: account.token)
                            .userError
                    }
                }
                for try await error in group { #expect(error == nil) }
            }
            let rows = try AccountDatabase.owner().query(
                "select count(*), count(*) filter (where is_current) from viewing_runs where user_id = $1",
                [.int(account.key)])
            #expect([rows.int(0, 0), rows.int(0, 1)] == [2, 1])
        }
    }

    @Test func `an unmarked show was never begun, unless it is a rewatch`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("runs.unmark")
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_501"}"#, "__typename", as: account.token)
            _ = try await bed.mutate("startRewatch", #"{"showId":"S_501"}"#, "__typename", as: account.token)
            _ = try await bed.mutate("markSeasonWatched", #"{"seasonId":"N_5011"}"#, "__typename", as: account.token)
            let rewatch = try await bed.mutate(
                "unmarkShowWatched", #"{"showId":"S_501"}"#, "unmarkedCount progress { run { number } watchedCount }",
                as: account.token)
            #expect(
                rewatch.text == #"{"unmarkedCount":3,"progress":{"run":{"number":2},"watchedCount":0},"userErrors":[]}"#
            )
            let all = try await bed.mutate(
                "unmarkShowWatched", #"{"showId":"S_501","allRuns":true}"#, "unmarkedCount progress { percent }",
                as: account.token)
            #expect(all.text == #"{"unmarkedCount":5,"progress":null,"userErrors":[]}"#)
        }
    }
}
