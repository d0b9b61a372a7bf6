import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct SessionTests {
    private static let sessions = "{ viewer { sessions { id userAgent address current } } }"

    private static func refresh(_ token: String, _ bed: AccountTestBed) async throws -> JSONValue {
        try await bed.mutate("refreshToken", #"{"refreshToken":"\#(token)"}"#, SignedUp.selection)
    }

    /// Makes all refresh tokens of an account older.
    private static func age(_ account: SignedUp, by interval: String) throws {
        try AccountDatabase.owner().query(
            "update refresh_tokens set created_at = created_at - $1::interval where user_id = $2",
            [.text(interval), .int(account.key)])
    }

    @Test func `each sign-in is a session of its own`() async throws {
        try await AccountTestBed.run { bed in
            let first = try await bed.register("two.devices")
            _ = try await bed.mutate(
                "login", #"{"identifier":"two.devices","password":"difference engine","device":"phone"}"#,
                SignedUp.selection)
            let answer = try await bed.answer(Self.sessions, as: first.token)
            let sessions = try #require(answer["data"]?["viewer"]?["sessions"]?.array)
            #expect(sessions.map { $0["userAgent"]?.string } == ["phone", "test"])
            #expect(sessions.map { $0["current"]?.boolean } == [false, true])
            #expect(sessions.allSatisfy { $0["address"]?.string == "192.0.2.0/24" })
        }
    }

    @Test func `a refresh token gives new tokens of the same session`() async throws {
        try await AccountTestBed.run { bed in
            let first = try await bed.register("refreshes")
            let second = try SignedUp(await Self.refresh(first.refreshToken, bed))
            #expect(second.refreshToken != first.refreshToken)
            let answer = try await bed.answer(Self.sessions, as: second.token)
            #expect(answer["data"]?["viewer"]?["sessions"]?.array?.map { $0["current"]?.boolean } == [true])
        }
    }

    @Test func `tabs that refresh at once all get tokens`() async throws {
        try await AccountTestBed.run { bed in
            let first = try await bed.register("tabs")
            let tokens = try await withThrowingTaskGroup(of: SignedUp.self) { group in
                for _ in 0..<8 { group.addTask { try SignedUp(await Self.refresh(first.refreshToken, bed)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(tokens.map(\.refreshToken)).count == 8)
            for each in tokens { _ = try SignedUp(await Self.refresh(each.refreshToken, bed)) }
        }
    }

    @Test func `an old refresh token that comes again ends its session and all access tokens, not other sessions`()
        async throws
    {
        try await AccountTestBed.run { bed in
            let first = try await bed.register("stolen")
            let other = try await bed.login("stolen")
            let second = try SignedUp(await Self.refresh(first.refreshToken, bed))
            try Self.age(first, by: "11 seconds")
            #expect(try await Self.refresh(first.refreshToken, bed).userError == "BAD_TOKEN input.refreshToken")
            #expect(try await Self.refresh(second.refreshToken, bed).userError == "BAD_TOKEN input.refreshToken")
            for token in [first.token, second.token, other.token] {
                await #expect(throws: CredentialRefusal.self) { try await bed.answer("{ viewer { role } }", as: token) }
            }
            _ = try SignedUp(await Self.refresh(other.refreshToken, bed))
        }
    }

    @Test func `a refresh token that is too old or was never given is refused`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("too.old")
            try AccountDatabase.owner().query(
                "update refresh_tokens set expires_at = now() where user_id = $1", [.int(account.key)])
            for token in [account.refreshToken, "", "mqr_x", account.token, "' or true --"] {
                #expect(try await Self.refresh(token, bed).userError == "BAD_TOKEN input.refreshToken")
            }
        }
    }

    @Test func `logging out ends this session and its access token at once`() async throws {
        try await AccountTestBed.run { bed in
            let phone = try await bed.register("logs.out")
            let laptop = try await bed.login("logs.out")
            #expect(try await bed.mutate("logout", "{}", "ok", as: phone.token)["ok"] == .boolean(true))
            await #expect(throws: CredentialRefusal.self) {
                try await bed.answer("{ viewer { role } }", as: phone.token)
            }
            #expect(try await Self.refresh(phone.refreshToken, bed).userError == "BAD_TOKEN input.refreshToken")
            #expect(try await bed.answer("{ viewer { role } }", as: laptop.token)["errors"] == nil)
        }
    }

    @Test func `logging out by a refresh token ends its session, if it is one of the caller's`() async throws {
        try await AccountTestBed.run { bed in
            let phone = try await bed.register("by.token")
            let laptop = try await bed.login("by.token")
            let stranger = try await bed.register("by.token.stranger")
            let input = #"{"refreshToken":"\#(phone.refreshToken)"}"#
            #expect(
                try await bed.mutate("logout", input, "ok", as: stranger.token).userError
                    == "BAD_TOKEN input.refreshToken")
            #expect(try await bed.mutate("logout", input, "ok", as: laptop.token)["ok"] == .boolean(true))
            #expect(try await bed.mutate("logout", input, "ok", as: laptop.token)["ok"] == .boolean(false))
            #expect(try await bed.answer("{ viewer { role } }", as: laptop.token)["errors"] == nil)
        }
    }

    @Test(arguments: [true, false])
    func `logging out everywhere ends all access tokens, and all sessions but perhaps one`(keeps: Bool) async throws {
        try await AccountTestBed.run { bed in
            let name = keeps ? "everywhere.else" : "everywhere"
            let phone = try await bed.register(name)
            let laptop = try await bed.login(name)
            let payload = try await bed.mutate(
                "logoutEverywhere", #"{"keepCurrent":\#(keeps)}"#, "endedSessions", as: phone.token)
            #expect(payload["endedSessions"]?.int64 == (keeps ? 1 : 2))
            for token in [phone.token, laptop.token] {
                await #expect(throws: CredentialRefusal.self) { try await bed.answer("{ viewer { role } }", as: token) }
            }
            #expect(try await Self.refresh(laptop.refreshToken, bed).userError != nil)
            let refreshed = try await Self.refresh(phone.refreshToken, bed)
            #expect((refreshed.userError == nil) == keeps)
        }
    }

    @Test func `one ends another session by its ID, and nobody else's`() async throws {
        try await AccountTestBed.run { bed in
            let phone = try await bed.register("revokes")
            let laptop = try await bed.login("revokes")
            let stranger = try await bed.register("revokes.not")
            let answer = try await bed.answer(Self.sessions, as: phone.token)
            let other = try #require(
                answer["data"]?["viewer"]?["sessions"]?.array?.first { $0["current"] == .boolean(false) })
            let id = try #require(other["id"]?.string)
            let input = #"{"sessionId":"\#(id)"}"#
            #expect(
                try await bed.mutate("revokeSession", input, "revokedId", as: stranger.token).userError
                    == "NOT_FOUND input.sessionId")
            #expect(
                try await bed.answer("{ node(id: \"\(id)\") { id } }", as: stranger.token)["data"]?["node"] == .null)
            #expect(
                try await bed.answer("{ node(id: \"\(id)\") { id } }", as: phone.token)["data"]?["node"]?["id"]?.string
                    == id)
            #expect(
                try await bed.mutate("revokeSession", input, "revokedId", as: phone.token)["revokedId"]?.string == id)
            await #expect(throws: CredentialRefusal.self) {
                try await bed.answer("{ viewer { role } }", as: laptop.token)
            }
            #expect(
                try await bed.mutate("revokeSession", input, "revokedId", as: phone.token).userError
                    == "NOT_FOUND input.sessionId")
        }
    }

    /// Whichever comes first, no session may live on.
    @Test func `a refresh that meets a log-out everywhere gives no session that outlives it`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("races")
            for _ in 0..<20 {
                let session = try await bed.login("races")
                async let refreshed = Self.refresh(session.refreshToken, bed)
                async let ended = bed.mutate("logoutEverywhere", "{}", "endedSessions", as: session.token)
                _ = try await (refreshed, ended)
                let living = try AccountDatabase.owner().query(
                    "select count(*) from refresh_tokens where user_id = $1 and revoked_at is null", [.int(account.key)]
                )
                #expect(living.int(0, 0) == 0)
            }
        }
    }
}
