import DatabaseSupport
import Glibc
import PostgreSQL
import Services
import TestSupport
import Testing

/// Accounts over real HTTP, with two loops: what one of them learns the other has to hear.
@Suite(.onOwnThreads) struct AccountTests {
    private static let register = """
        mutation { register(input: {username: \\"NAME\\", email: \\"NAME@example.org\\", password: \\"difference engine\\"}) \
        { tokens { accessToken refreshToken } userErrors { code } } }
        """

    private static func server(_ environment: [String: String] = [:]) throws -> SampleServer {
        try SampleServer(
            ["MARQUEE_LOOPS": "2", "MARQUEE_SCRYPT_COST": "10"].merging(environment) { _, new in new })
    }

    /// The text of a member of the answer's JSON that holds no quotes.
    private static func member(_ name: String, of answer: String) throws -> String {
        let start = try #require(answer.firstRange(of: "\"\(name)\":\"")).upperBound
        return String(answer[start...].prefix { $0 != "\"" })
    }

    private static func signUp(_ name: String, _ server: SampleServer) throws -> String {
        let document = Self.register.split(separator: "NAME", omittingEmptySubsequences: false).joined(separator: name)
        return try member("accessToken", of: server.answer(document))
    }

    private static func header(_ token: String) -> String { "Authorization: Bearer \(token)\r\n" }

    private static let viewer = "{ viewer { user { username } role } }"

    @Test func `who signs up is known by the token, on every loop, until the account says otherwise`() throws {
        let server = try Self.server()
        let token = try Self.signUp("ada", server)
        for _ in 0..<20 {
            let answer = try server.answer(Self.viewer, headers: Self.header(token))
            #expect(answer.hasSuffix(#"{"data":{"viewer":{"user":{"username":"ada"},"role":"USER"}}}"#))
        }
        let everywhere = "mutation { logoutEverywhere(input: {}) { endedSessions } }"
        #expect(try server.answer(everywhere, headers: Self.header(token)).contains(#"{"endedSessions":1}"#))
        usleep(500_000)
        for _ in 0..<20 {
            let answer = try server.answer(Self.viewer, headers: Self.header(token))
            #expect(answer.hasPrefix("HTTP/1.1 401 "))
            #expect(answer.contains("WWW-Authenticate: Bearer error=\"invalid_token\""))
            #expect(answer.contains(#""code":"UNAUTHENTICATED""#) && !answer.contains(#""data""#))
        }
        server.endInGoodOrder()
    }

    @Test func `a token dies although the connection that would have told of it was lost`() throws {
        let server = try Self.server()
        let token = try Self.signUp("bea", server)
        _ = try server.answer(Self.viewer, headers: Self.header(token))
        let owner = try OwnerConnection(url: server.database)
        try owner.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()"
        )
        try owner.execute("update accounts set token_epoch = token_epoch + 1")
        usleep(500_000)
        #expect(try server.answer(Self.viewer, headers: Self.header(token)).hasPrefix("HTTP/1.1 401 "))
        server.process.signal(SIGTERM)
        #expect(server.process.end().status == 0)
    }

    @Test func `callers are refused by a status of HTTP, and what is theirs is kept by no cache`() throws {
        let server = try Self.server()
        for value in ["Bearer", "Bearer x", "Basic YTpi", "Bearer a b", "bearer", "eyJ9.e30.", "Bearer é"] {
            let answer = try server.answer("{ genres { slug } }", headers: "Authorization: \(value)\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 401 ") && answer.contains(#""code":"UNAUTHENTICATED""#), "\(value)")
        }
        let document = #"{"query":"mutation { logout(input: {}) { ok } }"}"#
        let refused = try LocalSocket.post(document, port: server.port)
        #expect(refused.hasPrefix("HTTP/1.1 401 ") && refused.contains("WWW-Authenticate: Bearer\r\n"))
        let plain = try LocalSocket.post(document, accept: "application/json", port: server.port)
        #expect(plain.hasPrefix("HTTP/1.1 200 ") && plain.contains(#""code":"UNAUTHENTICATED""#))
        let token = try Self.signUp("cora", server)
        let forbidden = try server.answer(
            #"mutation { setUserRole(input: {userId: \"U_1\", role: ADMIN}) { role } }"#, headers: Self.header(token))
        #expect(forbidden.hasPrefix("HTTP/1.1 403 ") && forbidden.contains(#""code":"FORBIDDEN""#))
        let path = "/graphql?query=%7Bviewer%7Brole%7D%7D"
        let own = try LocalSocket.get(path, headers: Self.header(token), port: server.port)
        #expect(own.contains("Cache-Control: private, no-store"))
        #expect(try !LocalSocket.get(path, port: server.port).contains("no-store"))
        let keys = try LocalSocket.get("/.well-known/jwks.json", port: server.port)
        #expect(keys.contains("Content-Type: application/jwk-set+json"))
        #expect(keys.contains(#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":""#))
        server.endInGoodOrder()
    }

    @Test(arguments: [#""Bearer x""#, #""""#, "5", #"{"token":"x"}"#, "[]", "true"])
    func `a WebSocket whose client introduces itself by what is no token runs nothing`(value: String) throws {
        let server = try Self.server()
        let client = try WebSocketClient(
            port: server.port, path: "/graphql", "Sec-WebSocket-Protocol: graphql-transport-ws\r\n")
        client.send(#"{"type":"connection_init","payload":{"Authorization":\#(value)}}"#)
        client.send(#"{"id":"1","type":"subscribe","payload":{"query":"{ genres { slug } }"}}"#)
        _ = try client.receive()
        let answer = try client.receive().text
        #expect(answer.contains(#""type":"error""#) && answer.contains(#""code":"UNAUTHENTICATED""#), "\(answer)")
        server.endInGoodOrder()
    }

    @Test func `a server that starts again with the same keys takes the tokens it gave`() throws {
        let services = try ThrowAwayServices.shared()
        let keys = "/tmp/marquee-test-jwt-\(getpid())"
        let environment = [
            "DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": services.redis.url, "MARQUEE_JWT_KEYS": keys,
            "MARQUEE_SCRYPT_COST": "10",
        ]
        var token = ""
        for isFirst in [true, false] {
            let process = try MarqueeProcess(["serve"], environment)
            let port = try process.awaitPort()
            if isFirst {
                let document = Self.register.split(separator: "NAME", omittingEmptySubsequences: false)
                    .joined(separator: "elsa")
                token = try Self.member("accessToken", of: LocalSocket.post("{\"query\":\"\(document)\"}", port: port))
            } else {
                let answer = try LocalSocket.post(
                    "{\"query\":\"\(Self.viewer)\"}", headers: Self.header(token), port: port)
                #expect(answer.contains(#""username":"elsa""#))
            }
            process.signal(SIGTERM)
            #expect(process.end().status == 0)
        }
    }

    // MARK: Limits

    /// The answer to a client behind a proxy on this machine.
    private static func answer(_ document: String, from address: String, _ server: SampleServer) throws -> String {
        try server.answer(document, headers: "X-Forwarded-For: \(address)\r\n")
    }

    @Test func `who spends all points has to wait, and nobody else`() throws {
        let server = try Self.server(["MARQUEE_RATE_LIMIT": "40", "MARQUEE_TRUSTED_PROXIES": "127.0.0.1"])
        let document = "{ genres { slug } rateLimit { limit cost remaining } }"
        let first = try Self.answer(document, from: "192.0.2.1", server)
        #expect(first.hasSuffix(#""rateLimit":{"limit":40,"cost":21,"remaining":19}}}"#), "\(first)")
        let second = try Self.answer(document, from: "192.0.2.1", server)
        #expect(second.hasPrefix("HTTP/1.1 429 "), "\(second)")
        #expect(second.contains("\r\nRetry-After: ") && second.contains(#""code":"RATE_LIMITED","retryAfter":"#))
        #expect(try Self.answer(document, from: "192.0.2.2", server).hasPrefix("HTTP/1.1 200 "))
        #expect(try Self.answer(document, from: "2001:db8::1", server).hasPrefix("HTTP/1.1 200 "))
        #expect(try Self.answer(document, from: "2001:db8::2", server).hasPrefix("HTTP/1.1 429 "))
        for _ in 0..<4 { #expect(try server.answer(document).hasPrefix("HTTP/1.1 200 ")) }
        server.endInGoodOrder()
    }

    @Test(arguments: [true, false])
    func `passwords are tried so often and no more, with Redis and without`(hasRedis: Bool) throws {
        let server = try Self.server(
            ["MARQUEE_SIGN_IN_LIMIT": "3"].merging(hasRedis ? [:] : ["REDIS_URL": "unix:///tmp/nowhere.sock"]) { $1 })
        _ = try Self.signUp("flora", server)
        func login(_ password: String) throws -> String {
            try server.answer(
                #"mutation { login(input: {identifier: \"flora\", password: \"\#(password)\"}) { userErrors { code } } }"#
            )
        }
        for _ in 0..<2 { #expect(try login("wrong").contains("BAD_CREDENTIALS")) }
        // Who knows the password begins anew.
        #expect(try login("difference engine").contains(#""userErrors":[]"#))
        for _ in 0..<3 { #expect(try login("wrong").contains("BAD_CREDENTIALS")) }
        let refused = try login("wrong")
        #expect(refused.hasPrefix("HTTP/1.1 200 ") && refused.contains("RATE_LIMITED"))
        let wait = try #require(
            Int(refused.split(separator: "\r\nRetry-After: ").dropFirst().first?.prefix { $0.isNumber } ?? ""))
        #expect(1...900 ~= wait, "\(refused)")
        #expect(try login("difference engine").contains("RATE_LIMITED"))
        server.process.signal(SIGTERM)
        #expect(server.process.end().status == 0)
    }

    @Test func `an address whose requests are refused time and again is not listened to, and no other`() throws {
        let server = try Self.server([
            "MARQUEE_RATE_LIMIT": "2000", "MARQUEE_TRUSTED_PROXIES": "127.0.0.1", "MARQUEE_LOOPS": "1",
        ])
        let good = "{ genres { slug } }"
        #expect(try Self.answer(good, from: "192.0.2.1", server).hasPrefix("HTTP/1.1 200 "))
        let token = try Self.signUp("hanna", server)
        func ask(_ document: String, _ credential: String, from address: String) throws -> String {
            try server.answer(
                document, headers: "Authorization: Bearer \(credential)\r\nX-Forwarded-For: \(address)\r\n")
        }
        // Ten points each: two hundred of them are answered, and as many again if a minute ends meanwhile.
        var number = 0
        while number < 1000 {
            let invalid = try Self.answer("{ none\(number) }", from: "192.0.2.1", server)
            if invalid.hasPrefix("HTTP/1.1 429 ") { break }
            #expect(invalid.contains("GRAPHQL_VALIDATION_FAILED"), "\(number): \(invalid)")
            let unknown = try ask(good, "mqk_\(number)", from: "192.0.2.1")
            #expect(unknown.hasPrefix("HTTP/1.1 401 ") || unknown.hasPrefix("HTTP/1.1 429 "), "\(number): \(unknown)")
            number += 1
        }
        #expect(number > 50)
        for answer in [
            try Self.answer("{ none }", from: "192.0.2.1", server), try Self.answer("{", from: "192.0.2.1", server),
            try ask(good, "mqk_more", from: "192.0.2.1"), try ask(good, "eyJ.e30.", from: "192.0.2.1"),
        ] {
            #expect(answer.hasPrefix("HTTP/1.1 429 "), "\(answer)")
            #expect(answer.contains("\r\nRetry-After: ") && answer.contains(#""code":"RATE_LIMITED""#))
        }
        // What is in order is answered as before, there and elsewhere.
        #expect(try Self.answer(good, from: "192.0.2.1", server).hasPrefix("HTTP/1.1 200 "))
        #expect(try ask(Self.viewer, token, from: "192.0.2.9").contains(#""username":"hanna""#))
        #expect(try ask(Self.viewer, token, from: "192.0.2.1").contains(#""username":"hanna""#))
        #expect(try Self.answer("{ none }", from: "192.0.2.2", server).contains("GRAPHQL_VALIDATION_FAILED"))
        server.endInGoodOrder()
    }

    // MARK: The command

    @Test func `the first administrator is made by the command, beside a server that runs`() throws {
        let server = try Self.server()
        let environment = ["DATABASE_URL": server.database, "MARQUEE_SCRYPT_COST": "10"]
        let create = [
            "user", "create", "--username", "Grace", "--email", "grace@example.org", "--admin", "--password-stdin",
        ]
        let made = try MarqueeProcess(create, environment, input: "analytical engine\n").end()
        #expect(made.status == 0 && made.output == "made the administrator Grace\n", "\(made)")
        let again = try MarqueeProcess(create, environment, input: "analytical engine\n").end()
        #expect(again.status == 1 && again.errors.contains("already"), "\(again)")
        let login =
            #"mutation { login(input: {identifier: \"grace\", password: \"analytical engine\"}) { tokens { accessToken } } }"#
        let token = try Self.member("accessToken", of: server.answer(login))
        #expect(try server.answer(Self.viewer, headers: Self.header(token)).contains(#""role":"ADMIN""#))
        let alone = try run("user", "set-role", "grace", "moderator", environment: environment)
        #expect(alone.status == 1 && alone.errors.contains("\"grace\" is the only administrator"), "\(alone)")
        _ = try Self.signUp("ada", server)
        #expect(try run("user", "set-role", "ada", "admin", environment: environment).status == 0)
        #expect(try run("user", "set-role", "grace", "moderator", environment: environment).status == 0)
        let list = try run("user", "list", environment: environment)
        #expect(list.output.contains("Grace  grace@example.org  moderator  "))
        usleep(500_000)
        #expect(try server.answer(Self.viewer, headers: Self.header(token)).hasPrefix("HTTP/1.1 401 "))
        let reset = try MarqueeProcess(
            ["user", "reset-password", "GRACE", "--password-stdin"], environment, input: "another engine\n"
        ).end()
        #expect(reset.status == 0)
        #expect(try server.answer(login).contains(#""tokens":null"#))
        server.endInGoodOrder()
    }

    @Test func `the command says what does not fit`() throws {
        let environment = ["DATABASE_URL": try ReadyDatabase.empty()]
        let cases = [
            ("create --username a --email a@b.org --password-stdin", "long enough for all", "no user name"),
            ("create --username abc --email b.org --password-stdin", "long enough for all", "no e-mail address"),
            ("create --username abc --email a@b.org --password-stdin", "short", "5 characters"),
            ("create --username abc --email a@b.org --password-stdin", "password1", "guessers"),
            ("create --username abc --email a@b.org --password-stdin", "", "standard input is empty"),
            ("set-role nobody admin", "", "no account \"nobody\""),
        ]
        for (words, input, message) in cases {
            let ending = try MarqueeProcess(
                ["user"] + words.split(separator: " ").map(String.init), environment, input: input
            ).end()
            #expect(ending.status == 1 && ending.errors.contains(message), "\(ending)")
        }
        #expect(try run("user", "list", environment: environment).output == "NAME  E-MAIL  ROLE  SINCE  SESSIONS\n")
    }
}
