import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct APIKeyTests {
    private static let made = "apiKey { id name prefix scopes lastUsedAt expiresAt } secret"

    private static func make(
        _ bed: AccountTestBed, _ account: SignedUp, scopes: String = "READ", _ more: String = ""
    ) async throws -> JSONValue {
        try await bed.mutate(
            "createApiKey",
            "{\"name\":\"script\",\"scopes\":[\(scopes.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ","))]\(more)}",
            made, as: account.token)
    }

    @Test func `a key asks as its owner, and its text is told once`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keys")
            let payload = try await Self.make(
                bed, account, scopes: "WRITE READ", #","expiresAt":"2999-01-01T00:00:00+01:00""#)
            let secret = try #require(payload["secret"]?.string)
            #expect(payload["apiKey"]?["scopes"]?.text == #"["READ","WRITE"]"#)
            #expect(payload["apiKey"]?["expiresAt"]?.string == "2998-12-31T23:00:00Z")
            #expect(secret.hasPrefix(payload["apiKey"]?["prefix"]?.string ?? "none"))
            let answer = try await bed.answer(
                "{ viewer { user { username } apiKeys { name lastUsedAt } } }", as: secret)
            #expect(answer["data"]?["viewer"]?["user"]?["username"]?.string == "keys")
            #expect(answer["data"]?["viewer"]?["apiKeys"]?.array?.first?["lastUsedAt"]?.string != nil)
            let stored = try AccountDatabase.owner().query(
                "select count(*) from api_keys k where k::text like '%' || $1 || '%'", [.text(secret)])
            #expect(stored.int(0, 0) == 0)
        }
    }

    @Test func `a key is not for passwords, sessions, keys and the account`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keys.not")
            let secret = try #require(try await Self.make(bed, account, scopes: "READ WRITE")["secret"]?.string)
            let inputs = [
                "logout": "{}", "logoutEverywhere": "{}", "deleteAccount": #"{"password":"difference engine"}"#,
                "changePassword": #"{"currentPassword":"difference engine","newPassword":"analytical engine"}"#,
                "revokeSession": #"{"sessionId":"D_1_1"}"#, "createApiKey": #"{"name":"more","scopes":["READ"]}"#,
                "revokeApiKey": #"{"apiKeyId":"A_1_1"}"#, "updateProfile": #"{"bio":"key"}"#,
                "updateSettings": #"{"settings":{}}"#, "setUserRole": #"{"userId":"U_1","role":"USER"}"#,
            ]
            for (name, input) in inputs {
                let answer = try await bed.mutate(name, input, "__typename", as: secret)
                #expect(answer.codes == ["FORBIDDEN"], "\(name): \(answer.text)")
            }
        }
    }

    @Test func `a key ends when it is revoked, by its owner alone, or when its time is over`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keys.end")
            let stranger = try await bed.register("keys.stranger")
            let payload = try await Self.make(bed, account)
            let secret = try #require(payload["secret"]?.string)
            let input = "{\"apiKeyId\":\"\(payload["apiKey"]?["id"]?.string ?? "")\"}"
            #expect(
                try await bed.mutate("revokeApiKey", input, "revokedId", as: stranger.token).userError
                    == "NOT_FOUND input.apiKeyId")
            _ = try await bed.answer("{ viewer { role } }", as: secret)
            #expect(try await bed.mutate("revokeApiKey", input, "revokedId", as: account.token).userError == nil)
            await #expect(throws: CredentialRefusal.self) { try await bed.answer("{ viewer { role } }", as: secret) }
            let brief = try #require(try await Self.make(bed, account)["secret"]?.string)
            try AccountDatabase.owner().query(
                "update api_keys set expires_at = now() where user_id = $1", [.int(account.key)])
            await #expect(throws: CredentialRefusal.self) { try await bed.answer("{ viewer { role } }", as: brief) }
        }
    }

    @Test(arguments: [
        (#"{"name":"","scopes":["READ"]}"#, "INVALID_INPUT input.name"),
        (#"{"name":"none","scopes":[]}"#, "INVALID_INPUT input.scopes"),
        (#"{"name":"past","scopes":["READ"],"expiresAt":"2001-01-01T00:00:00Z"}"#, "INVALID_INPUT input.expiresAt"),
    ])
    func `bad input is refused with its place`(input: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keys.bad.\(input.utf8.count)")
            #expect(try await bed.mutate("createApiKey", input, "secret", as: account.token).userError == error)
        }
    }

    @Test func `an account has so many keys and no more, also if they are made at once`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("keys.many")
            for _ in 0..<46 { #expect(try await Self.make(bed, account)["secret"]?.string != nil) }
            let payloads = try await withThrowingTaskGroup(of: JSONValue.self) { group in
                for _ in 0..<12 { group.addTask { try await Self.make(bed, account) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(payloads.count { $0["secret"]?.string != nil } == 4, "\(payloads.map(\.text))")
            #expect(payloads.count { $0.userError == "LIMIT_REACHED" } == 8)
        }
    }
}
