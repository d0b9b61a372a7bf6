import Authentication
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct SignInTests {
    private static func input(
        _ name: String, email: String = "", password: String = "difference engine", _ more: String = ""
    ) -> String {
        let email = email.isEmpty ? "\(name)@example.org" : email
        return #"{"username":"\#(name)","email":"\#(email)","password":"\#(password)"\#(more)}"#
    }

    @Test func `registering makes an account and signs in`() async throws {
        try await AccountTestBed.run { bed in
            let payload = try await bed.mutate(
                "register", Self.input("Reg.One", #","displayName":"The One","language":"pt-br""#),
                "user { username displayName privacy } tokens { accessToken refreshToken accessTokenExpiresAt }")
            #expect(
                payload["user"]?.text == #"{"username":"Reg.One","displayName":"The One","privacy":"PUBLIC"}"#)
            #expect(payload["userErrors"]?.text == "[]")
            let token = try #require(payload["tokens"]?["accessToken"]?.string)
            let viewer = try await bed.answer(
                "{ viewer { email role user { username } settings { languages timeZone spoilers includeAdult } } }",
                as: token)
            #expect(
                viewer["data"]?["viewer"]?.text
                    == #"{"email":"reg.one@example.org","role":"USER","user":{"username":"Reg.One"},"settings":"#
                    + #"{"languages":["pt-BR"],"timeZone":"UTC","spoilers":"AUTO","includeAdult":false}}"#)
        }
    }

    @Test func `nobody is nobody's viewer`() async throws {
        try await AccountTestBed.run { bed in
            let answer = try await bed.answer("{ viewer { email } }")
            #expect(answer.text == #"{"data":{"viewer":null}}"#)
        }
    }

    @Test func `a server that takes no new accounts says so`() async throws {
        try await AccountTestBed.run(isOpen: false) { bed in
            let payload = try await bed.mutate("register", Self.input("closed"), "user { id }")
            #expect(payload.userError == "FORBIDDEN")
        }
    }

    @Test(arguments: [
        (input("ab"), "INVALID_INPUT input.username"),
        (input(String(repeating: "n", count: 33)), "INVALID_INPUT input.username"),
        (input("white space"), "INVALID_INPUT input.username"),
        (input("аda"), "INVALID_INPUT input.username"),
        (input("ada​b"), "INVALID_INPUT input.username"),
        (input("rob');drop table users;--"), "INVALID_INPUT input.username"),
        (input("nul\\u0000l"), "INVALID_INPUT input.username"),
        (input("mail1", email: "nobody"), "INVALID_INPUT input.email"),
        (input("mail2", email: "a@b@c.org"), "INVALID_INPUT input.email"),
        (input("mail3", email: "a@-b.org"), "INVALID_INPUT input.email"),
        (input("mail4", email: "ä@example.org"), "INVALID_INPUT input.email"),
        (input("mail5", email: String(repeating: "a", count: 65) + "@example.org"), "INVALID_INPUT input.email"),
        (input("pass1", password: "short"), "INVALID_INPUT input.password"),
        (input("pass2", password: String(repeating: "long", count: 65)), "INVALID_INPUT input.password"),
        (input("pass3", password: "Password123"), "INVALID_INPUT input.password"),
        (input("passname4", password: "PASSNAME4"), "INVALID_INPUT input.password"),
        (input("lang1", #","language":"klingon""#), "INVALID_INPUT input.language"),
        (
            input("shown1", ",\"displayName\":\"\(String(repeating: "d", count: 81))\""),
            "INVALID_INPUT input.displayName"
        ),
        (input("shown2", #","displayName":"\u00a0 ""#), "INVALID_INPUT input.displayName"),
        (input("shown3", #","displayName":"\u202Enimda""#), "INVALID_INPUT input.displayName"),
    ])
    func `bad input is refused with its place`(input: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            let payload = try await bed.mutate("register", input, "user { id } tokens { accessToken }")
            #expect(payload.userError == error)
            #expect(payload["user"] == .null && payload["tokens"] == .null)
        }
    }

    @Test(arguments: [3, 32])
    func `names at the limits are taken`(length: Int) async throws {
        try await AccountTestBed.run { bed in
            let name = String("L-_.\(length)zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz".prefix(length))
            let payload = try await bed.mutate(
                "register", Self.input(name, email: "limit\(length)@example.org"), "user { username }")
            #expect(payload["user"]?["username"]?.string == name)
        }
    }

    @Test func `names and addresses are taken in any case`() async throws {
        try await AccountTestBed.run { bed in
            _ = try await bed.register("taken")
            let name = try await bed.mutate("register", Self.input("TaKen", email: "other@example.org"), "user { id }")
            #expect(name.userError == "CONFLICT input.username")
            let mail = try await bed.mutate(
                "register", Self.input("untaken", email: "TAKEN@Example.ORG"), "user { id }")
            #expect(mail.userError == "CONFLICT input.email")
        }
    }

    @Test func `of many who want one name at once, one gets it and all others are told`() async throws {
        try await AccountTestBed.run { bed in
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let answer = try await bed.mutate(
                            "register", Self.input("wanted", email: "wanted\(number)@example.org"), "user { id }")
                        return answer["errors"]?.text ?? answer.userError ?? "registered"
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == "registered" } == 1)
            // Hashing passwords is bounded, and so is waiting for connections: a busy machine refuses some.
            #expect(
                outcomes.allSatisfy {
                    ["registered", "CONFLICT input.username"].contains($0) || $0.contains("RATE_LIMITED")
                        || $0.contains("TIMEOUT")
                }, "\(outcomes)")
        }
    }

    @Test func `one signs in by name or address, in any case`() async throws {
        try await AccountTestBed.run { bed in
            let id = try await bed.register("signs.in").id
            for identifier in ["signs.in", "SIGNS.IN", "signs.in@example.org", "Signs.In@EXAMPLE.org"] {
                #expect(try await bed.login(identifier).id == id)
            }
        }
    }

    @Test(arguments: [
        ("wrong.password", "Difference engine"), ("nobody.of.this.name", "difference engine"),
        ("' or 1=1 --", "difference engine"), ("%", "difference engine"), ("{\\\"$ne\\\":1}", "x"),
        ("wrong.password\\u0000", "difference engine"),
    ])
    func `wrong passwords and names get the same answer`(identifier: String, password: String) async throws {
        try await AccountTestBed.run { bed in
            _ = try? await bed.register("wrong.password")
            let payload = try await bed.mutate(
                "login", #"{"identifier":"\#(identifier)","password":"\#(password)"}"#,
                "user { id } tokens { accessToken }")
            let isNUL = identifier.contains("u0000")
            #expect(payload.userError == (isNUL ? "INVALID_INPUT input.identifier" : "BAD_CREDENTIALS"))
            #expect(payload["user"] == .null && payload["tokens"] == .null)
        }
    }

    @Test func `a hash of lesser cost is renewed at signing in`() async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("renewed")
            let owner = try AccountDatabase.owner()
            let old = "\(PasswordHash(of: "difference engine", cost: ScryptCost(log2N: 5, r: 1, p: 1)))"
            try owner.query(
                "update accounts set password_hash = $1 where user_id = $2", [.text(old), .int(account.key)])
            _ = try await bed.login("renewed")
            let stored = try owner.query("select password_hash from accounts where user_id = $1", [.int(account.key)])
            #expect(stored.text(0, 0).hasPrefix("$scrypt$ln=4,"))
            _ = try await bed.login("renewed")
        }
    }

    @Test func `registering makes no administrator`() async throws {
        try await AccountTestBed.run { bed in
            let token = try await bed.register("plain").token
            let answer = try await bed.answer("{ viewer { role } }", as: token)
            #expect(answer["data"]?["viewer"]?["role"]?.string == "USER")
        }
    }
}
