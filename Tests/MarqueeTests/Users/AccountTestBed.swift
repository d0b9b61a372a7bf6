import Authentication
import DatabaseSupport
import EventLoop
import GraphQL
import GraphQLHTTP
import HTTPServer
import PostgreSQL
import Synchronization

@testable import Marquee

/// Answers documents as the server does to those who are signed in: on a loop, through a pool that acts as
/// `marquee_app`. The database belongs to all suites on accounts, so each test makes accounts of its own names.
final class AccountTestBed: Sendable {
    let loop: EventLoop
    let pool: PostgreSQLPool
    let rows: RowLoader
    let authenticator: Authenticator
    private let accounts: AccountServices
    var tokens: AccessTokens { accounts.tokens }
    private let freshRatings = FreshRatings()
    let newsboard = Newsboard()
    private let engine: Engine<RequestContext>

    private static let engine = Result { try MarqueeSchema.engine(publicURL: "https://marquee.example") }

    private init(loop: EventLoop, pool: PostgreSQLPool, _ accounts: AccountServices) throws {
        self.loop = loop
        self.pool = pool
        self.accounts = accounts
        rows = RowLoader(pool: pool, loop: loop)
        authenticator = Authenticator(loop: loop, pool: pool, tokens: accounts.tokens)
        engine = try Self.engine.get()
    }

    /// Answers as one request of its own; `variables` are JSON, `token` what the header `Authorization` bears.
    func answer(_ document: String, _ variables: String = "{}", as token: String? = nil) async throws -> JSONValue {
        let context = try await context(bearing: token)
        let text: String
        do {
            let operation = try engine.prepare(Source(document))
            let values = try JSONReader.value(of: Array(variables.utf8).span)
            text = await engine.execute(operation, variables: values, context: context).bytes.text
        } catch let refusal as RequestErrors {
            text = Response(refusal: refusal.errors).bytes.text
        }
        return try JSONReader.value(of: Array(text.utf8).span)
    }

    /// Begins a subscription: its answers as JSON, one after the other. What refuses it is thrown.
    func subscribe(_ document: String, as token: String? = nil) async throws -> () async throws -> JSONValue? {
        let context = try await context(bearing: token)
        let stream = try await engine.subscribe(
            try engine.prepare(Source(document)), context: context,
            eventContext: { [self] _ throws(RequestErrors) in
                do { return try await self.context(bearing: token) } catch { throw RequestErrors([]) }
            })
        var answers = stream.makeAsyncIterator()
        return {
            guard let answer = try await answers.next() else { return nil }
            return try JSONReader.value(of: Array(answer.bytes.text.utf8).span)
        }
    }

    /// What the resolvers of one request share.
    func context(of account: SignedUp) async throws -> RequestContext { try await context(bearing: account.token) }

    private func context(bearing token: String?) async throws -> RequestContext {
        var viewer: Viewer?
        if let token { viewer = try await authenticator.viewer(bearing: token) }
        return RequestContext(
            loop: loop, rows: rows, traceID: TraceID(high: 1, low: 2),
            caller: Caller(viewer: viewer, client: ClientAddress("192.0.2.77"), userAgent: "test"),
            services: LoopServices(accounts: accounts, freshRatings: freshRatings, newsboard: newsboard))
    }

    /// The payload of a mutation whose input is JSON.
    func mutate(
        _ name: String, _ input: String, _ selection: String, as token: String? = nil
    ) async throws -> JSONValue {
        let type = name.prefix(1).uppercased() + name.dropFirst() + "Input"
        let answer = try await answer(
            "mutation ($input: \(type)!) { \(name)(input: $input) { \(selection) \(Self.errors) } }",
            "{\"input\":\(input)}", as: token)
        return answer["data"]?[name] ?? answer
    }

    /// The codes of the errors that refuse an operation before any of it runs; none if it would run. Nothing is run.
    func refusals(_ document: String, as token: String?) async throws -> [String] {
        let context = try await context(bearing: token)
        let operation = try engine.prepare(Source(document))
        do throws(RequestErrors) {
            try engine.checkAccess(of: operation, context: context)
            return []
        } catch {
            return error.errors.compactMap { $0.extensions.first { $0.name == "code" }?.value.string }
        }
    }

    private static let errors = """
        userErrors {
          __typename code message path
          ... on ValidationError { min max } ... on NotFoundError { id } ... on AccessError { retryAfter }
          ... on ConflictError { existing { id } }
        }
        """

    /// What came of a call, and the statements it had PostgreSQL run: how often each, by name.
    struct Work: Hashable {
        let answer: String
        let statements: [String: Int]
    }

    /// How a connection that was leased is cleaned, some time after the answer, and what the listener asks.
    private static let housekeeping: Set = ["rollback", "barrier", "heartbeat of listener"]

    func work(_ call: () async throws -> String) async throws -> Work {
        let before = pool.statistics.statements.mapValues(\.sent)
        let answer = try await call()
        let sent = pool.statistics.statements.mapValues(\.sent).merging(before) { $0 - $1 }
        return Work(answer: answer, statements: sent.filter { $0.value > 0 && !Self.housekeeping.contains($0.key) })
    }

    /// A number that no other call of the run was given, for names of accounts.
    func unique() -> Int { Self.counter.add(1, ordering: .relaxed).newValue }

    private static let counter = Atomic(0)

    /// Makes an account whose password is `difference engine`.
    func register(_ name: String) async throws -> SignedUp {
        let input = #"{"username":"\#(name)","email":"\#(name)@example.org","password":"difference engine"}"#
        return try SignedUp(await mutate("register", input, SignedUp.selection))
    }

    /// Signs in again, which makes another session.
    func login(_ name: String, _ password: String = "difference engine") async throws -> SignedUp {
        let input = #"{"identifier":"\#(name)","password":"\#(password)"}"#
        return try SignedUp(await mutate("login", input, SignedUp.selection))
    }

    /// Runs `body` on a loop of its own.
    ///
    /// - Parameter url: of a database; nil for the one that suites share.
    static func run<Value: Sendable>(
        on url: String? = nil, isOpen: Bool = true, _ body: @escaping @Sendable (AccountTestBed) async throws -> Value
    ) async throws -> Value {
        let settings = try ConnectionSettings(
            url: url ?? AccountDatabase.url(), role: "marquee_app", statementTimeout: .seconds(30))
        let sideThreads = SideThreads(name: "side", threads: 1)
        let passwords = PasswordHasher(threads: 2, cost: ScryptCost(log2N: 4, r: 1, p: 1))
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer {
            group.stop()
            group.join()
            sideThreads.stop()
            passwords.stop()
        }
        let loop = group.loops[0]
        var limits = PoolLimits()
        (limits.sharedConnections, limits.leasedConnections) = (2, 4)
        let pool = PostgreSQLPool(settings, loop: loop, sideThreads: sideThreads, limits: limits)
        let tokens = AccessTokens(signer: TokenSigner(secret: Array(repeating: 7, count: 32)), issuer: "test")
        let accounts = AccountServices(tokens: tokens, passwords: passwords, isOpen: isOpen)
        return try await withCheckedThrowingContinuation { continuation in
            loop.spawn {
                let result: Result<Value, any Error>
                do {
                    try await pool.start()
                    result = .success(try await body(AccountTestBed(loop: loop, pool: pool, accounts)))
                } catch {
                    result = .failure(error)
                }
                await pool.close()
                continuation.resume(with: result)
            }
        }
    }
}

/// Who has just signed in, with the tokens.
struct SignedUp: Sendable {
    struct Refused: Error { let answer: JSONValue }

    static let selection = "user { id } tokens { accessToken refreshToken }"

    /// The account's global ID.
    let id: String
    let token: String
    let refreshToken: String

    /// - Parameter payload: with the selection above.
    init(_ payload: JSONValue) throws {
        guard let token = payload["tokens"]?["accessToken"]?.string,
            let refreshToken = payload["tokens"]?["refreshToken"]?.string
        else { throw Refused(answer: payload) }
        id = payload["user"]?["id"]?.string ?? ""
        self.token = token
        self.refreshToken = refreshToken
    }

    /// The account's key in the database.
    var key: Int64 { Int64(id.dropFirst(2)) ?? 0 }
}

extension JSONValue {
    /// The first of a payload's `userErrors`: its code and the way to the value, `CONFLICT input.username`.
    var userError: String? {
        guard let error = self["userErrors"]?.array?.first, let code = error["code"]?.string else { return nil }
        return ([code] + [error["path"]?.array?.compactMap(\.string).joined(separator: ".") ?? ""])
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The codes of an answer's errors.
    var codes: [String] { self["errors"]?.array?.compactMap { $0["extensions"]?["code"]?.string } ?? [] }

    /// As JSON.
    var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A migrated database with a genre and a few titles, which all suites on accounts share.
enum AccountDatabase {
    static func url() throws -> String { try made.get() }

    /// As the owner, whom no policy binds.
    static func owner() throws -> OwnerConnection { try OwnerConnection(url: url()) }

    /// Makes a row in each table that holds something of an account.
    static func fill(_ account: Int64, named name: String) throws {
        try owner().execute(
            """
            begin;
            update users set display_name = 'alias \(name)', bio = 'about \(name)' where id = \(account);
            insert into api_keys (user_id, name, prefix, key_hash, scopes)
              values (\(account), 'of \(name)', 'p', sha256('\(name)'), '{read}');
            insert into idempotency_keys (user_id, key, mutation, input_hash) values (\(account), 'k', 'm', '');
            insert into favorite_genres (user_id, genre_id) values (\(account), 1);
            insert into library_entries (user_id, title_id, kind, status, note)
              values (\(account), 1, 'movie', 'planned', 'of \(name)');
            insert into viewing_runs (user_id, show_id, number) values (\(account), 2, 1);
            insert into plays (user_id, title_id, kind, watched_at) values (\(account), 1, 'movie', now());
            insert into ratings (user_id, title_id, stars) values (\(account), 1, 9);
            insert into lists (id, owner_id, name, slug) values (\(account), \(account), 'Secrets', 'secrets');
            insert into list_entries (list_id, owner_id, title_id, order_key) values (\(account), \(account), 1, 'a');
            insert into lists (owner_id, name, slug, privacy) values (\(account), 'Of \(name)', 'public', 'public');
            insert into reviews (author_id, title_id, body) values (\(account), 1, 'worth seeing');
            insert into review_likes (review_id, user_id) select id, \(account) from reviews where author_id = \(account);
            insert into titles (kind, owner_id, slug, title, sort_title)
              values ('movie', \(account), 'own', 'Home film of \(name)', 'own');
            commit
            """)
    }

    private static let made = Result {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        try connection.execute(
            """
            insert into genres (id, slug, name) overriding system value values (1, 'drama', 'Drama'), (2, 'war', 'War');
            insert into titles (id, kind, slug, title, sort_title) overriding system value
              values (1, 'movie', 'metropolis', 'Metropolis', 'metropolis'), (2, 'show', 'heimat', 'Heimat', 'heimat');
            insert into seasons (id, show_id, number) overriding system value values (1, 2, 1);
            insert into episodes (id, show_id, season_id, season_number, number) overriding system value
              values (1, 2, 1, 1, 1);
            insert into people (id, slug, name) overriding system value values (1, 'lang', 'Fritz Lang');
            -- Below a million lie the ids that suites give their own rows.
            select setval(pg_get_serial_sequence(t, 'id'), 1000000)
              from unnest(array['genres', 'titles', 'seasons', 'episodes', 'people']) t;
            """)
        return url
    }
}
