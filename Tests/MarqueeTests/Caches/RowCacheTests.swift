import DataLoader
import DatabaseSupport
import EventLoop
import Metrics
import PostgreSQL
import Redis
import Services
import TestSupport
import Testing

@testable import Marquee

/// Rows kept on a loop, over a database whose changes it hears of.
@Suite struct RowCacheTests {
    private static let names = Statement(
        "names", "select id, name from genres where id = any ($1::bigint[]) order by 1")
    private static let slowNames = Statement(
        "slow_names", "select id, name from genres, pg_sleep(0.4) where id = any ($1::bigint[])")
    private static let list = Statement(
        "list", "select key, id, name from unnest($1::bigint[]) k (key), genres, pg_sleep(0.1) order by 2")

    private static func rows(_ statement: Statement, lasting seconds: Int = RowCaching.day) -> RowQuery {
        RowQuery(statement: statement, parameters: [], caching: .rows(of: .genre, for: seconds))
    }

    private static let ranked = RowQuery(statement: list, parameters: [], caching: .ranking(.popular, for: 60))

    @Test func `rows are read once, and again after they have changed`() async throws {
        try await CacheBed.run { bed in
            let query = Self.rows(Self.names)
            #expect(try await bed.load(query, [1, 2]) == ["one", "two"])
            #expect(try await bed.load(query, [2, 1]) == ["two", "one"])
            #expect(bed.sent("names") == 1)
            try await bed.change("update genres set name = 'eins' where id = 1")
            #expect(try await bed.load(query, [1, 2]) == ["eins", "two"])
            #expect(bed.sent("names") == 2)
            #expect(bed.cache.statistics.hits == 3)
            #expect(bed.cache.statistics.misses == 3)
        }
    }

    @Test func `that a key has no rows is known, too, until it has`() async throws {
        try await CacheBed.run { bed in
            let query = Self.rows(Self.names)
            #expect(try await bed.load(query, [9]) == [nil])
            #expect(try await bed.load(query, [9]) == [nil])
            #expect(bed.sent("names") == 1)
            try await bed.change(
                "insert into genres (id, slug, name) overriding system value values (9, 'nine', 'nine')")
            #expect(try await bed.load(query, [9]) == ["nine"])
        }
    }

    @Test func `what was read while it changed is not kept`() async throws {
        try await CacheBed.run { bed in
            let query = Self.rows(Self.slowNames)
            async let old = bed.load(query, [1])
            while try await !bed.isReading { try await bed.loop.sleep(for: .milliseconds(5)) }
            try await bed.change("update genres set name = 'eins' where id = 1")
            #expect(try await old == ["one"])
            #expect(try await bed.load(query, [1]) == ["eins"])
        }
    }

    @Test func `rows end with their lifetime`() async throws {
        try await CacheBed.run { bed in
            let query = Self.rows(Self.names, lasting: 1)
            _ = try await bed.load(query, [1])
            try await bed.loop.sleep(for: .seconds(1.1))
            try await bed.untilTrusted()
            _ = try await bed.load(query, [1])
            #expect(bed.sent("names") == 2)
        }
    }

    @Test func `while changes are not heard of, nothing is kept`() async throws {
        try await CacheBed.run(listens: false) { bed in
            let query = Self.rows(Self.names)
            _ = try await bed.load(query, [1])
            _ = try await bed.load(query, [1])
            #expect(bed.sent("names") == 2)
            #expect(bed.cache.statistics.bypasses == 2)
            #expect(bed.cache.statistics.count == 0)
        }
    }

    @Test func `what is held is bounded by bytes`() async throws {
        try await CacheBed.run(capacity: 2000) { bed in
            let query = Self.rows(Self.names)
            for key in 1...200 { _ = try await bed.load(query, [Int64(key)]) }
            #expect(bed.cache.statistics.size <= 2000)
            #expect(bed.cache.statistics.count > 2)
            #expect(bed.sent("names") == 200)
        }
    }

    @Test func `a ranked list is computed by one request at a time, and by one server`() async throws {
        try await CacheBed.run { bed in
            async let first = bed.load(Self.ranked, [0])
            async let second = bed.load(Self.ranked, [0])
            #expect(try await [first, second] == [["one"], ["one"]])
            #expect(bed.sent("list") == 1)
            let neighbour = bed.neighbour()
            while try await bed.isNotShared() { try await bed.loop.sleep(for: .milliseconds(5)) }
            #expect(try await bed.load(Self.ranked, [0], from: neighbour) == ["one"])
            #expect(neighbour.listStatistics.shared == 1)
            #expect(bed.sent("list") == 1)
        }
    }

    @Test func `a list that another server has read is no younger for that`() async throws {
        try await CacheBed.run { bed in
            let brief = RowQuery(statement: Self.list, parameters: [], caching: .ranking(.popular, for: 3))
            _ = try await bed.load(brief, [0])
            try await bed.loop.sleep(for: .seconds(2))
            try await bed.untilTrusted()
            let neighbour = bed.neighbour()
            _ = try await bed.load(brief, [0], from: neighbour)
            #expect(neighbour.listStatistics.shared == 1)
            try await bed.loop.sleep(for: .seconds(1.2))
            try await bed.untilTrusted()
            _ = try await bed.load(brief, [0], from: neighbour)
            #expect(bed.sent("list") == 2)
        }
    }

    @Test func `of some caches, or of some rows, all is dropped`() async throws {
        try await CacheBed.run { bed in
            let query = Self.rows(Self.names)
            _ = try await bed.load(query, [1, 2])
            _ = try await bed.load(Self.ranked, [0])
            #expect(bed.cache.purge([.popular]) == 1)
            #expect(bed.cache.purge(.genre, key: 1) == 1)
            _ = try await bed.load(query, [1, 2])
            #expect(bed.sent("names") == 2)
            #expect(bed.cache.purge([.titles]) == 2)
        }
    }
}

/// A row cache on a loop of its own, with a database and an owner who changes it.
private final class CacheBed: Sendable {
    let loop: EventLoop
    let cache: RowCache
    private let pool: PostgreSQLPool
    private let watch: CatalogueWatch
    private let shelf: SharedShelf
    private let redis: RedisClient
    private let url: String

    private init(_ url: String, _ pool: PostgreSQLPool, _ redis: RedisClient, _ loop: EventLoop, capacity: Int) {
        (self.loop, self.pool, self.redis, self.url) = (loop, pool, redis, url)
        watch = CatalogueWatch(loop: loop, pool: pool)
        shelf = SharedShelf(redis: redis, watch: watch, deployment: url)
        cache = RowCache(loop: loop, capacity: capacity, watch: watch, shelf: shelf)
    }

    /// Of another server over the same database.
    func neighbour() -> RowCache { RowCache(loop: loop, capacity: 1 << 20, watch: watch, shelf: shelf) }

    /// The last column of the first row of each key, as one request would get it.
    func load(_ query: RowQuery, _ keys: [Int64], from other: RowCache? = nil) async throws -> [String?] {
        let loader = RowLoader(pool: pool, loop: loop, cache: other ?? cache)
        return try await loader.load(query, keys, memo: RowLoader.Memo(loop: loop)).map { slice in
            slice.map { $0.rows.text($0.range.lowerBound, $0.rows.columns - 1) }
        }
    }

    /// How often PostgreSQL was sent a statement.
    func sent(_ name: String) -> Int { pool.statistics.statements[name]?.sent ?? 0 }

    /// Whether a statement sleeps: what it reads is decided by then.
    var isReading: Bool {
        get async throws {
            try OwnerConnection(url: url).query(
                """
                select exists (select from pg_stat_activity
                                where datname = current_database() and state = 'active' and wait_event = 'PgSleep')
                """
            ).bool(0, 0)
        }
    }

    /// Whether Redis holds none of this database's lists.
    func isNotShared() async throws -> Bool {
        try await redis.command(RedisCommand("KEYS", "marquee:\(url):*")) == .array([])
    }

    /// Changes the catalogue, and waits until that is heard of.
    func change(_ statement: String) async throws {
        let before = watch.number(at: loop.now)
        try OwnerConnection(url: url).execute(statement)
        while watch.number(at: loop.now) == before { try await loop.sleep(for: .milliseconds(5)) }
        try await untilTrusted()
    }

    func untilTrusted() async throws {
        while watch.version == nil { try await loop.sleep(for: .milliseconds(5)) }
    }

    static func run(
        capacity: Int = 1 << 20, listens: Bool = true,
        _ body: @escaping @Sendable (CacheBed) async throws -> Void
    ) async throws {
        let url = try ReadyDatabase.empty()
        try OwnerConnection(url: url).execute(
            """
            insert into genres (id, slug, name) overriding system value
              values (1, 'one', 'one'), (2, 'two', 'two')
            """)
        let redis = try ThrowAwayServices.shared().redis
        let sideThreads = SideThreads(name: "side", threads: 2)
        defer { sideThreads.stop() }
        try await onOwnLoop { loop in
            let settings = try ConnectionSettings(url: url, statementTimeout: .seconds(30))
            let pool = PostgreSQLPool(settings, loop: loop, sideThreads: sideThreads)
            var limits = RedisLimits()
            // A busy machine may let Redis wait for longer than a server does.
            limits.command = .seconds(10)
            let client = RedisClient(
                try RedisAddress(url: redis.url), loop: loop, sideThreads: sideThreads, limits: limits)
            let hub = NotificationHub(settings, channels: [CatalogueNews.channel], loop: loop, sideThreads: sideThreads)
            let bed = CacheBed(url, pool, client, loop, capacity: capacity)
            await client.start()
            let result: Result<Void, any Error>
            do {
                try await pool.start()
                if listens {
                    bed.watch.listen(to: hub)
                    hub.start()
                    try await bed.untilTrusted()
                }
                result = .success(try await body(bed))
            } catch {
                result = .failure(error)
            }
            if listens { await hub.close() }
            await client.close()
            await pool.close()
            try result.get()
        }
    }
}
