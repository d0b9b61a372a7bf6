import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// What others see of an account whose privacy is `PRIVATE`, by whichever way they come to it.
@Suite struct PrivateProfileTests {
    private static let profile = """
        username displayName privacy createdAt bio website avatar { url } lists { totalCount } reviews { totalCount }
        """

    /// The ways on which a user is met, and where the user lies in the answer.
    private static func ways(to account: SignedUp, _ name: String, review: String, list: String) -> [String: [String]] {
        [
            "user(username: \"\(name)\") { \(profile) }": ["user"],
            "node(id: \"\(account.id)\") { ... on User { \(profile) } }": ["node"],
            "review(id: \"\(review)\") { author { \(profile) } }": ["review", "author"],
            "node(id: \"\(review)\") { ... on Review { author { \(profile) } } }": ["node", "author"],
            "list(id: \"\(list)\") { owner { \(profile) } }": ["list", "owner"],
        ]
    }

    /// Makes an account that has written something into each field, with a review and a public list.
    private static func fill(_ name: String, _ bed: AccountTestBed) async throws -> (SignedUp, ways: [String: [String]])
    {
        let account = try await bed.register(name)
        _ = try await bed.mutate(
            "updateProfile",
            #"{"displayName":"Shown","bio":"secret","website":"https://secret.example","avatarUrl":"https://secret.example/a.png"}"#,
            "user { id }", as: account.token)
        let review = try await bed.mutate(
            "saveReview", #"{"subjectId":"M_1","body":"worth seeing"}"#, "review { id }", as: account.token)
        let list = try await bed.mutate(
            "createList", #"{"name":"Best","privacy":"PUBLIC"}"#, "list { id }", as: account.token)
        return (
            account,
            ways(
                to: account, name, review: try #require(review["review"]?["id"]?.string),
                list: try #require(list["list"]?["id"]?.string))
        )
    }

    private static func hide(_ account: SignedUp, _ bed: AccountTestBed) async throws {
        let payload = try await bed.mutate(
            "updateSettings", #"{"settings":{"privacy":"PRIVATE"}}"#, "viewer { user { bio } }", as: account.token)
        #expect(payload["viewer"]?["user"]?["bio"]?.string == "secret")
    }

    /// What a caller sees on each way.
    private static func seen(
        _ ways: [String: [String]], _ bed: AccountTestBed, as token: String?
    ) async throws -> [JSONValue?] {
        var seen: [JSONValue?] = []
        for (field, path) in ways {
            let answer = try await bed.answer("{ \(field) }", as: token)
            #expect(answer["errors"] == nil, "\(answer.text)")
            seen.append(path.reduce(answer["data"]) { $0?[$1] })
        }
        return seen
    }

    @Test func `others see the names only, on every way, and the owner sees all`() async throws {
        try await AccountTestBed.run { bed in
            let (account, ways) = try await Self.fill("hidden.one", bed)
            let stranger = try await bed.register("hidden.stranger")
            try AccountDatabase.owner().query(
                "update accounts set role = 'moderator' where user_id = $1", [.int(stranger.key)])
            let moderator = try await bed.login("hidden.stranger")
            let whole = try await Self.seen(ways, bed, as: nil)
            try await Self.hide(account, bed)
            for token in [nil, moderator.token] {
                for user in try await Self.seen(ways, bed, as: token) {
                    #expect(user?["username"]?.string == "hidden.one")
                    #expect(user?["displayName"]?.string == "Shown")
                    #expect(user?["privacy"]?.string == "PRIVATE")
                    for name in ["bio", "website", "avatar", "lists", "reviews"] { #expect(user?[name] == .null) }
                    #expect(user?.text.contains("secret") == false)
                }
            }
            for (user, before) in zip(try await Self.seen(ways, bed, as: account.token), whole) {
                for name in ["bio", "website", "avatar", "lists", "reviews"] {
                    #expect(user?[name] == before?[name] && user?[name] != .null)
                }
            }
        }
    }

    @Test func `who subscribes to reviews is shown no more of their author`() async throws {
        try await AccountTestBed.run { bed in
            let (account, _) = try await Self.fill("hidden.two", bed)
            try await Self.hide(account, bed)
            let next = try await bed.subscribe(
                "subscription { reviewAdded(subjectId: \"S_2\") { author { \(Self.profile) } } }")
            _ = try await bed.mutate(
                "saveReview", #"{"subjectId":"S_2","body":"worth seeing"}"#, "review { id }", as: account.token)
            let author = try await next()?["data"]?["reviewAdded"]?["author"]
            #expect(author?["displayName"]?.string == "Shown" && author?["bio"] == .null)
            #expect(author?.text.contains("secret") == false)
        }
    }

    @Test func `an administrator who gives a role is shown no more`() async throws {
        try await AccountTestBed.run { bed in
            let (account, _) = try await Self.fill("hidden.three", bed)
            try await Self.hide(account, bed)
            let name = "hidden.admin"
            let admin = try await bed.register(name)
            try AccountDatabase.owner().query(
                "update accounts set role = 'admin' where user_id = $1", [.int(admin.key)])
            let payload = try await bed.mutate(
                "setUserRole", #"{"userId":"\#(account.id)","role":"MODERATOR"}"#, "user { \(Self.profile) }",
                as: try await bed.login(name).token)
            #expect(payload["user"]?["username"]?.string == "hidden.three")
            #expect(payload["user"]?.text.contains("secret") == false)
        }
    }
}
