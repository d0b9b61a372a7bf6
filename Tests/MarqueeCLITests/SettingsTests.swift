import GraphQL
import GraphQLHTTP
import MarqueeCLI
import Redis
import Testing

@Suite struct SettingsTests {
    @Test func `without variables the defaults hold`() throws {
        let settings = try Settings(environment: ["HOME": "/somewhere", "MARQUEE_PORT": ""])
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8080)
        #expect(settings.databaseURL == nil)
        #expect(settings.cache == .on)
        #expect(settings.slowOperation == .milliseconds(500))
    }

    @Test func `on and off may be written as 1 and 0, and slow operations are not told of when off`() throws {
        #expect(try Settings(environment: ["MARQUEE_DEBUG_EXTENSIONS": "1"]).showsDebugExtensions)
        #expect(try !Settings(environment: ["MARQUEE_LOG": "0"]).logsRequests)
        #expect(try Settings(environment: ["MARQUEE_SLOW_OPERATION": "2s"]).slowOperation == .seconds(2))
        for text in ["off", "0"] {
            #expect(try Settings(environment: ["MARQUEE_SLOW_OPERATION": text]).slowOperation == nil)
        }
        let shown = Setting.all.first { $0.name == "MARQUEE_SLOW_OPERATION" }?.defaultText
        #expect(shown == "500ms")
    }

    @Test func `each variable goes where it belongs`() throws {
        let settings = try Settings(environment: [
            "MARQUEE_HOST": "::1", "MARQUEE_PORT": "0", "MARQUEE_HOME": "/srv/marquee", "MARQUEE_LOOPS": "3",
            "MARQUEE_CACHE": "entities", "MARQUEE_DEBUG_EXTENSIONS": "on", "MARQUEE_HTTP_STATUS": "draft",
            "MARQUEE_CORS_ORIGINS": "https://a.example, http://localhost:3000",
            "MARQUEE_TRUSTED_PROXIES": "10.0.0.0/8,::1", "MARQUEE_REQUEST_TIMEOUT": "500ms",
            "MARQUEE_STATEMENT_TIMEOUT": "2m", "MARQUEE_EXPLORER_ASSETS": "assets", "MARQUEE_LOG": "off",
            "MARQUEE_STOP_DELAY": "3s", "MARQUEE_LANGUAGE": "pt-BR",
            "DATABASE_URL": "postgresql://me@db/movies", "REDIS_URL": "redis://cache:6379",
        ])
        #expect(settings.host == "::1")
        #expect(settings.port == 0)
        #expect(settings.home == "/srv/marquee")
        #expect(settings.loops == 3)
        #expect(settings.cache == .entities)
        #expect(settings.showsDebugExtensions)
        #expect(settings.httpStatus == .draft)
        #expect(settings.corsOrigins == ["https://a.example", "http://localhost:3000"])
        #expect(settings.trustedProxies.count == 2)
        #expect(settings.requestTimeout == .milliseconds(500))
        #expect(settings.statementTimeout == .seconds(120))
        #expect(settings.explorerAssets == "assets")
        #expect(!settings.logsRequests)
        #expect(settings.stopDelay == .seconds(3))
        #expect("\(settings.language)" == "pt-BR")
        #expect(settings.databaseURL == "postgresql://me@db/movies")
        #expect(settings.redis?.description == "redis://cache:6379/0")
    }

    @Test func `batches are off unless bounded`() throws {
        #expect(try Settings(environment: [:]).batch == nil)
        #expect(try Settings(environment: ["MARQUEE_BATCH": "10"]).batch == 10)
        for text in ["off", "0"] { #expect(try Settings(environment: ["MARQUEE_BATCH": text]).batch == nil) }
        let error = #expect(throws: SettingsError.self) { try Settings(environment: ["MARQUEE_BATCH": "101"]) }
        #expect(error?.problems == [#"MARQUEE_BATCH is "101"; expected a number from 1 to 100, or off"#])
    }

    @Test(arguments: [
        ("https://marquee.example.org", "https://marquee.example.org"), ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://example.org/films/", "https://example.org/films"),
    ])
    func `the public address loses the slash at its end`(written: String, address: String) throws {
        #expect(try Settings(environment: ["MARQUEE_PUBLIC_URL": written]).publicURL == address)
    }

    @Test(arguments: [
        "example.org", "ftp://example.org", "https://", "https:///x", "https://a b", "https://a?b", "https://a#b",
    ])
    func `what is no base of addresses is refused`(text: String) {
        let error = #expect(throws: SettingsError.self) { try Settings(environment: ["MARQUEE_PUBLIC_URL": text]) }
        #expect(
            error?.problems == [
                "MARQUEE_PUBLIC_URL is \"\(text)\"; expected an address such as https://marquee.example.org or "
                    + "https://example.org/marquee"
            ])
    }

    @Test func `every limit of an operation has a setting`() throws {
        let names: [(String, OperationLimit)] = [
            ("DOCUMENT_BYTES", .bytes), ("TOKENS", .tokens), ("DEPTH", .depth), ("ALIASES", .aliases),
            ("ROOT_FIELDS", .rootFields), ("DIRECTIVES", .directives), ("LIST_DEPTH", .listDepth),
            ("VALUE_DEPTH", .valueDepth), ("INTROSPECTION_DEPTH", .introspectionDepth), ("ERRORS", .errors),
            ("COST", .cost),
        ]
        #expect(Set(names.map(\.1)) == Set(OperationLimit.allCases))
        for (name, limit) in names {
            #expect(try Settings(environment: ["MARQUEE_MAX_\(name)": "7"]).limits[limit] == 7)
            #expect(try Settings(environment: ["MARQUEE_MAX_\(name)": "off"]).limits[limit] == nil)
        }
    }

    @Test(arguments: [
        ("MARQUEE_PORT", "65536", #"MARQUEE_PORT is "65536"; expected a port number from 0 to 65535"#),
        ("MARQUEE_LOOPS", "0", #"MARQUEE_LOOPS is "0"; expected a number from 1 to 64"#),
        (
            "MARQUEE_MAX_DEPTH", "0",
            #"MARQUEE_MAX_DEPTH is "0"; expected a number from 1 to 1000000000, or off for no limit"#
        ),
        ("MARQUEE_CACHE", "yes", #"MARQUEE_CACHE is "yes"; expected on, entities, or off"#),
        ("MARQUEE_DEBUG_EXTENSIONS", "yes", #"MARQUEE_DEBUG_EXTENSIONS is "yes"; expected on or off"#),
        ("MARQUEE_HTTP_STATUS", "Draft", #"MARQUEE_HTTP_STATUS is "Draft"; expected audit or draft"#),
        (
            "MARQUEE_CORS_ORIGINS", "https://a.example/path",
            #"MARQUEE_CORS_ORIGINS is "https://a.example/path"; "#
                + "expected origins such as https://example.org:8443, separated by commas, or *"
        ),
        (
            "MARQUEE_TRUSTED_PROXIES", "10.0.0.0/8,proxy",
            #"MARQUEE_TRUSTED_PROXIES is "10.0.0.0/8,proxy"; "#
                + "expected addresses or networks such as 10.0.0.0/8 or ::1, separated by commas"
        ),
        (
            "DATABASE_URL", "mysql://me:secret@db",
            "DATABASE_URL cannot be read; expected postgresql://user@host/database, or libpq's `key=value` words"
        ),
        (
            "REDIS_URL", "rediss://:secret@cache",
            "REDIS_URL cannot be used: 'rediss://' asks for TLS, which this server does not speak to Redis. Use a unix "
                + "socket, a private network, or a TLS tunnel (stunnel) on this machine with redis://"
        ),
        (
            "MARQUEE_PROT", "80",
            #"unknown setting MARQUEE_PROT. Did you mean "MARQUEE_PORT"? "#
                + "`marquee serve --help` lists all settings"
        ),
        (
            "MARQUEE_QQQQQQQQQQQQQQQQQQQQ", "1",
            "unknown setting MARQUEE_QQQQQQQQQQQQQQQQQQQQ. `marquee serve --help` lists all settings"
        ),
    ])
    func `a wrong one is named, with what was found and what is expected`(name: String, value: String, message: String)
    {
        let error = #expect(throws: SettingsError.self) { try Settings(environment: [name: value]) }
        #expect(error?.problems == [message])
    }

    @Test(arguments: ["10", "s", "1.5s", "-1s", "0s", "61m", "3600001ms", "10 s", "99999999999999999999s"])
    func `what is no duration is refused`(text: String) {
        #expect(throws: SettingsError.self) { try Settings(environment: ["MARQUEE_REQUEST_TIMEOUT": text]) }
    }

    @Test func `all wrong ones are reported at once`() throws {
        let error = try #require(throws: SettingsError.self) {
            try Settings(environment: ["MARQUEE_PORT": "http", "MARQUEE_LOOPS": "many", "MARQUEE_LOG": "on"])
        }
        #expect(error.problems.count == 2)
    }
}
