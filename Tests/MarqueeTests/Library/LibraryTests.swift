import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct LibraryTests {
    init() throws { try TrackedTitles.make() }

    private static func status(_ bed: AccountTestBed, _ account: SignedUp, _ id: String) async throws -> String? {
        let answer = try await bed.answer(
            "{ title: node(id: \"\(id)\") { ... on Title { viewerState { status } } } }", as: account.token)
        return answer["data"]?["title"]?["viewerState"]?["status"]?.string
    }

    @Test func `the state of a show moves with what is watched of it`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("library.moves")
            func expect(_ status: String?, after mutation: String, _ input: String) async throws {
                let payload = try await bed.mutate(mutation, input, "__typename", as: account.token)
                #expect(payload.userError == nil)
                #expect(try await Self.status(bed, account, "S_501") == status, "after \(mutation)\(input)")
            }
            try await expect("PLANNED", after: "setLibraryStatus", #"{"titleIds":["S_501"],"status":"PLANNED"}"#)
            try await expect("WATCHING", after: "markEpisodeWatched", #"{"episodeId":"E_5011"}"#)
            try await expect("PLANNED", after: "unmarkEpisodeWatched", #"{"episodeId":"E_5011"}"#)
            try await expect("PLANNED", after: "markEpisodeWatched", #"{"episodeId":"E_5010"}"#)
            try await expect("COMPLETED", after: "markShowWatchedUntil", #"{"showId":"S_501"}"#)
            try await expect("WATCHING", after: "unmarkSeasonWatched", #"{"seasonId":"N_5012"}"#)
            try await expect("ON_HOLD", after: "setLibraryStatus", #"{"titleIds":["S_501"],"status":"ON_HOLD"}"#)
            try await expect("ON_HOLD", after: "unmarkEpisodeWatched", #"{"episodeId":"E_5011"}"#)
            try await expect("WATCHING", after: "markEpisodeWatched", #"{"episodeId":"E_5021"}"#)
            try await expect(nil, after: "unmarkShowWatched", #"{"showId":"S_501"}"#)
            try await expect(
                "WATCHING", after: "markShowWatchedUntil", #"{"showId":"S_501","untilEpisodeId":"E_5012"}"#)
        }
    }

    @Test func `who caught up with a show that goes on still watches it`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("library.returning")
            let payload = try await bed.mutate(
                "markShowWatchedUntil", #"{"showId":"S_503"}"#, "progress { status isCaughtUp isComplete }",
                as: account.token)
            #expect(payload["progress"]?.text == #"{"status":"WATCHING","isCaughtUp":true,"isComplete":false}"#)
        }
    }

    private static let entries = "entries { id status favorite statusChangedAt }"

    @Test func `an entry that says nothing is none`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("library.empty")
            let set = try await bed.mutate(
                "setFavorite", #"{"titleIds":["M_502","S_501","M_502"],"favorite":true}"#,
                "entries { id favorite status title { id } progress { percent } }",
                as: account.token)
            #expect(
                set["entries"]?.text
                    == #"[{"id":"B_\#(account.key)_502","favorite":true,"status":null,"title":{"id":"M_502"},"progress":null},"#
                    + #"{"id":"B_\#(account.key)_501","favorite":true,"status":null,"title":{"id":"S_501"},"progress":null}]"#
            )
            let noted = try await bed.mutate(
                "updateLibraryEntry", #"{"titleId":"M_502","priority":2,"note":"soon"}"#,
                "entry { priority note favorite }", as: account.token)
            #expect(noted["entry"]?.text == #"{"priority":2,"note":"soon","favorite":true}"#)
            let cleared = try await bed.mutate(
                "setFavorite", #"{"titleIds":["M_502","S_501"],"favorite":false}"#,
                "entries { title { id } favoritedAt }", as: account.token)
            #expect(cleared["entries"]?.text == #"[{"title":{"id":"M_502"},"favoritedAt":null}]"#)
            let last = try await bed.mutate(
                "updateLibraryEntry", #"{"titleId":"M_502","priority":null,"note":null}"#, "entry { id }",
                as: account.token)
            #expect(last.text == #"{"entry":null,"userErrors":[]}"#)
        }
    }

    @Test func `what is taken out of the library takes along what is asked for`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("library.remove")
            _ = try await bed.mutate("logPlay", #"{"subjectId":"M_502","stars":3}"#, "__typename", as: account.token)
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_501"}"#, "__typename", as: account.token)
            let removed = try await bed.mutate(
                "removeFromLibrary", #"{"titleIds":["M_502","S_501","S_503"]}"#, "removedIds", as: account.token)
            #expect(removed["removedIds"]?.text == #"["M_502","S_501"]"#)
            let kept = try await bed.answer(
                #"{ movie(id: "M_502") { viewerState { entry { id } stars watchCount } } show(id: "S_501") { viewerState { watchCount } viewerProgress { percent } } }"#,
                as: account.token)
            #expect(
                kept["data"]?.text
                    == #"{"movie":{"viewerState":{"entry":null,"stars":3,"watchCount":1}},"show":{"viewerState":{"watchCount":1},"viewerProgress":{"percent":1}}}"#
            )
            _ = try await bed.mutate(
                "removeFromLibrary", #"{"titleIds":["M_502","S_501"],"deleteHistory":true,"deleteRatings":true}"#,
                "removedIds",
                as: account.token)
            let gone = try await bed.answer(
                #"{ movie(id: "M_502") { viewerState { stars watchCount } } show(id: "S_501") { viewerProgress { percent } } }"#,
                as: account.token)
            #expect(
                gone["data"]?.text
                    == #"{"movie":{"viewerState":{"stars":null,"watchCount":0}},"show":{"viewerProgress":null}}"#)
        }
    }

    private static let orders: [(field: String, direction: String, titles: [String])] = [
        ("TITLE", "ASC", ["S_501", "M_502", "S_503"]), ("STARS", "DESC", ["S_503", "M_502", "S_501"]),
        ("STARS", "ASC", ["M_502", "S_503", "S_501"]), ("PRIORITY", "ASC", ["M_502", "S_501", "S_503"]),
        ("UPDATED_AT", "DESC", ["S_501", "S_503", "M_502"]), ("ADDED_AT", "ASC", ["M_502", "S_503", "S_501"]),
        ("LAST_WATCHED_AT", "DESC", ["M_502", "S_503", "S_501"]),
        ("LAST_WATCHED_AT", "ASC", ["M_502", "S_501", "S_503"]),
    ]

    @Test func `the library is listed in each order, in pages`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("library.orders")
            try AccountDatabase.owner().execute(
                """
                insert into library_entries (user_id, title_id, kind, priority, stars, last_watched_at, added_at, updated_at) values
                  (\(account.key), 502, 'movie', 1, 5, '2020-01-01', '2020-01-01', '2020-01-01'),
                  (\(account.key), 503, 'show', null, 9, null, '2020-01-02', '2020-01-02'),
                  (\(account.key), 501, 'show', 4, null, null, '2020-01-03', '2020-01-03')
                """)
            for (field, direction, titles) in Self.orders {
                var listed: [String] = []
                var after = "null"
                for _ in 0..<3 {
                    let answer = try await bed.answer(
                        """
                        { viewer { library(first: 1, after: \(after), orderBy: {field: \(field), direction: \(direction)}) {
                          totalCount nodes { title { id } } pageInfo { endCursor } } } }
                        """, as: account.token)
                    let page = answer["data"]?["viewer"]?["library"]
                    #expect(page?["totalCount"]?.int64 == 3)
                    listed += page?["nodes"]?.array?.compactMap { $0["title"]?["id"]?.string } ?? []
                    after = page?["pageInfo"]?["endCursor"]?.text ?? "null"
                }
                #expect(listed == titles, "\(field) \(direction)")
            }
        }
    }

    @Test func `the library is narrowed by kind, state and favourites`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("library.filter")
            _ = try await bed.mutate(
                "setLibraryStatus", #"{"titleIds":["M_502","S_501"],"status":"PLANNED"}"#, Self.entries,
                as: account.token)
            _ = try await bed.mutate(
                "setFavorite", #"{"titleIds":["S_503"],"favorite":true}"#, Self.entries, as: account.token)
            for (filter, count) in [
                ("kind: SHOW", 2), ("kind: MOVIE", 1), ("statuses: [PLANNED]", 2), ("statuses: [WATCHING, DROPPED]", 0),
                ("favorite: true", 1),
                ("favorite: false", 2), ("kind: SHOW, statuses: [PLANNED], favorite: false", 1),
            ] {
                let answer = try await bed.answer(
                    "{ viewer { library(filter: {\(filter)}) { totalCount nodes { id } } } }", as: account.token)
                #expect(answer["data"]?["viewer"]?["library"]?["nodes"]?.array?.count == count, "\(filter)")
            }
        }
    }
}
