import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct RoleTests {
    private static func promote(_ account: SignedUp, to role: String) throws {
        try AccountDatabase.owner().query(
            "update accounts set role = $1::text::user_role where user_id = $2", [.text(role), .int(account.key)])
    }

    @Test func `an administrator gives roles, which void the tokens of who gets them`() async throws {
        try await AccountTestBed.run { bed in
            let name = "role.admin"
            try Self.promote(try await bed.register(name), to: "admin")
            let admin = try await bed.login(name)
            let other = try await bed.register("role.other")
            let payload = try await bed.mutate(
                "setUserRole", #"{"userId":"\#(other.id)","role":"MODERATOR"}"#, "user { username } role",
                as: admin.token)
            #expect(payload["role"]?.string == "MODERATOR")
            #expect(payload["user"]?["username"]?.string == "role.other")
            await #expect(throws: CredentialRefusal.self) {
                try await bed.answer("{ viewer { role } }", as: other.token)
            }
            let again = try await bed.login("role.other")
            let answer = try await bed.answer("{ viewer { role } }", as: again.token)
            #expect(answer["data"]?["viewer"]?["role"]?.string == "MODERATOR")
            for id in ["U_999999999", "M_1", "nobody"] {
                let missing = try await bed.mutate(
                    "setUserRole", #"{"userId":"\#(id)","role":"USER"}"#, "role", as: admin.token)
                #expect(missing.userError == "NOT_FOUND input.userId")
                #expect(missing["userErrors"]?.array?.first?["id"]?.string == id)
            }
        }
    }

    @Test(arguments: ["user", "moderator"])
    func `nobody else gives roles`(role: String) async throws {
        try await AccountTestBed.run { bed in
            try Self.promote(try await bed.register("role.\(role)"), to: role)
            let account = try await bed.login("role.\(role)")
            let answer = try await bed.mutate(
                "setUserRole", #"{"userId":"\#(account.id)","role":"ADMIN"}"#, "role", as: account.token)
            #expect(answer.codes == ["FORBIDDEN"])
        }
    }

    /// Who got hold of the server's role in PostgreSQL still is no administrator by saying so.
    @Test func `the database knows itself who is an administrator`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("role.claims")
            let claimed = ViewerScope(userID: account.key, role: "admin")
            let rows = try await bed.pool.query(
                AccountCommands.setRole, [.int(account.key), .text("admin")], viewer: claimed)
            #expect(!rows.bool(0, 0))
        }
    }
}
