import DatabaseSupport
import Glibc
import PostgreSQL
import TestSupport
import Testing

@testable import Services

/// Caches over HTTP, PostgreSQL and Redis: what is kept is never older than a second, whatever happens meanwhile.
@Suite(.onOwnThreads, .serialized) struct CacheTests {
    private static let movie = "{ movie(id: \\\"ID\\\") { title genres { name } } }"

    @Test func `an answer is kept, told how long it lives, and not sent again to who has it`() throws {
        let server = try SampleServer()
        let id = try server.movie()
        let document = Self.movie.replacing("ID", with: id)
        let first = try server.settledAnswer(document)
        #expect(first.contains("\r\nCache-Control: public, max-age=86400\r\n"), "\(first)")
        #expect(first.contains("\r\nAge: "))
        #expect(!first.contains("\r\nETag: "))
        #expect(try server.cacheCount("answers", "hit") > 0)

        let path = "/graphql?query=%7Bmovie(id:%22\(id)%22)%7Btitle%7D%7D"
        let got = try LocalSocket.get(path, port: server.port)
        let tag = try #require(got.header("ETag"))
        #expect(tag.hasPrefix("W/\""))
        #expect(got.header("Vary")?.contains("Authorization") == true)
        let again = try LocalSocket.get(path, headers: "If-None-Match: \(tag)\r\n", port: server.port)
        #expect(again.hasPrefix("HTTP/1.1 304 "), "\(again)")
        #expect(again.body.isEmpty)
        #expect(again.header("ETag") == tag)
        #expect(
            try LocalSocket.get(path, headers: "If-None-Match: \"other\"\r\n", port: server.port).hasPrefix(
                "HTTP/1.1 200 "))
        server.endInGoodOrder()
    }

    @Test func `each language, variable, operation and token has an answer of its own`() throws {
        let server = try SampleServer()
        let owner = try OwnerConnection(url: server.database)
        let id = try server.movie()
        let key = id.dropFirst(2)
        try owner.execute(
            "insert into title_texts (title_id, language, title) values (\(key), 'de', 'Deutscher Titel') "
                + "on conflict (title_id, language) do update set title = excluded.title")
        try server.settle()
        let document = "{ movie(id: \\\"\(id)\\\") { title } }"
        for _ in 0..<2 {
            let german = try server.answer(document, headers: "Accept-Language: de\r\n")
            #expect(german.contains("Deutscher Titel"), "\(german)")
            #expect(german.header("Content-Language") == "de, en")
            #expect(!(try server.answer(document).contains("Deutscher Titel")))
        }
        let both =
            #"{"query":"query A { movie(id: \"\#(id)\") { id } } query B { movie(id: \"\#(id)\") { kind } }","operationName":"NAME"}"#
        for _ in 0..<2 {
            #expect(
                try LocalSocket.post(both.replacing("NAME", with: "A"), port: server.port).body
                    == "{\"data\":{\"movie\":{\"id\":\"\(id)\"}}}")
            #expect(
                try LocalSocket.post(both.replacing("NAME", with: "B"), port: server.port).body
                    == "{\"data\":{\"movie\":{\"kind\":\"MOVIE\"}}}")
        }
        let variable = #"{"query":"query ($id: ID!) { movie(id: $id) { id } }","variables":{"id":"SOME"}}"#
        for _ in 0..<2 {
            let (there, absent) = (
                variable.replacing("SOME", with: id), variable.replacing("SOME", with: "M_999999998")
            )
            #expect(try LocalSocket.post(there, port: server.port).contains(id))
            #expect(try LocalSocket.post(absent, port: server.port).body == #"{"data":{"movie":null}}"#)
        }
        let refused = try server.answer(document, headers: "Authorization: Bearer nonsense\r\n")
        #expect(refused.hasPrefix("HTTP/1.1 401 "), "\(refused)")
        #expect(refused.header("Cache-Control") == nil)
        server.endInGoodOrder()
    }

    @Test func `what a root field lacks may be there in ten seconds, and who looks at oneself is not kept`() throws {
        let server = try SampleServer()
        let absent = try server.settledAnswer("{ movie(id: \\\"M_999999999\\\") { title } }")
        #expect(absent.header("Cache-Control") == "public, max-age=10")
        let list = try server.answer("{ movies(first: 1) { nodes { id } } }")
        #expect(list.header("Cache-Control") == nil)
        let mixed = try server.answer("{ genres { name } rateLimit { limit } }")
        #expect(mixed.header("Cache-Control") == nil)
        let rated = try server.answer("{ movie(id: \\\"\(try server.movie())\\\") { ratings { average } } }")
        #expect(rated.header("Cache-Control") == "public, max-age=5")
        server.endInGoodOrder()
    }

    @Test
    func `a change by SQL is seen through two servers within a second, also when the listening connection was lost`()
        throws
    {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let redis = try PrivateRedis(place: place)
        let environment = [
            "DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": redis.url,
            "MARQUEE_LOOPS": "2", "MARQUEE_PUBLIC_URL": "https://films.example",
        ]
        let owner = try OwnerConnection(url: try #require(environment["DATABASE_URL"]))
        let key = try owner.query("select id from titles where kind = 'movie' order by id limit 1").text(0, 0)
        let servers = try [1, 2].map { _ in try MarqueeProcess(["serve"], environment) }
        let ports = try servers.map { try $0.awaitPort() }
        let documents = [
            "{ movie(id: \\\"M_\(key)\\\") { title } }",
            "query Signed($id: ID!) { movie(id: $id) { title } rateLimit { limit } }",
        ]
        let bodies = [
            "{\"query\":\"\(documents[0])\"}", "{\"query\":\"\(documents[1])\",\"variables\":{\"id\":\"M_\(key)\"}}",
        ]

        func expectTitle(_ title: String, _ when: String) throws {
            for port in ports {
                for body in bodies {
                    // Each loop has caches of its own; connections are spread over them.
                    for _ in 0..<6 {
                        let answer = try LocalSocket.post(body, port: port)
                        #expect(
                            answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("\"title\":\"\(title)\""),
                            "\(when): \(answer)")
                    }
                }
            }
        }
        func change(_ title: String) throws {
            try owner.execute("update titles set title = '\(title)' where id = \(key)")
        }

        try change("First")
        usleep(1_000_000)
        try expectTitle("First", "at first")
        try expectTitle("First", "kept")
        try change("Second")
        usleep(1_000_000)
        try expectTitle("Second", "after a change")

        try owner.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'select 1'"
        )
        try change("Third")
        usleep(1_000_000)
        try expectTitle("Third", "after the connection was lost")
        usleep(2_000_000)
        try change("Fourth")
        usleep(1_000_000)
        try expectTitle("Fourth", "after it came back")

        kill(try #require(redis.process), SIGSTOP)
        try change("Fifth")
        usleep(1_000_000)
        try expectTitle("Fifth", "with Redis frozen")
        kill(try #require(redis.process), SIGCONT)
        usleep(1_500_000)
        try change("Sixth")
        usleep(1_000_000)
        try expectTitle("Sixth", "with Redis back")
        for server in servers { server.signal(SIGTERM) }
        for server in servers { #expect(server.end().status == 0) }
    }

    @Test(arguments: [
        "redis.call('set', k, '')", "redis.call('set', k, 'nonsense')", "redis.call('set', k, string.rep('x', 100))",
        "redis.call('del', k) redis.call('rpush', k, 'of another kind')",
        "redis.call('set', k, string.sub(redis.call('get', k), 1, -3))",
    ])
    func `Redis filled with garbage changes no answer`(damage: String) throws {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let redis = try PrivateRedis(place: place)
        let environment = ["REDIS_URL": redis.url, "MARQUEE_PUBLIC_URL": "https://films.example"]
        let server = try SampleServer(environment)
        let document =
            "{ popular(first: 5) { edges { rank node { title } } } search(query: \\\"god\\\") { nodes { __typename } } }"
        let expected = try server.settledAnswer(document).body
        #expect(expected.contains("\"rank\":1"))
        server.endInGoodOrder()

        let script = "local ks = redis.call('keys', 'marquee:*') for _, k in ipairs(ks) do \(damage) end return #ks"
        let client = try Command.find("redis-cli", package: "redis-tools")
        let path = String(redis.url.dropFirst("unix://".count))
        let damaged = try Command([client, "-s", path, "eval", script, "0"]).run()
        #expect(Int(damaged.filter(\.isNumber)) ?? 0 > 3, "\(damaged)")
        let next = try MarqueeProcess(["serve"], environment.merging(["DATABASE_URL": server.database]) { $1 })
        let port = try next.awaitPort()
        usleep(700_000)
        for _ in 0..<4 {
            #expect(try LocalSocket.post("{\"query\":\"\(document)\"}", port: port).body == expected)
        }
        next.signal(SIGTERM)
        #expect(next.end().status == 0)
    }

    @Test func `an administrator fills and empties caches, others may not`() throws {
        let server = try SampleServer(["MARQUEE_LOOPS": "2", "MARQUEE_SCRYPT_COST": "10"])
        let token = try server.token(ofAdministrator: "grace")
        func number(_ field: String, _ input: String) throws -> Int {
            let name = field == "purgeCache" ? "purgedCount" : "warmedCount"
            let answer = try server.answer(
                "mutation { \(field)(input: {\(input)}) { \(name) userErrors { message } } }",
                headers: "Authorization: Bearer \(token)\r\n")
            let begin = "{\"data\":{\"\(field)\":{\"\(name)\":"
            #expect(answer.body.hasPrefix(begin) && answer.contains("\"userErrors\":[]"), "\(answer)")
            return Int(answer.body.dropFirst(begin.count).prefix { $0.isNumber }) ?? -1
        }
        try server.settle()
        #expect(try number("warmCache", "caches: [POPULAR, TRENDING]") == 8 + 9)
        #expect(try number("warmCache", "caches: [TITLES, SEARCH], top: 3") == 3 + 3)
        let document = "{ genres { name } }"
        for _ in 0..<8 { _ = try server.answer(document) }
        #expect(try number("purgeCache", "caches: [SEARCH]") > 0)
        #expect(try number("purgeCache", "caches: [TITLES, OPERATIONS]") > 0)
        #expect(try number("purgeCache", "") >= 0)
        // Now nothing is left of what a client asked.
        let misses = try server.cacheCount("answers", "miss")
        try server.settle()
        _ = try server.answer(document)
        #expect(try server.cacheCount("answers", "miss") + server.cacheCount("answers", "shared") > misses)
        let title = try server.movie()
        #expect(try number("purgeCache", "titleId: \\\"\(title)\\\"") >= 0)
        let refused = try server.answer("mutation { purgeCache(input: {}) { purgedCount } }")
        #expect(refused.contains("\"UNAUTHENTICATED\""))
        server.endInGoodOrder()
    }

    @Test func `a private title is its owner's, whoever asks before`() throws {
        let server = try SampleServer(["MARQUEE_LOOPS": "2", "MARQUEE_SCRYPT_COST": "10"])
        let token = try server.token(ofAdministrator: "ada")
        let headers = "Authorization: Bearer \(token)\r\n"
        let owner = try OwnerConnection(url: server.database)
        let key = try owner.query(
            """
            insert into titles (kind, owner_id, slug, title, sort_title)
            select 'movie', id, 'home-film', 'Home Film', 'home film' from users where username = 'ada' returning id
            """
        ).text(0, 0)
        try server.settle()
        let document = "{ movie(id: \\\"M_\(key)\\\") { title } }"
        for _ in 0..<4 {
            #expect(try server.answer(document).body == #"{"data":{"movie":null}}"#)
            let own = try server.answer(document, headers: headers)
            #expect(own.body == #"{"data":{"movie":{"title":"Home Film"}}}"#)
            #expect(own.header("Cache-Control") == nil)
        }
        #expect(
            try !server.answer("{ search(query: \\\"home film\\\") { nodes { ... on Movie { title } } } }").contains(
                "Home Film"))
        server.endInGoodOrder()
    }

    @Test func `caches that are off leave no trace`() throws {
        let server = try SampleServer(["MARQUEE_CACHE": "off"])
        let answer = try server.settledAnswer("{ genres { name } }")
        #expect(answer.header("Cache-Control") == nil)
        for cache in ["answers", "lists", "rows"] {
            for result in ["hit", "shared", "miss", "bypass"] {
                #expect(try server.cacheCount(cache, result) == 0)
            }
        }
        server.endInGoodOrder()
    }
}

extension SampleServer {
    /// The global ID of some movie.
    func movie() throws -> String {
        try OwnerConnection(url: database).query("select 'M_' || min(id) from titles where kind = 'movie'").text(0, 0)
    }

    /// Makes an administrator by the command and signs in.
    func token(ofAdministrator name: String) throws -> String {
        let made = try MarqueeProcess(
            [
                "user", "create", "--username", name, "--email", "\(name)@example.org", "--admin", "--password-stdin",
            ], ["DATABASE_URL": database, "MARQUEE_SCRYPT_COST": "10"], input: "analytical engine\n"
        ).end()
        #expect(made.status == 0, "\(made)")
        let login = try answer(
            #"mutation { login(input: {identifier: \"NAME\", password: \"analytical engine\"}) { tokens { accessToken } } }"#
                .replacing("NAME", with: name))
        let start = try #require(login.firstRange(of: "\"accessToken\":\"")).upperBound
        return String(login[start...].prefix { $0 != "\"" })
    }

    /// Waits until caches are in use.
    func settle() throws { usleep(1_000_000) }

    /// An answer that all loops have kept.
    func settledAnswer(_ document: String) throws -> String {
        try settle()
        for _ in 0..<8 { _ = try answer(document) }
        return try answer(document)
    }

    /// A number of `marquee_cache_lookups_total`.
    func cacheCount(_ cache: String, _ result: String) throws -> Int {
        let name = "marquee_cache_lookups_total{cache=\"\(cache)\",result=\"\(result)\"} "
        let line = try LocalSocket.get("/metrics", port: port).split(separator: "\n").first { $0.hasPrefix(name) }
        return Int(line?.dropFirst(name.count) ?? "") ?? -1
    }
}

extension String {
    /// The value of a header of an HTTP answer.
    func header(_ name: String) -> String? {
        let head = firstRange(of: "\r\n\r\n").map { self[..<$0.lowerBound] } ?? self[...]
        // CR LF is one character.
        return head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}
