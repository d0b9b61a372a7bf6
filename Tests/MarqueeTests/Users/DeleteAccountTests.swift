import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct DeleteAccountTests {
    /// The tables in which the account's name or address stand, and those that refer to its key.
    private static func traces(of account: SignedUp, named name: String) throws -> [String] {
        let owner = try AccountDatabase.owner()
        let tables = try owner.query(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
        )
        var found: [String] = []
        for row in 0..<tables.count {
            let table = tables.text(row, 0)
            let named = try owner.query(
                "select count(*) from \(table) t where t::text ilike '%' || $1 || '%'", [.text(name)])
            if named.int(0, 0) > 0 { found.append(table) }
        }
        let keys = try owner.query(
            """
            select table_name, column_name from information_schema.columns where table_schema = 'public'
               and (column_name in ('user_id', 'owner_id', 'author_id') or table_name = 'users' and column_name = 'id')
            """)
        for row in 0..<keys.count {
            let (table, column) = (keys.text(row, 0), keys.text(row, 1))
            let kept = try owner.query("select count(*) from \(table) where \(column) = $1", [.int(account.key)])
            if kept.int(0, 0) > 0 { found.append("\(table).\(column)") }
        }
        return found
    }

    @Test(arguments: [true, false])
    func `nothing of a deleted account is left in any table`(keepsReviews: Bool) async throws {
        try await AccountTestBed.run { bed in
            let name = keepsReviews ? "erased.but.words" : "erased.whole"
            let account = try await bed.register(name)
            try AccountDatabase.fill(account.key, named: name)
            let review = try AccountDatabase.owner().query(
                "select id from reviews where author_id = $1", [.int(account.key)]
            ).int(0, 0)
            #expect(try Self.traces(of: account, named: name).count >= 12)
            let payload = try await bed.mutate(
                "deleteAccount", #"{"password":"difference engine","keepReviewsAnonymous":\#(keepsReviews)}"#,
                "deletedId", as: account.token)
            #expect(payload["deletedId"]?.string == account.id)
            #expect(try Self.traces(of: account, named: name) == [])
            let kept = try AccountDatabase.owner().query(
                "select count(*) from reviews where id = $1 and author_id is null and body = 'worth seeing'",
                [.int(review)])
            #expect(kept.int(0, 0) == (keepsReviews ? 1 : 0))
            await #expect(throws: CredentialRefusal.self) {
                try await bed.answer("{ viewer { role } }", as: account.token)
            }
            #expect(try await bed.answer("{ user(username: \"\(name)\") { id } }")["data"]?["user"] == .null)
            _ = try await bed.register(name)
        }
    }

    @Test func `a wrong password deletes nothing`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("not.erased")
            let payload = try await bed.mutate(
                "deleteAccount", #"{"password":"wrong"}"#, "deletedId", as: account.token)
            #expect(payload.userError == "BAD_CREDENTIALS input.password")
            #expect(try await bed.answer("{ viewer { role } }", as: account.token)["errors"] == nil)
        }
    }
}
