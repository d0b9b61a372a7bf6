internal import Glibc
package import GraphQL
package import GraphQLHTTP
package import HTTPServer
package import Marquee
package import Redis

/// What the environment says about how to run. `Setting.all` describes each.
package struct Settings: Sendable {
    /// Which caches may cross requests.
    package enum Cache: String, CaseIterable, Sendable { case on, entities, off }

    /// Who may make an account.
    package enum Registration: String, CaseIterable, Sendable { case open, closed }

    package var host = "127.0.0.1"
    package var port: UInt16 = 8080
    /// Where clients reach the server, without a slash at the end; nil for host and port as this machine sees them.
    package var publicURL: String?
    package var name = "Marquee"
    package var home = ".marquee"
    package var loops = min(64, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    package var cache = Cache.on
    /// What caches may take of the process' memory, in megabytes.
    package var cacheSize = 64
    package var showsDebugExtensions = false
    package var httpStatus = StatusRules.audit
    /// How many operations one request may hold; nil where it may hold one only, and no array.
    package var batch: Int?
    package var corsOrigins: [String] = []
    /// The peers whose `X-Forwarded-For` is believed.
    package var trustedProxies: [IPNetwork] = []
    package var requestTimeout: Duration = .seconds(30)
    package var statementTimeout: Duration = .seconds(10)
    /// Nil: none is told of.
    package var slowOperation: Duration? = .milliseconds(500)
    /// From when `/readyz` is false until the port is closed.
    package var stopDelay: Duration = .seconds(1)
    package var socketInitTimeout: Duration = .seconds(10)
    package var socketOperations = 100
    package var socketMessageSize = 256 << 10
    package var keepAliveInterval: Duration = .seconds(15)
    /// What one operation may ask.
    package var limits = MarqueeSchema.limits
    /// A folder or a manifest; nil for none.
    package var trustedDocuments: String?
    package var trustedDocumentsMode = TrustedDocuments.Mode.also
    package var explorerAssets = ".build/graphiql"
    /// Of texts, for requests that ask for none.
    package var language = LanguageTag.catalogue
    package var registration = Registration.open
    /// Signs access tokens by HS256; nil for Ed25519.
    package var tokenSecret: [UInt8]?
    /// A folder of Ed25519 keys; nil for `keys` in the home.
    package var tokenKeys: String?
    /// Points that an account, or an address without one, may spend on operations in a minute; nil for no limit.
    package var rateLimit: Int? = 60_000
    /// Addresses from which nobody in particular may ask as much as they like.
    package var rateLimitExempt = ["127.0.0.0/8", "::1"].compactMap { IPNetwork($0) }
    /// Passwords that may be tried for an account in a quarter of an hour; nil for no limit.
    package var signInLimit: Int? = 20
    /// What scrypt shall cost: N is 2 to the power of this.
    package var scryptCost = 15
    package var logsRequests = true
    /// Nil for the private service.
    package var databaseURL: String?
    package var redis: RedisAddress?

    package init() {}

    /// Reads and checks all settings; an empty variable counts as unset.
    package init(environment: [String: String]) throws(SettingsError) {
        var problems: [String] = []
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            if let setting = Setting.all.first(where: { $0.name == name }) {
                if let problem = setting.read(value, into: &self) { problems.append(problem) }
            } else if name.hasPrefix("MARQUEE_") {
                problems.append(Self.unknown(name))
            }
        }
        if tokenSecret != nil, tokenKeys != nil {
            problems.append(
                "MARQUEE_JWT_SECRET and MARQUEE_JWT_KEYS are both set; access tokens are signed by one of them")
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }

    private static func unknown(_ name: String) -> String {
        let close = Suggestions.list(for: name, among: Setting.all.map(\.name))
        return "unknown setting \(name)." + Suggestions.didYouMean(Array(close.prefix(1)))
            + " `marquee serve --help` lists all settings"
    }
}

/// Everything that is wrong with the settings, a line each.
package struct SettingsError: Error, Equatable {
    package let problems: [String]
}
