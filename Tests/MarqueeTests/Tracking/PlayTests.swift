import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct PlayTests {
    init() throws { try TrackedTitles.make() }

    @Test func `a film is logged as often as it is watched, with stars and a note`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("plays.film")
            let selection =
                "play { title { id } episode { id } run { id } isRewatch minutes note } viewerState { status stars watchCount } progress { percent }"
            let first = try await bed.mutate(
                "logPlay", #"{"subjectId":"M_502","stars":4.5,"note":"at the Metro"}"#, selection, as: account.token)
            #expect(
                first.text
                    == #"{"play":{"title":{"id":"M_502"},"episode":null,"run":null,"isRewatch":false,"minutes":100,"note":"at the Metro"},"#
                    + #""viewerState":{"status":"COMPLETED","stars":4.5,"watchCount":1},"progress":null,"userErrors":[]}"#
            )
            let earlier = try await bed.mutate(
                "logPlay", #"{"subjectId":"M_502","watchedAt":{"year":2001}}"#, selection, as: account.token)
            #expect(earlier["play"]?["isRewatch"]?.boolean == false, "it is the first now")
            #expect(earlier["viewerState"]?["watchCount"]?.int64 == 2)
            let answer = try await bed.answer(
                #"{ movie(id: "M_502") { viewerState { plays { nodes { isRewatch precision } } entry { stars firstWatchedAt } } } }"#,
                as: account.token)
            #expect(
                answer["data"]?["movie"]?["viewerState"]?.text
                    == #"{"plays":{"nodes":[{"isRewatch":true,"precision":"INSTANT"},{"isRewatch":false,"precision":"YEAR"}]},"#
                    + #""entry":{"stars":4.5,"firstWatchedAt":"2001-01-01T00:00:00Z"}}"#)
        }
    }

    @Test func `an episode that is logged counts for the run once; more of it are strays`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("plays.episode")
            let selection = "play { run { number } isRewatch } progress { watchedCount }"
            let stray = try await bed.mutate(
                "logPlay", #"{"subjectId":"E_5012","countForRun":false}"#, selection, as: account.token)
            #expect(stray.text == #"{"play":{"run":null,"isRewatch":false},"progress":null,"userErrors":[]}"#)
            for run in [#"{"number":1}"#, "null"] {
                let payload = try await bed.mutate("logPlay", #"{"subjectId":"E_5012"}"#, selection, as: account.token)
                #expect(payload["play"]?.text == "{\"run\":\(run),\"isRewatch\":true}")
                #expect(payload["progress"]?["watchedCount"]?.int64 == 1)
            }
            let gone = try await bed.mutate(
                "unmarkEpisodeWatched", #"{"episodeId":"E_5012"}"#,
                "episode { viewerState { watched playCount } } progress { percent } deletedPlayIds",
                as: account.token)
            #expect(gone["deletedPlayIds"]?.array?.count == 1)
            #expect(gone["episode"]?["viewerState"]?.text == #"{"watched":false,"playCount":2}"#)
            let all = try await bed.mutate(
                "unmarkEpisodeWatched", #"{"episodeId":"E_5012","allPlays":true}"#,
                "deletedPlayIds episode { viewerState { playCount } }",
                as: account.token)
            #expect(all["deletedPlayIds"]?.array?.count == 2)
            #expect(all["episode"]?["viewerState"]?["playCount"]?.int64 == 0)
        }
    }

    @Test func `a play is moved and annotated, and what is left out stays`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("plays.update")
            let logged = try await bed.mutate(
                "logPlay", #"{"subjectId":"M_502","note":"good"}"#, "play { id }", as: account.token)
            let id = try #require(logged["play"]?["id"]?.string)
            let selection = "play { watchedAt precision note title { viewerState { lastWatchedAt } } }"
            let moved = try await bed.mutate(
                "updatePlay", "{\"playId\":\"\(id)\",\"watchedAt\":{\"month\":\"2003-04-01\"}}", selection,
                as: account.token)
            #expect(
                moved["play"]?.text == #"{"watchedAt":"2003-04-01T00:00:00Z","precision":"MONTH","note":"good","#
                    + #""title":{"viewerState":{"lastWatchedAt":"2003-04-01T00:00:00Z"}}}"#)
            let released = try await bed.mutate(
                "updatePlay", "{\"playId\":\"\(id)\",\"watchedAt\":{\"onRelease\":true},\"note\":null}", selection,
                as: account.token)
            #expect(
                released["play"]?.text == #"{"watchedAt":"1999-05-01T00:00:00Z","precision":"DAY","note":null,"#
                    + #""title":{"viewerState":{"lastWatchedAt":"1999-05-01T00:00:00Z"}}}"#)
            let future = try await bed.mutate(
                "updatePlay", "{\"playId\":\"\(id)\",\"watchedAt\":{\"year\":2999}}", selection, as: account.token)
            #expect(future.userError == "INVALID_INPUT input.watchedAt")
        }
    }

    @Test func `the history is narrowed by kind, subject and time, and read in pages`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("plays.history")
            for day in 1...7 {
                _ = try await bed.mutate(
                    "logPlay", "{\"subjectId\":\"M_502\",\"watchedAt\":{\"date\":\"2020-01-0\(day)\"}}", "__typename",
                    as: account.token)
            }
            _ = try await bed.mutate(
                "markSeasonWatched", #"{"seasonId":"N_5011","watchedAt":{"unknown":true}}"#, "__typename",
                as: account.token)
            for (filter, count) in [
                ("kind: MOVIE", 7), ("kind: SHOW", 3), (#"subjectId: "M_502""#, 7), (#"subjectId: "S_501""#, 3),
                (#"subjectId: "S_502""#, 0), (#"subjectId: "M_501""#, 0), (#"kind: SHOW, subjectId: "M_502""#, 0),
                (#"subjectId: "N_5011""#, 3),
                (#"subjectId: "N_5012""#, 0), (#"subjectId: "E_5012""#, 1),
                (#"from: "2020-01-02T00:00:00Z", to: "2020-01-05T00:00:00Z""#, 3),
                // Undated ones lie in no span, however far it reaches.
                (#"to: "2020-01-03T00:00:00Z""#, 2), (#"from: "1600-01-01T00:00:00Z""#, 7),
            ] {
                let answer = try await bed.answer(
                    "{ viewer { history(filter: {\(filter)}) { totalCount nodes { id } } } }", as: account.token)
                let history = answer["data"]?["viewer"]?["history"]
                #expect(history?["totalCount"]?.int64 == Int64(count), "\(filter)")
                #expect(history?["nodes"]?.array?.count == count)
            }
            var seen: [String] = []
            var after = "null"
            for _ in 0..<10 {
                let answer = try await bed.answer(
                    "{ viewer { history(first: 3, after: \(after)) { nodes { id } pageInfo { hasNextPage endCursor } } } }",
                    as: account.token)
                let page = answer["data"]?["viewer"]?["history"]
                seen += page?["nodes"]?.array?.compactMap { $0["id"]?.string } ?? []
                guard page?["pageInfo"]?["hasNextPage"]?.boolean == true else { break }
                after = page?["pageInfo"]?["endCursor"]?.text ?? "null"
            }
            #expect(seen.count == 10 && Set(seen).count == 10)
        }
    }

    @Test func `nobody reads, moves or deletes the plays of another`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("plays.ada"), try await bed.register("plays.bob"))
            let logged = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "plays { id run { id } } progress { run { id } }",
                as: ada.token)
            let play = try #require(logged["plays"]?.array?.first?["id"]?.string)
            let run = try #require(logged["progress"]?["run"]?["id"]?.string)
            // An ID that says it is Bob's, of a play that is not.
            let forged = play.replacing("_\(ada.key)_", with: "_\(bob.key)_")
            for token in [bob.token, nil] {
                for id in [play, forged, run, "B_\(ada.key)_501"] {
                    let answer = try await bed.answer("{ node(id: \"\(id)\") { id } }", as: token)
                    #expect(answer["data"]?["node"] == .null, "\(id)")
                }
                let answer = try await bed.answer(
                    #"{ viewer { history { totalCount } } show(id: "S_501") { viewerProgress { percent } viewerState { status } } episode(id: "E_5011") { viewerState { watched } } }"#,
                    as: token)
                #expect(answer["data"]?["show"]?["viewerProgress"] == .null)
                #expect(answer["data"]?["viewer"]?["history"]?["totalCount"]?.int64 ?? 0 == 0)
            }
            for id in [play, forged] {
                let moved = try await bed.mutate(
                    "updatePlay", "{\"playId\":\"\(id)\",\"note\":\"mine\"}", "__typename", as: bob.token)
                #expect(moved.userError == "NOT_FOUND input.playId")
                _ = try await bed.mutate("deletePlays", "{\"playIds\":[\"\(id)\"]}", "deletedIds", as: bob.token)
            }
            let own = try await bed.answer("{ node(id: \"\(play)\") { ... on Play { note } } }", as: ada.token)
            #expect(own["data"]?["node"]?.text == #"{"note":null}"#)
            let anonymous = try await bed.mutate("logPlay", #"{"subjectId":"M_502"}"#, "__typename")
            #expect(anonymous.codes == ["UNAUTHENTICATED"])
        }
    }
}
