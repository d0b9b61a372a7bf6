import DatabaseSupport
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// There is always somebody who gives roles. Each test has a database of its own, since all its administrators count.
@Suite struct LastAdministratorTests {
    private static func administrator(_ name: String, _ bed: AccountTestBed, _ owner: OwnerConnection) async throws
        -> SignedUp
    {
        let account = try await bed.register(name)
        try owner.query("update accounts set role = 'admin' where user_id = $1", [.int(account.key)])
        return try await bed.login(name)
    }

    private static func demote(_ account: SignedUp, as token: String, _ bed: AccountTestBed) async throws -> JSONValue {
        try await bed.mutate("setUserRole", #"{"userId":"\#(account.id)","role":"USER"}"#, "role", as: token)
    }

    private static func delete(_ account: SignedUp, _ bed: AccountTestBed) async throws -> JSONValue {
        try await bed.mutate(
            "deleteAccount", #"{"password":"difference engine"}"#, "deletedId", as: account.token)
    }

    @Test func `the only administrator neither takes another role nor goes`() async throws {
        let url = try ReadyDatabase.empty()
        try await AccountTestBed.run(on: url) { bed in
            let owner = try OwnerConnection(url: url)
            let first = try await Self.administrator("first", bed, owner)
            let refused = try await Self.demote(first, as: first.token, bed)
            #expect(refused.userError == "INVALID_STATE input.role")
            #expect(
                refused["userErrors"]?.array?.first?["message"]?.string
                    == "This is the only administrator. Give another account the role ADMIN first.")
            let kept = try await Self.delete(first, bed)
            #expect(kept.userError == "INVALID_STATE" && kept["deletedId"] == .null)
            #expect(
                try await bed.answer("{ viewer { role } }", as: first.token)["data"]?["viewer"]?["role"]?.string
                    == "ADMIN")
            let second = try await Self.administrator("second", bed, owner)
            #expect(try await Self.demote(first, as: first.token, bed).userError == nil)
            let again = try await bed.login("first")
            #expect(try await Self.delete(again, bed)["deletedId"]?.string == first.id)
            #expect(try await Self.delete(second, bed).userError == "INVALID_STATE")
        }
    }

    @Test func `two who remove each other at the same moment do not both succeed`() async throws {
        let url = try ReadyDatabase.empty()
        try await AccountTestBed.run(on: url) { bed in
            let owner = try OwnerConnection(url: url)
            var accounts: [SignedUp] = []
            for name in ["one", "other"] { accounts.append(try await Self.administrator(name, bed, owner)) }
            for round in 0..<20 {
                let (one, other) = (accounts[0], accounts[1])
                // Each gives up the role, or takes it from the other.
                let (ofOne, ofOther) = round % 2 == 0 ? (one, other) : (other, one)
                async let first = Self.demote(ofOne, as: one.token, bed)
                async let second = Self.demote(ofOther, as: other.token, bed)
                // Who comes second may find the token void already.
                _ = (try? await first, try? await second)
                let left = try owner.query("select count(*) from accounts where role = 'admin'").int(0, 0)
                #expect(left == 1)
                try owner.execute("update accounts set role = 'admin'")
                accounts = [try await bed.login("one"), try await bed.login("other")]
            }
        }
    }

    @Test func `the command keeps the last administrator, too`() async throws {
        let connection = try OwnerConnection(url: try ReadyDatabase.empty())
        let accounts = AccountAdministration(on: connection, scryptCost: 4)
        for (name, role) in [("Grace", Role.admin), ("ada", .user)] {
            try accounts.create(username: name, email: "\(name)@example.org", password: "analytical engine", role: role)
        }
        #expect(throws: AccountAdministration.Problem.lastAdministrator("grace")) {
            try accounts.setRole(of: "grace", to: .moderator)
        }
        try accounts.setRole(of: "grace", to: .admin)
        try accounts.setRole(of: "ada", to: .admin)
        try accounts.setRole(of: "grace", to: .moderator)
        #expect(try accounts.list().map(\.role) == [.moderator, .admin])
    }
}
