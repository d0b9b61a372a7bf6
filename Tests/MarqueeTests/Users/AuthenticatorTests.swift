import GraphQL
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
