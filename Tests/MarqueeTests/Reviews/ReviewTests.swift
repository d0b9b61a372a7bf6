import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct ReviewTests {
    /// What a review shows.
    private static let card =
        "id author { id } subject { id } stars body containsSpoilers likeCount viewerLikes createdAt editedAt"

    private static func save(
        _ bed: AccountTestBed, _ id: String, _ rest: String, as account: SignedUp
    ) async throws -> JSONValue {
        try await bed.mutate(
            "saveReview", #"{"subjectId":"\#(id)",\#(rest)}"#, "review { \(card) } subject { id ratings { count } }",
            as: account.token)
    }

    private static func like(
        _ bed: AccountTestBed, _ id: String, _ isLiked: Bool = true, as account: SignedUp
    ) async throws -> JSONValue {
        try await bed.mutate(
            "setReviewLike", #"{"reviewId":"\#(id)","like":\#(isLiked)}"#, "review { likeCount viewerLikes }",
            as: account.token)
    }

    /// The texts of the reviews a field lists.
    private static func texts(
        _ bed: AccountTestBed, _ selection: String, _ path: [String], as account: SignedUp? = nil
    ) async throws -> [String] {
        let answer = try await bed.answer("{ \(selection) }", as: account?.token)
        let page = try #require((["data"] + path).reduce(answer) { $0?[$1] }, "\(answer.text)")
        return (page["nodes"]?.array ?? []).compactMap { $0["body"]?.string }
    }

    @Test func `writing again changes the one review, and its likes stay`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("reviews.ada"), try await bed.register("reviews.bob"))
            let show = try OwnTitles.show("reviews-all")
            let ids = [
                "M_\(try OwnTitles.movie("reviews-movie"))", "S_\(show.key)", "N_\(show.season)",
                "E_\(show.episodes[0])",
            ]
            for id in ids {
                let first = try await Self.save(bed, id, #""body":"Fine.","stars":4.5"#, as: ada)
                let review = try #require(first["review"]?["id"]?.string, "\(first.text)")
                #expect(first["review"]?["stars"] == .number("4.5") && first["review"]?["editedAt"] == .null)
                #expect(first["review"]?["subject"]?["id"]?.string == id)
                #expect(first["subject"]?["ratings"]?["count"]?.int64 == 1)
                let liked = try await Self.like(bed, review, as: bob)
                #expect(liked["review"]?.text == #"{"likeCount":1,"viewerLikes":true}"#)
                let second = try await Self.save(bed, id, #""body":"Great!","containsSpoilers":true"#, as: ada)
                #expect(second["review"]?["id"]?.string == review)
                #expect(second["review"]?["body"]?.string == "Great!")
                #expect(second["review"]?["stars"] == .number("4.5"))
                #expect(second["review"]?["likeCount"]?.int64 == 1)
                #expect(second["review"]?["viewerLikes"] == .boolean(false))
                #expect(second["review"]?["editedAt"] != .null)
            }
        }
    }

    @Test func `stars given before or after are those of the review`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("reviews.stars")
            let id = "M_\(try OwnTitles.movie("reviews-stars"))"
            func rate(_ stars: String) async throws {
                _ = try await bed.mutate(
                    "rate", #"{"subjectId":"\#(id)","stars":\#(stars)}"#, "rating { id }", as: ada.token)
            }
            try await rate("2")
            #expect(try await Self.save(bed, id, #""body":"So so.""#, as: ada)["review"]?["stars"] == .number("2"))
            try await rate("5")
            let query = "{ viewer { reviews { totalCount nodes { stars } } } }"
            let after = try await bed.answer(query, as: ada.token)["data"]?["viewer"]?["reviews"]
            #expect(after?.text == #"{"totalCount":1,"nodes":[{"stars":5}]}"#)
            _ = try await bed.mutate("removeRating", #"{"subjectId":"\#(id)"}"#, "subject { id }", as: ada.token)
            let last = try await bed.answer(query, as: ada.token)["data"]?["viewer"]?["reviews"]
            #expect(last?.text == #"{"totalCount":1,"nodes":[{"stars":null}]}"#)
        }
    }

    @Test func `a title's reviews come in every order and by every filter, page by page`() async throws {
        try await AccountTestBed.run { bed in
            let id = "M_\(try OwnTitles.movie("reviews-orders"))"
            var accounts: [SignedUp] = []
            var reviews: [String] = []
            // a: 1 star, 2 likes; b: 5 stars; c: no stars, a spoiler, 1 like; d: 3 stars
            for (name, rest) in [
                ("a", #""stars":1"#), ("b", #""stars":5"#), ("c", #""containsSpoilers":true"#), ("d", #""stars":3"#),
            ] {
                let account = try await bed.register("reviews.order.\(name)")
                let saved = try await Self.save(bed, id, "\"body\":\"\(name)\",\(rest)", as: account)
                reviews.append(try #require(saved["review"]?["id"]?.string))
                accounts.append(account)
            }
            for (account, review) in [(1, 0), (2, 0), (3, 2)] {
                _ = try await Self.like(bed, reviews[review], as: accounts[account])
            }
            func listed(_ arguments: String) async throws -> String {
                try await Self.texts(
                    bed, "movie(id: \"\(id)\") { reviews(\(arguments)) { nodes { body } } }", ["movie", "reviews"]
                ).joined()
            }
            #expect(try await listed("first: 9") == "acdb")
            #expect(try await listed("orderBy: {field: LIKES, direction: ASC}") == "bdca")
            #expect(try await listed("orderBy: {field: CREATED_AT}") == "dcba")
            #expect(try await listed("orderBy: {field: CREATED_AT, direction: ASC}") == "abcd")
            #expect(try await listed("orderBy: {field: STARS}") == "bdac")
            #expect(try await listed("orderBy: {field: STARS, direction: ASC}") == "adbc")
            #expect(try await listed("filter: {starsFrom: 3}") == "db")
            #expect(try await listed("filter: {starsTo: 1}") == "a")
            #expect(try await listed("filter: {withoutSpoilers: true}") == "adb")
            for order in ["LIKES", "CREATED_AT", "STARS"] {
                for direction in ["ASC", "DESC"] {
                    let all = try await listed("orderBy: {field: \(order), direction: \(direction)}")
                    var (walked, cursor) = ("", "null")
                    while cursor != "" {
                        let answer = try await bed.answer(
                            """
                            { movie(id: "\(id)") { reviews(first: 1, after: \(cursor), orderBy: {field: \(order), direction: \(direction)}) {
                              nodes { body } pageInfo { hasNextPage endCursor } } } }
                            """)
                        let page = try #require(answer["data"]?["movie"]?["reviews"], "\(answer.text)")
                        walked += page["nodes"]?.array?.first?["body"]?.string ?? ""
                        let info = page["pageInfo"]
                        cursor = info?["hasNextPage"] == .boolean(true) ? "\"\(info?["endCursor"]?.string ?? "")\"" : ""
                    }
                    #expect(walked == all)
                }
            }
        }
    }

    @Test func `spoilers are hidden from those who want it, until they have watched`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("reviews.tells"), try await bed.register("reviews.waits"))
            let show = try OwnTitles.show("reviews-spoiled")
            let movie = try OwnTitles.movie("reviews-spoiled-movie")
            let ids = ["M_\(movie)", "S_\(show.key)", "N_\(show.season)", "E_\(show.episodes[0])"]
            for id in ids { _ = try await Self.save(bed, id, #""body":"He did it.","containsSpoilers":true"#, as: ada) }
            func shown(_ policy: String, as account: SignedUp?) async throws -> Int {
                let answer = try await bed.answer(
                    "{ user(username: \"reviews.tells\") { reviews { nodes { body(spoilers: \(policy)) } } } }",
                    as: account?.token)
                let nodes = answer["data"]?["user"]?["reviews"]?["nodes"]?.array ?? []
                #expect(nodes.count == 4, "\(answer.text)")
                return nodes.count { $0["body"]?.string == "He did it." }
            }
            #expect(try await shown("SHOW", as: bob) == 4)
            #expect(try await shown("HIDE", as: ada) == 0)
            #expect(try await shown("AUTO", as: nil) == 4)
            #expect(try await shown("AUTO", as: ada) == 4)
            #expect(try await shown("AUTO", as: bob) == 0)
            try AccountDatabase.owner().execute(
                """
                insert into plays (user_id, title_id, kind, episode_id, watched_at)
                  select \(bob.key), \(show.key), 'show', id, now() from episodes where show_id = \(show.key);
                insert into library_entries (user_id, title_id, kind, watch_count, status)
                  values (\(bob.key), \(movie), 'movie', 1, null), (\(bob.key), \(show.key), 'show', 0, 'completed')
                """)
            #expect(try await shown("AUTO", as: bob) == 4)
            _ = try await bed.mutate(
                "updateSettings", #"{"settings":{"spoilers":"HIDE"}}"#, "viewer { role }", as: bob.token)
            #expect(try await shown("AUTO", as: bob) == 0)
        }
    }

    @Test func `authors delete their own reviews, moderators any, and stars go only if asked for`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("reviews.author"), try await bed.register("reviews.reader"))
            _ = try await bed.register("reviews.moderator")
            try AccountDatabase.owner().execute(
                "update accounts set role = 'moderator' where email = 'reviews.moderator@example.org'")
            let moderator = try await bed.login("reviews.moderator")
            let id = "M_\(try OwnTitles.movie("reviews-deleted"))"
            func delete(_ review: String, alsoRating: Bool = false, as account: SignedUp) async throws -> JSONValue {
                try await bed.mutate(
                    "deleteReview", #"{"reviewId":"\#(review)","alsoRating":\#(alsoRating)}"#,
                    "deletedId subject { id ratings { count } }", as: account.token)
            }
            func write() async throws -> String {
                let saved = try await Self.save(bed, id, #""body":"Mine.","stars":4"#, as: ada)
                return try #require(saved["review"]?["id"]?.string)
            }
            let first = try await write()
            #expect(try await delete(first, as: bob).userError == "FORBIDDEN input.reviewId")
            #expect(try await delete(first, alsoRating: true, as: moderator).userError == "FORBIDDEN input.alsoRating")
            let moderated = try await delete(first, as: moderator)
            #expect(moderated["deletedId"]?.string == first && moderated["subject"]?["id"]?.string == id)
            #expect(try await delete(first, as: ada).userError == "NOT_FOUND input.reviewId")
            let second = try await write()
            #expect(try await delete(second, as: ada)["subject"]?["ratings"]?["count"]?.int64 == 1)
            let third = try await write()
            #expect(try await delete(third, alsoRating: true, as: ada)["subject"]?["ratings"]?["count"]?.int64 == 0)
        }
    }

    @Test func `a review of what only its author sees is refused, as nothing to everybody else`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("reviews.manual"), try await bed.register("reviews.stranger"))
            let id = "M_\(try OwnTitles.manual("reviews-manual", of: ada))"
            #expect(try await Self.save(bed, id, #""body":"x""#, as: ada).userError == "INVALID_STATE input.subjectId")
            let answers = [
                try await Self.save(bed, id, #""body":"x","stars":1"#, as: bob),
                try await Self.save(bed, "M_999999", #""body":"x","stars":1"#, as: bob),
            ]
            for answer in answers { #expect(answer.userError == "NOT_FOUND input.subjectId") }
            #expect(
                try AccountDatabase.owner().query("select count(*) from ratings where user_id = \(bob.key)").int(0, 0)
                    == 0)
        }
    }

    @Test(arguments: [
        (#""body":"""#, "INVALID_INPUT input.body"), (#""body":" \n ""#, "INVALID_INPUT input.body"),
        (#""body":"a\u0000b""#, "INVALID_INPUT input.body"),
        ("\"body\":\"\(String(repeating: "x", count: 20_001))\"", "INVALID_INPUT input.body"),
    ])
    func `a text that cannot be is refused`(rest: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("reviews.bad\(rest.hashValue.magnitude % 100_000)")
            #expect(try await Self.save(bed, "M_1", rest, as: ada).userError == error)
        }
    }

    @Test func `what others see of an account ends where its privacy says so`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("reviews.private"), try await bed.register("reviews.nosy"))
            _ = try await Self.save(bed, "M_\(try OwnTitles.movie("reviews-private"))", #""body":"Mine.""#, as: ada)
            let document = #"{ user(username: "reviews.private") { reviews { totalCount } lists { totalCount } } }"#
            for caller in [ada.token, bob.token, nil] {
                let user = try await bed.answer(document, as: caller)["data"]?["user"]
                #expect(user?.text == #"{"reviews":{"totalCount":1},"lists":{"totalCount":0}}"#)
            }
            _ = try await bed.mutate(
                "updateSettings", #"{"settings":{"privacy":"PRIVATE"}}"#, "viewer { role }", as: ada.token)
            #expect(try await bed.answer(document, as: ada.token)["data"]?["user"]?["reviews"] != .null)
            for caller in [bob.token, nil] {
                let user = try await bed.answer(document, as: caller)["data"]?["user"]
                #expect(user?.text == #"{"reviews":null,"lists":null}"#)
            }
        }
    }

    @Test func `likes that come and go at once are counted right`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("reviews.liked")
            let saved = try await Self.save(bed, "M_\(try OwnTitles.movie("reviews-liked"))", #""body":"x""#, as: ada)
            let review = try #require(saved["review"]?["id"]?.string)
            var accounts = [ada]
            for number in 0..<3 { accounts.append(try await bed.register("reviews.likes\(number)")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<80 {
                    let account = accounts[round % 4]
                    group.addTask { _ = try await Self.like(bed, review, round / 4 % 3 != 1, as: account) }
                }
                try await group.waitForAll()
            }
            let counted = try AccountDatabase.owner().query(
                "select like_count, (select count(*) from review_likes l where l.review_id = r.id) from reviews r where id = $1",
                [.int(Int64(review.dropFirst(2)))])
            #expect(counted.int(0, 0) == counted.int(0, 1))
            #expect(try await Self.like(bed, "R_999999", as: ada).userError == "NOT_FOUND input.reviewId")
            #expect(try await Self.like(bed, "M_1", as: ada).userError == "NOT_FOUND input.reviewId")
        }
    }
}
