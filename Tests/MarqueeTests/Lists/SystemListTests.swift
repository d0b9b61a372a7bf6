import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// The lists that every account has.
@Suite struct SystemListTests {
    private static func subjects(
        _ bed: AccountTestBed, _ kind: String, _ arguments: String = "first: 100", as account: SignedUp
    ) async throws -> [String] {
        let answer = try await bed.answer(
            """
            { viewer { systemList(kind: \(kind)) { kind systemKind entryCount entries(\(arguments)) {
              totalCount nodes { position subject { ... on Node { id } } } } } } }
            """, as: account.token)
        let list = try #require(answer["data"]?["viewer"]?["systemList"], "\(answer.text)")
        #expect(list["kind"]?.string == "SYSTEM" && list["systemKind"]?.string == kind)
        let nodes = list["entries"]?["nodes"]?.array ?? []
        #expect(
            list["entryCount"]?.int64 == Int64(nodes.count)
                && list["entries"]?["totalCount"]?.int64 == Int64(nodes.count))
        #expect(Set(nodes.compactMap { $0["position"]?.int64 }) == Set(nodes.indices.map { Int64($0 + 1) }))
        return nodes.compactMap { $0["subject"]?["id"]?.string }
    }

    @Test func `putting a title into one sets its state, and taking it out clears it`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("system.states")
            let movie = "M_\(try OwnTitles.movie("system-states"))"
            let show = "S_\(try OwnTitles.show("system-states-show").key)"
            for (kind, status) in [
                ("WATCHLIST", "planned"), ("WATCHING", "watching"), ("ON_HOLD", "on_hold"), ("DROPPED", "dropped"),
                ("WATCHED", "completed"),
            ] {
                let added = try await bed.add([movie, show], to: kind, as: ada)
                #expect(added["addedCount"]?.int64 == 2, "\(added.text)")
                #expect(try await bed.add([movie], to: kind, as: ada)["addedCount"]?.int64 == 0)
                let statuses = try AccountDatabase.owner().query(
                    "select string_agg(distinct status, ' ') from library_entries where user_id = \(ada.key)")
                #expect(statuses.text(0, 0) == status)
                #expect(Set(try await Self.subjects(bed, kind, as: ada)) == [movie, show])
            }
            #expect(try await Self.subjects(bed, "COMPLETED", as: ada) == [show])
            #expect(try await Self.subjects(bed, "WATCHLIST", as: ada) == [])
            _ = try await bed.add([movie], to: "FAVORITES", as: ada)
            let gone = try await bed.remove([movie, show], from: "WATCHED", as: ada)
            #expect(gone["removedSubjectIds"]?.text == #"["\#(movie)","\#(show)"]"#, "\(gone.text)")
            // The show says nothing any more, the movie is a favorite.
            #expect(
                try AccountDatabase.owner().query("select count(*) from library_entries where user_id = \(ada.key)")
                    .int(0, 0) == 1)
            #expect(try await Self.subjects(bed, "FAVORITES", as: ada) == [movie])
        }
    }

    @Test(arguments: ["WATCHLIST", "FAVORITES"])
    func `the watchlist and favourites have an order of their own`(kind: String) async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("system.order.\(kind)")
            let movies = try OwnTitles.movies("system-order-\(kind)", 5).map { "M_\($0)" }
            _ = try await bed.add(Array(movies[0...2]), to: kind, as: ada)
            // As another feature marks titles, without a place: at the end.
            try AccountDatabase.owner().execute(
                """
                insert into library_entries (user_id, title_id, kind, status, favorited_at)
                  values (\(ada.key), \(movies[3].dropFirst(2)), 'movie', 'planned', now())
                """)
            _ = try await bed.add([movies[4]], to: kind, at: #"{"first":true}"#, as: ada)
            func order() async throws -> [Int] {
                try await Self.subjects(bed, kind, as: ada).map { movies.firstIndex(of: $0) ?? -1 }
            }
            #expect(try await order() == [4, 0, 1, 2, 3])
            let list = "O_\(ada.key)_\(kind == "WATCHLIST" ? 1 : 5)"
            let entries = try await bed.entries(of: list, as: ada)
            let moved = try await bed.move(entries[4].id, to: #"{"after":"\#(entries[0].id)"}"#, as: ada)
            #expect(moved["entry"]?["position"]?.int64 == 2 && moved["list"]?["id"]?.string == list, "\(moved.text)")
            #expect(try await order() == [4, 3, 0, 1, 2])
            let changed = try await bed.mutate(
                "updateListEntry", #"{"entryId":"\#(entries[2].id)","note":"soon","priority":1}"#,
                "entry { note priority }",
                as: ada.token)
            #expect(changed["entry"]?.text == #"{"note":"soon","priority":1}"#)
            let byPriority = try await Self.subjects(bed, kind, "orderBy: {field: PRIORITY}", as: ada)
            #expect(byPriority == [1, 4, 3, 0, 2].map { movies[$0] })
        }
    }

    @Test func `what fits no system list is refused`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("system.refused"), try await bed.register("system.other"))
            #expect(
                try await bed.add(["E_1"], to: "WATCHLIST", as: ada).userError
                    == "INVALID_INPUT input.entries.0.subjectId")
            #expect(
                try await bed.add(["M_1"], to: "COMPLETED", as: ada).userError
                    == "INVALID_INPUT input.entries.0.subjectId")
            #expect(
                try await bed.add(["M_999999"], to: "WATCHED", as: ada).userError
                    == "NOT_FOUND input.entries.0.subjectId")
            #expect(
                try await bed.add(["M_1"], to: "DROPPED", at: #"{"first":true}"#, as: ada).userError
                    == "INVALID_INPUT input.place")
            #expect(try await bed.add(["M_1"], to: "O_\(bob.key)_1", as: ada).userError == "NOT_FOUND input.target.id")
            #expect(
                try AccountDatabase.owner().query("select count(*) from library_entries where user_id = \(ada.key)")
                    .int(0, 0) == 0)
            try AccountDatabase.owner().execute(
                "insert into library_entries (user_id, title_id, kind, watch_count) values (\(ada.key), 1, 'movie', 1)")
            #expect(
                try await bed.remove(["M_1"], from: "WATCHED", as: ada).userError == "INVALID_STATE input.subjectIds")
        }
    }

    @Test func `watched entries are counted in every kind of list`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("system.counts")
            let show = try OwnTitles.show("system-counts")
            let movie = try OwnTitles.movie("system-counts-movie")
            let list = try await bed.makeList(
                "Counts", "PUBLIC",
                ["M_\(movie)", "S_\(show.key)", "N_\(show.season)", "E_\(show.episodes[0])", "P_1"], as: ada)
            func count(as account: SignedUp?) async throws -> JSONValue? {
                try await bed.answer("{ list(id: \"\(list)\") { viewerWatchedCount } }", as: account?.token)["data"]?[
                    "list"]?[
                        "viewerWatchedCount"]
            }
            #expect(try await count(as: nil) == .null)
            #expect(try await count(as: ada)?.int64 == 0)
            try AccountDatabase.owner().execute(
                """
                insert into library_entries (user_id, title_id, kind, watch_count, status, favorited_at)
                  values (\(ada.key), \(movie), 'movie', 1, null, now());
                insert into plays (user_id, title_id, kind, episode_id, watched_at)
                  values (\(ada.key), \(show.key), 'show', \(show.episodes[0]), now())
                """)
            #expect(try await count(as: ada)?.int64 == 2)
            try AccountDatabase.owner().execute(
                """
                insert into plays (user_id, title_id, kind, episode_id, watched_at)
                  values (\(ada.key), \(show.key), 'show', \(show.episodes[1]), now())
                """)
            #expect(try await count(as: ada)?.int64 == 3)
            let favorites = try await bed.answer(
                "{ viewer { systemList(kind: FAVORITES) { viewerWatchedCount } } }", as: ada.token)
            #expect(favorites["data"]?["viewer"]?["systemList"]?["viewerWatchedCount"]?.int64 == 1)
        }
    }
}
