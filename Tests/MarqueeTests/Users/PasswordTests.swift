import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct PasswordTests {
    private static func change(_ old: String, _ new: String) -> String {
        #"{"currentPassword":"\#(old)","newPassword":"\#(new)"}"#
    }

    private static let tokens = "tokens { accessToken refreshToken }"

    @Test func `a new password ends all other sessions and all access tokens, and the tokens it gives go on`()
        async throws
    {
        try await AccountTestBed.run { bed in
            let phone = try await bed.register("changes")
            let laptop = try await bed.login("changes")
            let changed = try SignedUp(
                await bed.mutate(
                    "changePassword", Self.change("difference engine", "analytical engine"), Self.tokens,
                    as: laptop.token))
            for token in [phone.token, laptop.token] {
                await #expect(throws: CredentialRefusal.self) { try await bed.answer("{ viewer { role } }", as: token) }
            }
            for token in [phone.refreshToken, laptop.refreshToken] {
                let refused = try await bed.mutate("refreshToken", #"{"refreshToken":"\#(token)"}"#, SignedUp.selection)
                #expect(refused.userError == "BAD_TOKEN input.refreshToken")
            }
            let answer = try await bed.answer("{ viewer { sessions { current } } }", as: changed.token)
            #expect(answer["data"]?["viewer"]?["sessions"]?.text == #"[{"current":true}]"#)
            let input = #"{"refreshToken":"\#(changed.refreshToken)"}"#
            _ = try SignedUp(await bed.mutate("refreshToken", input, SignedUp.selection))
            await #expect(throws: SignedUp.Refused.self) { try await bed.login("changes") }
            _ = try await bed.login("changes", "analytical engine")
        }
    }

    @Test(arguments: [
        (change("wrong", "analytical engine"), "BAD_CREDENTIALS input.currentPassword"),
        (change("difference engine", "short"), "INVALID_INPUT input.newPassword"),
        (change("difference engine", "password1"), "INVALID_INPUT input.newPassword"),
    ])
    func `what is no change of a password leaves everything`(input: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keeps.\(error.count).\(input.count)")
            let payload = try await bed.mutate("changePassword", input, Self.tokens, as: account.token)
            #expect(payload.userError == error)
            #expect(try await bed.answer("{ viewer { role } }", as: account.token)["errors"] == nil)
        }
    }

    /// Whoever knows the old password must not get in while the new one is set.
    @Test func `a sign-in that meets a change of the password gives no session that outlives it`() async throws {
        try await AccountTestBed.run { bed in
            var token = try await bed.register("meets").token
            for round in 0..<10 {
                let (old, new, current) = (Self.password(round), Self.password(round + 1), token)
                async let intruder = try? bed.login("meets", old)
                async let payload = bed.mutate("changePassword", Self.change(old, new), Self.tokens, as: current)
                let (late, changed) = try await (intruder, SignedUp(payload))
                token = changed.token
                guard let late else { continue }
                let input = #"{"refreshToken":"\#(late.refreshToken)"}"#
                let refused = try await bed.mutate("refreshToken", input, SignedUp.selection)
                #expect(refused.userError == "BAD_TOKEN input.refreshToken")
            }
        }
    }

    private static func password(_ round: Int) -> String { round == 0 ? "difference engine" : "engine number \(round)" }
}
