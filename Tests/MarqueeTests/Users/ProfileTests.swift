import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct ProfileTests {
    private static let user = "user { username displayName bio website avatar { url } }"

    @Test func `what is given changes, what is left out stays, and null clears`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("profile")
            let first = try await bed.mutate(
                "updateProfile",
                #"{"displayName":"Ada","bio":"Countess \u2603 '\"; --","website":"https://ada.example","avatarUrl":"http://a.example/a.png"}"#,
                Self.user, as: account.token)
            #expect(
                first["user"]?.text == #"{"username":"profile","displayName":"Ada","bio":"Countess ☃ '\"; --","#
                    + #""website":"https://ada.example","avatar":{"url":"http://a.example/a.png"}}"#)
            let second = try await bed.mutate(
                "updateProfile", #"{"username":"Profile.2","bio":null,"avatarUrl":null}"#, Self.user,
                as: account.token)
            #expect(
                second["user"]?.text == #"{"username":"Profile.2","displayName":"Ada","bio":null,"#
                    + #""website":"https://ada.example","avatar":null}"#)
            let others = try await bed.answer("{ user(username: \"pROFILE.2\") { id displayName } }")
            #expect(others["data"]?["user"]?.text == #"{"id":"\#(account.id)","displayName":"Ada"}"#)
        }
    }

    @Test(arguments: [
        (#"{"username":null}"#, "INVALID_INPUT input.username"),
        (#"{"username":"a b"}"#, "INVALID_INPUT input.username"),
        (#"{"username":"Occupied"}"#, "CONFLICT input.username"),
        (#"{"displayName":"   "}"#, "INVALID_INPUT input.displayName"),
        (#"{"displayName":"ada\u202Enimda"}"#, "INVALID_INPUT input.displayName"),
        (#"{"website":"javascript:alert(1)"}"#, "INVALID_INPUT input.website"),
        (#"{"website":"https://"}"#, "INVALID_INPUT input.website"),
        (#"{"avatarUrl":"http://x/{size}"}"#, "INVALID_INPUT input.avatarUrl"),
        ("{\"bio\":\"\(String(repeating: "é", count: 1001))\"}", "INVALID_INPUT input.bio"),
        (#"{"bio":"a\u0000b"}"#, "INVALID_INPUT input.bio"),
    ])
    func `what does not fit changes nothing`(input: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            _ = try? await bed.register("occupied")
            let account = try await bed.register("refuses.\(bed.unique())")
            let payload = try await bed.mutate("updateProfile", input, Self.user, as: account.token)
            #expect(payload.userError == error)
            #expect(payload["user"] == .null)
        }
    }

    @Test func `a text of as many characters as are allowed is kept whole`() async throws {
        try await AccountTestBed.run { bed in
            let bio = String(repeating: "👩‍🚀", count: 333) + "!"
            let account = try await bed.register("longest")
            let payload = try await bed.mutate("updateProfile", "{\"bio\":\"\(bio)\"}", Self.user, as: account.token)
            #expect(payload["user"]?["bio"]?.string == bio)
        }
    }

    private static let settings =
        "viewer { settings { privacy languages timeZone spoilers includeAdult favoriteGenres { slug } } }"

    @Test func `settings change as they are given`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("settings")
            let first = try await bed.mutate(
                "updateSettings",
                #"{"settings":{"privacy":"PRIVATE","languages":["pt-br","en","EN"],"timeZone":"America/Sao_Paulo","spoilers":"HIDE","includeAdult":true,"favoriteGenres":["G_2","G_1","G_2"]}}"#,
                Self.settings, as: account.token)
            let expected =
                #"{"privacy":"PRIVATE","languages":["pt-BR","en"],"timeZone":"America/Sao_Paulo","spoilers":"HIDE","#
                + #""includeAdult":true,"favoriteGenres":[{"slug":"war"},{"slug":"drama"}]}"#
            #expect(first["viewer"]?["settings"]?.text == expected)
            let same = try await bed.mutate("updateSettings", #"{"settings":{}}"#, Self.settings, as: account.token)
            #expect(same["viewer"]?["settings"]?.text == expected)
            let cleared = try await bed.mutate(
                "updateSettings", #"{"settings":{"favoriteGenres":null,"spoilers":"SHOW"}}"#, Self.settings,
                as: account.token)
            #expect(cleared["viewer"]?["settings"]?["favoriteGenres"]?.text == "[]")
            #expect(cleared["viewer"]?["settings"]?["spoilers"]?.string == "SHOW")
        }
    }

    @Test func `a time zone is kept as the IANA database writes it, and the database's own stays UTC`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("zones")
            for (given, kept) in [
                ("europe/VIENNA", "Europe/Vienna"), ("etc/gmt+5", "Etc/GMT+5"), ("utc", "UTC"),
                ("cet", "Europe/Brussels"),
            ] {
                let payload = try await bed.mutate(
                    "updateSettings", #"{"settings":{"timeZone":"\#(given)"}}"#,
                    "viewer { settings { timeZone } user { createdAt } }", as: account.token)
                #expect(payload["viewer"]?["settings"]?["timeZone"]?.string == kept)
                #expect(payload["viewer"]?["user"]?["createdAt"]?.string?.hasSuffix("Z") == true)
                let zone = try await bed.pool.query(Statement("zone", "select current_setting('TimeZone')"))
                #expect(zone.text(0, 0) == "UTC")
            }
        }
    }

    @Test(arguments: [
        (#"{"privacy":null}"#, "INVALID_INPUT input.settings.privacy"),
        (#"{"languages":[]}"#, "INVALID_INPUT input.settings.languages"),
        (#"{"languages":["klingon"]}"#, "INVALID_INPUT input.settings.languages"),
        (#"{"timeZone":"Mars/Olympus"}"#, "INVALID_INPUT input.settings.timeZone"),
        (#"{"timeZone":"Foo-5"}"#, "INVALID_INPUT input.settings.timeZone"),
        (#"{"timeZone":"posix/UTC"}"#, "INVALID_INPUT input.settings.timeZone"),
        (#"{"timeZone":"CEST"}"#, "INVALID_INPUT input.settings.timeZone"),
        (#"{"favoriteGenres":["M_1"]}"#, "NOT_FOUND input.settings.favoriteGenres.0"),
        (#"{"favoriteGenres":["G_1","G_99"],"includeAdult":true}"#, "NOT_FOUND input.settings.favoriteGenres"),
    ])
    func `settings that do not fit change nothing, not even the others`(settings: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("unset.\(bed.unique())")
            let payload = try await bed.mutate(
                "updateSettings", "{\"settings\":\(settings)}", Self.settings, as: account.token)
            #expect(payload.userError == error)
            let answer = try await bed.answer("{ viewer { settings { includeAdult } } }", as: account.token)
            #expect(answer["data"]?["viewer"]?["settings"]?["includeAdult"] == .boolean(false))
        }
    }
}
