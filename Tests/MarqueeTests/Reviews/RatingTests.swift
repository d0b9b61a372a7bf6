import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct RatingTests {
    private static let figures = "ratings { average count histogram { count } }"

    private static func rate(
        _ bed: AccountTestBed, _ id: String, _ stars: String, as account: SignedUp
    ) async throws -> JSONValue {
        try await bed.mutate(
            "rate", #"{"subjectId":"\#(id)","stars":\#(stars)}"#,
            "rating { id stars subject { id } } subject { id \(figures) }", as: account.token)
    }

    private static func votes(_ bed: AccountTestBed, _ id: String, as account: SignedUp) async throws -> JSONValue? {
        try await bed.answer("{ node(id: \"\(id)\") { ... on Reviewable { \(figures) } } }", as: account.token)[
            "data"]?["node"]?[
                "ratings"]
    }

    /// Counts what was noted of votes. Where a job of another test does that, it waits for its end: by itself, the
    /// function would leave it to the job, which may not be seen yet.
    private static func fold() throws {
        try AccountDatabase.owner().execute(
            """
            begin; select pg_advisory_xact_lock(hashtext('fold_stat_deltas'));
            select fold_stat_deltas(); commit
            """)
    }

    @Test func `who rates sees it at once, and everybody after the statistics are folded`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("rates.ada"), try await bed.register("rates.bob"))
            let show = try OwnTitles.show("rates-all")
            let ids = [
                "M_\(try OwnTitles.movie("rates-movie"))", "S_\(show.key)", "N_\(show.season)", "E_\(show.episodes[0])",
            ]
            for id in ids {
                let given = try await Self.rate(bed, id, "4.5", as: ada)
                #expect(given["rating"]?["stars"] == .number("4.5"), "\(given.text)")
                #expect(given["rating"]?["subject"]?["id"]?.string == id)
                for seen in [given["subject"]?["ratings"], try await Self.votes(bed, id, as: ada)] {
                    #expect(seen?["count"]?.int64 == 1 && seen?["average"] == .number("4.5"), "\(seen?.text ?? "")")
                    #expect(seen?["histogram"]?.array?[8]["count"]?.int64 == 1)
                }
                #expect(try await Self.votes(bed, id, as: bob)?["count"]?.int64 == 0)
            }
            try Self.fold()
            for id in ids {
                let seen = try await Self.votes(bed, id, as: bob)
                #expect(seen?["count"]?.int64 == 1 && seen?["average"] == .number("4.5"))
                // Somebody else's vote, and a change of mind, on top of what is folded.
                #expect(try await Self.rate(bed, id, "1", as: bob)["subject"]?["ratings"]?["count"]?.int64 == 2)
                let changed = try await Self.rate(bed, id, "2", as: bob)["subject"]?["ratings"]
                #expect(changed?["average"] == .number("3.25") && changed?["count"]?.int64 == 2)
                let taken = try await bed.mutate(
                    "removeRating", #"{"subjectId":"\#(id)"}"#, "subject { \(Self.figures) }", as: bob.token)
                #expect(taken["subject"]?["ratings"]?["count"]?.int64 == 1, "\(taken.text)")
            }
        }
    }

    @Test func `stars are in the library as long as they are given`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("rates.library")
            let movie = try OwnTitles.movie("rates-library")
            let stars = "select coalesce(max(stars), -1) from library_entries where user_id = \(ada.key)"
            _ = try await Self.rate(bed, "M_\(movie)", "0.5", as: ada)
            #expect(try AccountDatabase.owner().query(stars).int(0, 0) == 1)
            _ = try await Self.rate(bed, "M_\(movie)", "5", as: ada)
            #expect(try AccountDatabase.owner().query(stars).int(0, 0) == 10)
            _ = try await bed.mutate("removeRating", #"{"subjectId":"M_\#(movie)"}"#, "subject { id }", as: ada.token)
            #expect(try AccountDatabase.owner().query(stars).int(0, 0) == -1)
        }
    }

    @Test func `own ratings are listed newest first and narrowed by level, kind and stars`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("rates.lists")
            let show = try OwnTitles.show("rates-listed")
            let movie = "M_\(try OwnTitles.movie("rates-listed-movie"))"
            let ids = [movie, "S_\(show.key)", "N_\(show.season)", "E_\(show.episodes[0])"]
            for (place, id) in ids.enumerated() { _ = try await Self.rate(bed, id, "\(place + 1)", as: ada) }
            func listed(_ filter: String) async throws -> [String] {
                let answer = try await bed.answer(
                    "{ viewer { ratings\(filter) { nodes { subject { id } } } } }", as: ada.token)
                let nodes = answer["data"]?["viewer"]?["ratings"]?["nodes"]?.array ?? []
                return nodes.compactMap { $0["subject"]?["id"]?.string }
            }
            #expect(try await listed("") == Array(ids.reversed()))
            #expect(try await listed("(filter: {level: TITLE})") == [ids[1], ids[0]])
            #expect(try await listed("(filter: {level: EPISODE})") == [ids[3]])
            #expect(try await listed("(filter: {kind: MOVIE})") == [movie])
            #expect(try await listed("(filter: {kind: SHOW, starsFrom: 3})") == [ids[3], ids[2]])
            #expect(try await listed("(filter: {starsTo: 1.5})") == [movie])
            #expect(try await listed("(first: 2)") == [ids[3], ids[2]])
            let season = try await bed.answer(
                "{ season(id: \"N_\(show.season)\") { viewerRating } }", as: ada.token)
            #expect(season["data"]?["season"]?["viewerRating"] == .number("3"))
        }
    }

    @Test func `nothing else than half stars from 0.5 to 5 is taken`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("rates.wrong")
            for stars in ["0", "5.5", "5.3", "-1", "1e300", "\"4\"", "null"] {
                let answer = try await Self.rate(bed, "M_1", stars, as: ada)
                #expect(answer.codes == ["BAD_USER_INPUT"], "\(stars): \(answer.text)")
            }
            #expect(
                try AccountDatabase.owner().query("select count(*) from ratings where user_id = \(ada.key)").int(0, 0)
                    == 0)
        }
    }

    @Test func `only what is there for the viewer can be rated`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("rates.own"), try await bed.register("rates.strange"))
            let manual = "M_\(try OwnTitles.manual("rates-manual", of: ada))"
            for id in ["M_999999", "S_1", "M_2", "E_999999", "nothing", "", manual, "M_9223372036854775808"] {
                let answer = try await Self.rate(bed, id, "3", as: bob)
                #expect(answer.userError == "NOT_FOUND input.subjectId", "\(id): \(answer.text)")
                #expect(answer["userErrors"]?.array?.first?["message"]?.string == "There is no such object.")
            }
            for id in ["G_1", "P_1", bob.id] {
                #expect(
                    try await Self.rate(bed, id, "3", as: bob).userError == "INVALID_INPUT input.subjectId", "\(id)")
            }
            #expect(try await Self.rate(bed, manual, "3", as: ada)["rating"]?["stars"] == .number("3"))
            #expect(try await Self.rate(bed, "M_1", "3", as: ada)["subject"]?["id"]?.string == "M_1")
        }
    }

    @Test(arguments: ["2999-01-01T00:00:00Z", "1800-01-01T00:00:00Z"])
    func `a vote lies between the first film and now`(moment: String) async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("rates.\(moment.prefix(4))")
            let answer = try await bed.mutate(
                "rate", #"{"subjectId":"M_1","stars":3,"ratedAt":"\#(moment)"}"#, "rating { id }", as: ada.token)
            #expect(answer.userError == "INVALID_INPUT input.ratedAt")
        }
    }

    @Test func `a rating is seen by its owner only`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("rates.hers"), try await bed.register("rates.his"))
            let given = try await Self.rate(bed, "M_1", "3", as: ada)
            let id = try #require(given["rating"]?["id"]?.string)
            let document = "{ node(id: \"\(id)\") { id } }"
            #expect(try await bed.answer(document, as: ada.token)["data"]?["node"]?["id"]?.string == id)
            for stranger in [bob.token, nil] {
                #expect(try await bed.answer(document, as: stranger)["data"]?["node"] == .null)
                let disguised = id.replacing("T_\(ada.key)_", with: "T_\(bob.key)_")
                let answer = try await bed.answer("{ node(id: \"\(disguised)\") { id } }", as: stranger)
                #expect(answer["data"]?["node"] == .null)
            }
        }
    }

    @Test func `stars that come with a play, and go with the library's entry, count at once for who gave them`()
        async throws
    {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("rates.plays")
            let show = try OwnTitles.show("rates-plays")
            let (movie, episode) = ("M_\(try OwnTitles.movie("rates-played"))", "E_\(show.episodes[0])")
            func count(_ id: String) async throws -> Int64? { try await Self.votes(bed, id, as: ada)?["count"]?.int64 }
            for id in [movie, episode] {
                _ = try await bed.mutate("logPlay", #"{"subjectId":"\#(id)","stars":3}"#, "__typename", as: ada.token)
                #expect(try await count(id) == 1, "\(id)")
            }
            let season = "N_\(show.season)"
            _ = try await Self.rate(bed, season, "4", as: ada)
            _ = try await bed.mutate(
                "removeFromLibrary", #"{"titleIds":["\#(movie)","S_\#(show.key)"],"deleteRatings":true}"#, "removedIds",
                as: ada.token)
            for id in [movie, season, episode] { #expect(try await count(id) == 0, "\(id)") }
        }
    }

    @Test func `many devices and many viewers at once leave one vote each, and all copies and counters agree`()
        async throws
    {
        try await AccountTestBed.run { bed in
            let movie = try OwnTitles.movie("rates-race")
            var accounts: [SignedUp] = []
            for number in 0..<4 { accounts.append(try await bed.register("rates.race\(number)")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<120 {
                    let account = accounts[round % 4]
                    group.addTask {
                        switch round % 5 {
                        case 4:
                            _ = try await bed.mutate(
                                "removeRating", #"{"subjectId":"M_\#(movie)"}"#, "subject { id }", as: account.token)
                        case 3:
                            let input =
                                #"{"subjectId":"M_\#(movie)","body":"take \#(round)","stars":\#(1 + round % 4)}"#
                            _ = try await bed.mutate("saveReview", input, "review { id }", as: account.token)
                        default: _ = try await Self.rate(bed, "M_\(movie)", "\(1 + round % 5)", as: account)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try Self.fold()
            let owner = try AccountDatabase.owner()
            let differing = try owner.query(
                """
                select (select count(*) from reviews v left join ratings g on g.user_id = v.author_id and g.title_id = v.title_id
                         where v.title_id = \(movie) and v.stars is distinct from g.stars),
                       (select count(*) from ratings g left join library_entries e on e.user_id = g.user_id and e.title_id = g.title_id
                         where g.title_id = \(movie) and e.stars is distinct from g.stars),
                       (select count(*) from title_stats s
                         where s.title_id = \(movie) and (s.rating_count, s.rating_sum, s.review_count) is distinct from (
                           (select count(*) from ratings where title_id = \(movie)),
                           (select coalesce(sum(stars), 0) from ratings where title_id = \(movie)),
                           (select count(*) from reviews where title_id = \(movie))))
                """)
            #expect((0..<3).map { differing.int(0, $0) } == [0, 0, 0])
            #expect(try owner.query("select count(*) from reviews where title_id = \(movie)").int(0, 0) == 4)
        }
    }
}
