internal import GraphQL

/// One environment variable: its name, its form, its meaning and where its value goes.
package struct Setting: Sendable {
    package let name: String
    /// What holds when the variable is unset, as one would write it; a note in parentheses where there is no value.
    package let defaultText: String
    package let meaning: String
    private let store: @Sendable (String, inout Settings) throws -> Bool
    private let expected: String
    private let isSecret: Bool

    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, _ form: SettingForm<Value>,
        _ meaning: String
    ) {
        self.name = name
        self.meaning = meaning
        defaultText = form.show(Settings()[keyPath: path])
        expected = form.expected
        isSecret = form.isSecret
        store = { text, settings in
            guard let value = try form.read(text) else { return false }
            settings[keyPath: path] = value
            return true
        }
    }

    /// Takes over the value, or says what is wrong with it.
    func read(_ text: String, into settings: inout Settings) -> String? {
        do {
            if try store(text, &settings) { return nil }
        } catch {
            return "\(error)"
        }
        return isSecret
            ? "\(name) cannot be read; expected \(expected)" : "\(name) is \"\(text)\"; expected \(expected)"
    }
}

extension Setting {
    /// Every setting the server honours, in the order help lists them.
    package static let all: [Setting] = [
        Setting("MARQUEE_HOST", \.host, .text, "address to listen on; 0.0.0.0 or :: for all of this machine"),
        Setting("MARQUEE_PORT", \.port, .port, "port to listen on; 0 for any that is free"),
        Setting(
            "MARQUEE_PUBLIC_URL", \.publicURL, .publicURL, "where clients reach the server, for addresses in answers"),
        Setting("MARQUEE_NAME", \.name, .text, "what clients are told the server is called"),
        Setting("MARQUEE_HOME", \.home, .text, "folder of the private PostgreSQL and Redis"),
        Setting(
            "MARQUEE_LOOPS", \.loops, .count(to: 64), "event loops, each on a thread of its own; a core each unless set"
        ),
        Setting(
            "MARQUEE_CACHE", \.cache, .choice(),
            "what may cross requests: answers, lists and rows (on), rows of the catalogue (entities) or nothing (off)"),
        Setting("MARQUEE_CACHE_SIZE", \.cacheSize, .count(to: 65_536), "megabytes that caches may take in the process"),
        Setting("MARQUEE_DEBUG_EXTENSIONS", \.showsDebugExtensions, .onOff, "tell clients how an answer came about"),
        Setting("MARQUEE_HTTP_STATUS", \.httpStatus, .choice(), "status codes by the GraphQL over HTTP audit or draft"),
        Setting("MARQUEE_BATCH", \.batch, .countOrOff(to: 100), "operations in a request that is a JSON array of them"),
        Setting("MARQUEE_CORS_ORIGINS", \.corsOrigins, .origins, "web origins that may call, by commas; * for any"),
        Setting(
            "MARQUEE_TRUSTED_PROXIES", \.trustedProxies, .networks, "peers whose X-Forwarded-For counts, by commas"),
        Setting("MARQUEE_REQUEST_TIMEOUT", \.requestTimeout, .duration, "how long an operation may take"),
        Setting("MARQUEE_STATEMENT_TIMEOUT", \.statementTimeout, .duration, "how long one SQL statement may take"),
        Setting(
            "MARQUEE_SLOW_OPERATION", \.slowOperation, .durationOrOff, "operations this long are told of; off for none"),
        Setting("MARQUEE_STOP_DELAY", \.stopDelay, .duration, "how long /readyz is false before the port is closed"),
        Setting("MARQUEE_SOCKET_INIT", \.socketInitTimeout, .duration, "how long connection_init may take"),
        Setting(
            "MARQUEE_SOCKET_OPERATIONS", \.socketOperations, .count(to: 10_000), "operations at a time on a socket"),
        Setting("MARQUEE_SOCKET_MESSAGE", \.socketMessageSize, .count(to: 16 << 20), "longest message, in bytes"),
        Setting("MARQUEE_KEEP_ALIVE", \.keepAliveInterval, .duration, "between pings or comments on what is quiet"),
        Setting("MARQUEE_MAX_DOCUMENT_BYTES", \.limits.bytes, .limit, "bytes of a GraphQL document"),
        Setting("MARQUEE_MAX_TOKENS", \.limits.tokens, .limit, "tokens of a document"),
        Setting("MARQUEE_MAX_DEPTH", \.limits.depth, .limit, "fields nested in fields"),
        Setting("MARQUEE_MAX_ALIASES", \.limits.aliases, .limit, "fields with an alias in an operation"),
        Setting("MARQUEE_MAX_ROOT_FIELDS", \.limits.rootFields, .limit, "root fields of an operation"),
        Setting("MARQUEE_MAX_DIRECTIVES", \.limits.directives, .limit, "directives in an operation"),
        Setting("MARQUEE_MAX_LIST_DEPTH", \.limits.listDepth, .limit, "lists nested in one value"),
        Setting("MARQUEE_MAX_VALUE_DEPTH", \.limits.valueDepth, .limit, "lists and objects nested in one value"),
        Setting(
            "MARQUEE_MAX_INTROSPECTION_DEPTH", \.limits.introspectionDepth, .limit,
            "lists of types and fields nested in introspection"),
        Setting(
            "MARQUEE_MAX_COST", \.limits.cost, .limit,
            "points an operation may cost by the schema's @cost and @listSize"),
        Setting("MARQUEE_MAX_ERRORS", \.limits.errors, .limit, "errors in one answer"),
        Setting(
            "MARQUEE_TRUSTED_DOCUMENTS", \.trustedDocuments, .path, "folder of ID.graphql files, or {\"ID\": \"text\"}"),
        Setting(
            "MARQUEE_TRUSTED_DOCUMENTS_MODE", \.trustedDocumentsMode, .choice(),
            "serve other documents also, or only them"
        ),
        Setting("MARQUEE_EXPLORER_ASSETS", \.explorerAssets, .text, "folder of the explorer page's scripts"),
        Setting("MARQUEE_REGISTRATION", \.registration, .choice(), "whether anybody may make an account"),
        Setting(
            "MARQUEE_JWT_SECRET", \.tokenSecret, .secret, "signs access tokens by HS256; Ed25519 signs them without"),
        Setting("MARQUEE_JWT_KEYS", \.tokenKeys, .keyFolder, "folder of the Ed25519 keys, which servers may share"),
        Setting(
            "MARQUEE_RATE_LIMIT", \.rateLimit, .limit, "points an account, or an address without one, has in a minute"),
        Setting(
            "MARQUEE_RATE_LIMIT_EXEMPT", \.rateLimitExempt, .exempt, "addresses without a limit, by commas, or none"),
        Setting(
            "MARQUEE_SIGN_IN_LIMIT", \.signInLimit, .limit,
            "passwords tried in a quarter of an hour, by account and address; ten times as many by either alone"),
        Setting(
            "MARQUEE_SCRYPT_COST", \.scryptCost, .scryptCost, "passwords are hashed with N = 2 to the power of this"),
        Setting("MARQUEE_LANGUAGE", \.language, .language, "language of titles for requests that ask for none"),
        Setting("MARQUEE_LOG", \.logsRequests, .onOff, "one JSON line a request"),
        Setting(
            "DATABASE_URL", \.databaseURL, .databaseURL, "PostgreSQL as its owner: postgresql://user@host/database"),
        Setting("REDIS_URL", \.redis, .redisAddress, "Redis: redis://host:port or unix:///path"),
    ]
}
