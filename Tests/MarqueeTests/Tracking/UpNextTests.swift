import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct UpNextTests {
    init() throws { try TrackedTitles.make() }

    private static let document = """
        query ($order: UpNextOrder!) { viewer { upNext(orderBy: $order) { totalCount nodes {
          title { id } episode { id } episodesLeft reason progress { percent } } } } }
        """

    private static func items(_ bed: AccountTestBed, _ account: SignedUp, _ order: String) async throws -> [String] {
        let answer = try await bed.answer(document, "{\"order\":\"\(order)\"}", as: account.token)
        let page = answer["data"]?["viewer"]?["upNext"]
        let nodes = page?["nodes"]?.array ?? []
        #expect(page?["totalCount"]?.int64 == Int64(nodes.count))
        return nodes.map {
            "\($0["episode"]?["id"]?.string ?? "") \($0["episodesLeft"]?.text ?? "") \($0["reason"]?.string ?? "")"
        }
    }

    @Test func `what was begun and goes on is up next, in each order`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("next")
            #expect(try await Self.items(bed, account, "RECENTLY_WATCHED") == [])
            for (episode, year) in [("E_5011", 2015), ("E_5031", 2016), ("E_50403", 2014)] {
                _ = try await bed.mutate(
                    "markEpisodeWatched", "{\"episodeId\":\"\(episode)\",\"watchedAt\":{\"year\":\(year)}}",
                    "__typename", as: account.token)
            }
            let (ended, returning, long) = ("E_5012 4 CONTINUE", "E_5032 1 NEW_EPISODE", "E_50401 999 CONTINUE")
            #expect(try await Self.items(bed, account, "RECENTLY_WATCHED") == [returning, ended, long])
            #expect(try await Self.items(bed, account, "RECENTLY_AIRED") == [returning, ended, long])
            #expect(try await Self.items(bed, account, "CLOSEST_TO_FINISH") == [returning, ended, long])
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_503"}"#, "__typename", as: account.token)
            _ = try await bed.mutate(
                "setLibraryStatus", #"{"titleIds":["S_501"],"status":"DROPPED"}"#, "__typename", as: account.token)
            #expect(try await Self.items(bed, account, "RECENTLY_WATCHED") == [long], "caught up, or given up")
        }
    }

    @Test func `who had caught up hears of new episodes and seasons, and watches again`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("next.new")
            let owner = try AccountDatabase.owner()
            try owner.execute(
                """
                insert into titles (id, kind, slug, title, sort_title, status) overriding system value
                  values (510, 'show', 'growing', 'Growing', 'growing', 'ended');
                insert into seasons (id, show_id, number) overriding system value values (5101, 510, 1), (5102, 510, 2);
                insert into episodes (id, show_id, season_id, season_number, number, air_date) overriding system value
                  values (5101, 510, 5101, 1, 1, '2020-01-01')
                """)
            let marked = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5101","watchedAt":{"year":2021}}"#,
                "progress { status isComplete }",
                as: account.token)
            #expect(marked["progress"]?.text == #"{"status":"COMPLETED","isComplete":true}"#)
            try owner.execute(
                """
                insert into episodes (id, show_id, season_id, season_number, number, air_date) overriding system value
                  values (5102, 510, 5101, 1, 2, current_date + 1)
                """)
            #expect(try await Self.items(bed, account, "RECENTLY_WATCHED") == [], "it has not aired")
            try owner.execute("update episodes set air_date = current_date where id = 5102")
            #expect(try await Self.items(bed, account, "RECENTLY_WATCHED") == ["E_5102 1 NEW_EPISODE"])
            let answer = try await bed.answer(#"{ show(id: "S_510") { viewerState { status } } }"#, as: account.token)
            #expect(answer["data"]?["show"]?["viewerState"]?["status"]?.string == "WATCHING")
            try owner.execute(
                """
                delete from episodes where id = 5102;
                insert into episodes (id, show_id, season_id, season_number, number, air_date) overriding system value
                  values (5103, 510, 5102, 2, 1, current_date)
                """)
            #expect(try await Self.items(bed, account, "RECENTLY_WATCHED") == ["E_5103 1 NEW_SEASON"])
        }
    }

    @Test func `what airs by the passing of days is up next before anything is looked at again`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("next.passing")
            let show = try OwnTitles.show("passing", episodes: 4)
            let owner = try AccountDatabase.owner()
            _ = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_\#(show.episodes[0])"}"#, "__typename", as: account.token)
            // The second one airs today, behind the others: yesterday the third was next, and two were left.
            try owner.query("update episodes set air_date = current_date where id = $1", [.int(show.episodes[1])])
            try owner.query(
                """
                update viewing_runs set settled_on = current_date - 1, left_count = 2, next_episode_id = $2
                 where user_id = $1 and show_id = $3
                """, [.int(account.key), .int(show.episodes[2]), .int(show.key)])
            for order in ["RECENTLY_WATCHED", "RECENTLY_AIRED", "CLOSEST_TO_FINISH"] {
                let items = try await Self.items(bed, account, order)
                #expect(items.map { $0.hasPrefix("E_\(show.episodes[1]) 3 ") } == [true], "\(items)")
            }
            for (number, left) in [(1, "E_\(show.episodes[2]) 2 "), (2, "E_\(show.episodes[3]) 1 ")] {
                _ = try await bed.mutate(
                    "markEpisodeWatched", #"{"episodeId":"E_\#(show.episodes[number])"}"#, "__typename",
                    as: account.token)
                let items = try await Self.items(bed, account, "RECENTLY_WATCHED")
                #expect(items.map { $0.hasPrefix(left) } == [true], "\(items)")
            }
        }
    }

    @Test func `shows that were begun are listed by state and by whether anything is left`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("next.progress")
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: account.token)
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_503"}"#, "__typename", as: account.token)
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_504"}"#, "__typename", as: account.token)
            for (filter, shows) in [
                ("", ["S_501", "S_504", "S_503"]), ("(filter: {caughtUp: false})", ["S_501"]),
                ("(filter: {caughtUp: true})", ["S_504", "S_503"]),
                ("(filter: {statuses: [WATCHING]})", ["S_501", "S_503"]),
                ("(filter: {statuses: [COMPLETED]})", ["S_504"]),
                ("(filter: {statuses: []})", []),
            ] {
                let answer = try await bed.answer(
                    "{ viewer { progress\(filter) { totalCount nodes { show { id } } } } }", as: account.token)
                let page = answer["data"]?["viewer"]?["progress"]
                #expect(page?["nodes"]?.array?.compactMap { $0["show"]?["id"]?.string } == shows, "\(filter)")
                #expect(page?["totalCount"]?.int64 == Int64(shows.count))
            }
        }
    }
}
