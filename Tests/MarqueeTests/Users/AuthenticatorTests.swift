import GraphQL
import GraphQLHTTP
import HTTPServer
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct AuthenticatorTests {
    private static let checks = AccountCommands.check.name

    private static func count(_ bed: AccountTestBed) -> Int {
        bed.pool.statistics.statements[checks]?.sent ?? 0
    }

    @Test func `a token is looked up once while changes are heard, and each time while they are not`() async throws {
        try await AccountTestBed.run { bed in
            let token = try await bed.register("heard").token
            for _ in 0..<3 { _ = try await bed.authenticator.viewer(bearing: token) }
            #expect(Self.count(bed) == 3)
            bed.authenticator.hear(.connected)
            for _ in 0..<3 { _ = try await bed.authenticator.viewer(bearing: token) }
            #expect(Self.count(bed) == 4)
            bed.authenticator.hear(.lost(reason: "test"))
            for _ in 0..<3 { _ = try await bed.authenticator.viewer(bearing: token) }
            #expect(Self.count(bed) == 7)
        }
    }

    @Test func `news of an account make it be looked up again, and of others not`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("news")
            bed.authenticator.hear(.connected)
            _ = try await bed.authenticator.viewer(bearing: account.token)
            bed.authenticator.hear(.notification(payload: "\(account.key + 1)"))
            _ = try await bed.authenticator.viewer(bearing: account.token)
            #expect(Self.count(bed) == 1)
            _ = try await bed.mutate("logoutEverywhere", "{}", "endedSessions", as: account.token)
            // Nobody told this loop yet.
            _ = try await bed.authenticator.viewer(bearing: account.token)
            bed.authenticator.hear(.notification(payload: "\(account.key)"))
            await #expect(throws: CredentialRefusal.self) {
                try await bed.authenticator.viewer(bearing: account.token)
            }
        }
    }

    @Test func `what was read before news of anybody is not kept after them`() async throws {
        try await AccountTestBed.run { bed in
            let token = try await bed.register("crossed").token
            bed.authenticator.hear(.connected)
            async let first = bed.authenticator.viewer(bearing: token)
            await Task.yield()
            bed.authenticator.hear(.notification(payload: "0"))
            _ = try await first
            _ = try await bed.authenticator.viewer(bearing: token)
            #expect(Self.count(bed) == 2)
        }
    }

    @Test func `a key that is nobody's is looked for once in a while, however often it comes`() async throws {
        try await AccountTestBed.run { bed in
            func searches() -> Int { bed.pool.statistics.statements[APIKeyCommands.find.name]?.sent ?? 0 }
            for _ in 0..<3 {
                await #expect(throws: CredentialRefusal.self) {
                    try await bed.authenticator.viewer(bearing: "mqk_nobodys")
                }
            }
            #expect(searches() == 1)
            await #expect(throws: CredentialRefusal.self) { try await bed.authenticator.viewer(bearing: "mqk_other") }
            #expect(searches() == 2)
        }
    }

    @Test func `keys of an address of which too much was refused are not looked for, known ones count`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keys.spent")
            let made = try await bed.mutate(
                "createApiKey", #"{"name":"script","scopes":["READ"]}"#, "secret", as: account.token)
            let key = try #require(made["secret"]?.string)
            let store = RateStore(redis: nil, deployment: "test", table: RateFallback())
            let budget = RateBudget(loop: bed.loop, store: store, limit: 20, exempt: [])
            let authenticator = Authenticator(
                loop: bed.loop, pool: bed.pool, tokens: bed.tokens, budget: budget)
            authenticator.hear(.connected)
            let (stranger, other) = ("192.0.2.1", "192.0.2.2")
            _ = try await authenticator.viewer(bearing: key, from: stranger)
            try await budget.refuse(stranger, 2, of: 20, on: bed.loop)
            let searched = bed.pool.statistics.statements[APIKeyCommands.find.name]?.sent
            let refusal = await #expect(throws: ContextRefusal.self) {
                try await authenticator.viewer(bearing: "mqk_nobodys", from: stranger)
            }
            #expect(refusal?.status == .tooManyRequests)
            #expect(refusal?.headers.first("Retry-After") != nil)
            #expect(bed.pool.statistics.statements[APIKeyCommands.find.name]?.sent == searched)
            _ = try await authenticator.viewer(bearing: key, from: stranger)
            await #expect(throws: CredentialRefusal.self) {
                try await authenticator.viewer(bearing: "mqk_nobodys", from: other)
            }
        }
    }

    /// A sound token is refused, too: nobody has looked at its signature.
    @Test func `tokens of an address of which too much was refused are not checked, known ones count`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("tokens.spent")
            let another = try await bed.login("tokens.spent")
            let store = RateStore(redis: nil, deployment: "test", table: RateFallback())
            let budget = RateBudget(loop: bed.loop, store: store, limit: 20, exempt: [])
            let authenticator = Authenticator(
                loop: bed.loop, pool: bed.pool, tokens: bed.tokens, budget: budget)
            authenticator.hear(.connected)
            let (stranger, other) = ("192.0.2.1", "192.0.2.2")
            _ = try await authenticator.viewer(bearing: account.token, from: stranger)
            try await budget.refuse(stranger, 2, of: 20, on: bed.loop)
            for token in [another.token, "eyJhbGciOiJub25lIn0.e30."] {
                let refusal = await #expect(throws: ContextRefusal.self) {
                    try await authenticator.viewer(bearing: token, from: stranger)
                }
                #expect(refusal?.status == .tooManyRequests)
            }
            _ = try await authenticator.viewer(bearing: account.token, from: stranger)
            _ = try await authenticator.viewer(bearing: another.token, from: other)
            _ = try await authenticator.viewer(bearing: another.token, from: stranger)
        }
    }

    @Test(arguments: ["", "x", "a.b.c", "mqk_", "mqk_' or true --", "mqr_x", "eyJhbGciOiJub25lIn0.e30."])
    func `what is no credential is refused without a word about why`(credential: String) async throws {
        try await AccountTestBed.run { bed in
            let refusal = await #expect(throws: CredentialRefusal.self) {
                try await bed.authenticator.viewer(bearing: credential)
            }
            #expect(refusal?.message == CredentialRefusal.notOurs.message)
        }
    }
}
