import DataLoader
package import EventLoop
import GraphQL
package import Metrics
package import PostgreSQL

/// What rows are loaded, everything but the keys: requests that agree in it share one statement.
struct RowQuery: Hashable, Sendable {
    let statement: Statement
    /// `$2` and on; `$1` holds the keys.
    let parameters: [Parameter]
    /// Nil for what is public.
    var asker: Asker?
    /// How its rows may be kept; nil if they may not. The statement decides it.
    var caching: RowCaching?
    /// The places in `parameters` of texts that belong to the key, of which there is one then: the statement takes arrays
    /// of them, one element a key, and queries that differ in nothing else share it. To the statement, `$1` only numbers the
    /// keys. The statement decides it, too.
    var textsOfKey: [Int] = []

    static func == (left: RowQuery, right: RowQuery) -> Bool {
        left.statement == right.statement && left.parameters == right.parameters && left.asker == right.asker
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(statement)
        hasher.combine(parameters)
        hasher.combine(asker)
    }
}

extension RowQuery {
    /// Those of its key.
    var texts: [Parameter] { textsOfKey.map { parameters[$0] } }

    /// What it has in common with those that it shares a statement with.
    fileprivate var withoutTexts: RowQuery {
        var parameters = parameters
        for place in textsOfKey { parameters[place] = .null }
        var common = RowQuery(statement: statement, parameters: parameters)
        common.textsOfKey = textsOfKey
        return common
    }

    /// The parameters with an array in the place of each text.
    ///
    /// - Parameter texts: those of each key.
    func parameters(with texts: [[Parameter]]) -> [Parameter] {
        var parameters = parameters
        for (index, place) in textsOfKey.enumerated() {
            let column = texts.map { texts -> String? in
                switch texts[index] {
                case .text(let text): return text
                case .null: return nil
                default: preconditionFailure("What belongs to a key is a text.")
                }
            }
            parameters[place] = .optionalTexts(column)
        }
        return parameters
    }
}

/// Who asks for what row-level security guards. What is loaded for a viewer crosses no requests, so it tells which one
/// asks, too.
struct Asker: Hashable, Sendable {
    let scope: ViewerScope
    let request: ObjectIdentifier
}

/// The rows of one key: neighbours in an answer that other keys and requests share.
struct RowSlice: Sendable {
    let rows: Rows
    let range: Range<Int>
}

/// Loads rows by keys, for all requests of a loop together: as nobody, unless a query names its asker.
package final class RowLoader: Sendable {
    typealias Memo = RequestMemo<RowQuery, Int64, RowSlice>

    package let pool: PostgreSQLPool
    private let loader: Loader<RowQuery, Int64, RowSlice>
    /// For queries with texts of their key, which are keys here.
    private let textLoader: Loader<RowQuery, [Parameter], RowSlice>
    private let loop: EventLoop
    private let sizes: LoopBound<Histogram>
    /// Nil where nothing is kept beyond its request.
    private let cache: RowCache?

    /// The same without a cache, for requests that must see what they have just changed.
    package func withoutCache() -> RowLoader { RowLoader(sharing: self) }

    private init(sharing other: RowLoader) {
        (pool, loop, sizes, cache) = (other.pool, other.loop, other.sizes, nil)
        (loader, textLoader) = (other.loader, other.textLoader)
    }

    /// - Parameter patience: how long a batch waits at most.
    package init(
        pool: PostgreSQLPool, loop: EventLoop, cache: RowCache? = nil, patience: Duration = BatchPlan<Int64>.patience
    ) {
        self.cache = cache
        let sizes = LoopBound(loop, Histogram(.sizes))
        (self.pool, self.loop, self.sizes) = (pool, loop, sizes)
        loader = Loader(loop: loop, patience: patience) { query, keys in
            sizes.withValue { $0.record(keys.count) }
            let rows = try await pool.query(
                query.statement, [.bigints(keys)] + query.parameters, viewer: query.asker?.scope)
            return Self.slices(of: rows)
        }
        // Few at a time, since one of them may take as long as all others together.
        textLoader = Loader(loop: loop, limit: 16, patience: patience) { query, texts in
            sizes.withValue { $0.record(texts.count) }
            let places = Array(0..<Int64(texts.count))
            let rows = try await pool.query(query.statement, [.bigints(places)] + query.parameters(with: texts))
            let slices = Self.slices(of: rows)
            let found = zip(texts, places).compactMap { key, place in slices[place].map { (key, $0) } }
            return Dictionary(uniqueKeysWithValues: found)
        }
    }

    /// How many keys went into each batch. Loop thread only.
    package var batchSizes: Histogram { sizes.withValue { $0 } }

    func load(_ query: RowQuery, _ keys: [Int64], memo: Memo) async throws -> [RowSlice?] {
        guard let cache, let caching = query.caching, query.asker == nil else {
            return try await fetch(query, keys, memo)
        }
        return try await cache.load(query, caching, keys, memo) { try await fetch(query, $0, memo) }
    }

    private func fetch(_ query: RowQuery, _ keys: [Int64], _ memo: Memo) async throws -> [RowSlice?] {
        guard !query.textsOfKey.isEmpty else { return try await loader.load(query, keys, memo: memo) }
        precondition(keys.count == 1 && query.asker == nil, "Texts belong to one key, of what is public.")
        return try await textLoader.load(query.withoutTexts, [query.texts], as: (query, keys), memo: memo)
    }

    /// The rows of one key, for what is no GraphQL request.
    func load(_ query: RowQuery, _ key: Int64) async throws -> RowSlice? {
        try await fetch(query, [key], Memo(loop: loop))[0]
    }

    /// Parts an answer by its first column; rows of one key are neighbours.
    private static func slices(of rows: Rows) -> [Int64: RowSlice] {
        var slices: [Int64: RowSlice] = [:]
        slices.reserveCapacity(rows.count)
        var start = 0
        while start < rows.count {
            let key = rows.int(start, 0)
            var end = start + 1
            while end < rows.count, rows.int(end, 0) == key { end += 1 }
            slices[key] = RowSlice(rows: rows, range: start..<end)
            start = end
        }
        return slices
    }
}
