import Authentication
import DataLoader
package import EventLoop
private import Glibc
package import Metrics
import PostgreSQL

/// Rows that nobody in particular may read, kept on one loop for requests to come. Loop thread only.
///
/// Ranked lists are shared by servers, too, and computed by one request at a time.
package final class RowCache: Sendable {
    private struct Key: Hashable {
        /// Stands for the query.
        let query: Int32
        let key: Int64
    }

    private struct Kept {
        /// Nil for a key without rows.
        let slice: RowSlice?
        let caching: RowCaching
        /// The news there were when reading began.
        let number: UInt64
        let refreshAt: ContinuousClock.Instant
        let expiresAt: ContinuousClock.Instant
    }

    private struct FlightKey: Hashable {
        let key: Key
        let number: UInt64
    }

    private struct State {
        var rows: BoundedCache<Key, Kept>
        var queries: [RowQuery: Int32] = [:]
        var nextQuery: Int32 = 0
        var statistics = CacheStatistics()
        var listStatistics = CacheStatistics()
    }

    private let state: LoopBound<State>
    private let flights: SingleFlight<FlightKey, [RowSlice?]>
    private let watch: CatalogueWatch
    /// Nil where ranked lists are not kept.
    private let shelf: SharedShelf?

    /// Beyond so many queries all is forgotten: texts of searches are part of them.
    private static var mostQueries: Int { 20_000 }
    /// A key without rows may have some any moment.
    private static var lifetimeOfAbsence: Int { 10 }
    private static var bytesOfRows: Int { 120 }

    /// - Parameters:
    ///   - capacity: in bytes.
    ///   - shelf: nil to keep rows of the catalogue only, not ranked lists.
    package init(loop: EventLoop, capacity: Int, watch: CatalogueWatch, shelf: SharedShelf?) {
        state = LoopBound(loop, State(rows: BoundedCache(capacity: capacity)))
        flights = SingleFlight(loop: loop)
        self.watch = watch
        self.shelf = shelf
    }

    private var loop: EventLoop { state.loop }

    /// The rows of some keys, nil where there are none; `fetch` reads what is missing. What is found is noted in the
    /// request's memo.
    func load(
        _ query: RowQuery, _ caching: RowCaching, _ keys: [Int64], _ memo: RowLoader.Memo,
        fetch: ([Int64]) async throws -> [RowSlice?]
    ) async throws -> [RowSlice?] {
        if caching.isShared, shelf == nil { return try await fetch(keys) }
        guard let number = watch.number(at: loop.now) else {
            count(caching) { $0.bypasses += keys.count }
            return try await fetch(keys)
        }
        let id = self.id(of: query)
        if caching.isShared, keys.count == 1 {
            return try await list(Key(query: id, key: keys[0]), query, caching, number, memo) { try await fetch(keys) }
        }
        return try await rows(id, caching, keys, number, memo, fetch: fetch)
    }

    /// A number for a query, as long as it is remembered.
    private func id(of query: RowQuery) -> Int32 {
        state.withValue { state in
            if let known = state.queries[query] { return known }
            if state.queries.count >= Self.mostQueries {
                state.queries = [:]
                state.rows = BoundedCache(capacity: state.rows.capacity)
            }
            // Reading that is under way under an older number keeps what nobody will find.
            state.nextQuery &+= 1
            state.queries[query] = state.nextQuery
            return state.nextQuery
        }
    }

    // MARK: Rows

    private func rows(
        _ query: Int32, _ caching: RowCaching, _ keys: [Int64], _ number: UInt64, _ memo: RowLoader.Memo,
        fetch: ([Int64]) async throws -> [RowSlice?]
    ) async throws -> [RowSlice?] {
        var slices: [RowSlice?] = []
        slices.reserveCapacity(keys.count)
        var missing: [Int] = []
        let now = loop.now
        for (place, key) in keys.enumerated() {
            if let kept = kept(Key(query: query, key: key), now) {
                slices.append(kept.slice)
            } else {
                slices.append(nil)
                missing.append(place)
            }
        }
        count(caching) { statistics in
            statistics.hits += keys.count - missing.count
            statistics.misses += missing.count
        }
        memo.noteCacheHits(keys.count - missing.count)
        guard !missing.isEmpty else { return slices }
        let found = try await fetch(missing.map { keys[$0] })
        for (place, slice) in zip(missing, found) {
            slices[place] = slice
            keep(slice, under: Key(query: query, key: keys[place]), caching, number)
        }
        return slices
    }

    private func kept(_ key: Key, _ now: ContinuousClock.Instant) -> Kept? {
        let kept = state.withValue { $0.rows.find(key) }
        guard let kept, now < kept.expiresAt, watch.holds(since: kept.number, kept.caching, key: key.key) else {
            return nil
        }
        return kept
    }

    /// Keeps what was read, unless it has changed since reading began or news may have been missed.
    ///
    /// - Parameter age: how long ago another server read it.
    private func keep(
        _ slice: RowSlice?, under key: Key, _ caching: RowCaching, _ number: UInt64, age: Duration = .zero
    ) {
        let now = loop.now
        guard watch.number(at: now) != nil, watch.holds(since: number, caching, key: key.key) else { return }
        let copy = slice.map { slice in
            RowSlice(rows: Rows(copying: slice.rows, slice.range), range: 0..<slice.range.count)
        }
        let lifetime = Duration.seconds(copy == nil ? min(caching.lifetime, Self.lifetimeOfAbsence) : caching.lifetime)
        let jitter = Double.random(in: 0...1)
        let readAt = now - age
        let kept = Kept(
            slice: copy, caching: caching, number: number, refreshAt: readAt + lifetime * (0.8 + 0.1 * jitter),
            expiresAt: readAt + lifetime * (0.95 + 0.05 * jitter))
        state.withValue { state in
            _ = state.rows.insert(kept, under: key, size: Self.bytesOfRows + (copy?.rows.copiedSize ?? 0))
        }
    }

    // MARK: Ranked lists

    /// One list, which one request at a time computes while the others wait for it or are given the last.
    private func list(
        _ key: Key, _ query: RowQuery, _ caching: RowCaching, _ number: UInt64, _ memo: RowLoader.Memo,
        fetch: () async throws -> [RowSlice?]
    ) async throws -> [RowSlice?] {
        let flight = FlightKey(key: key, number: number)
        let known = kept(key, loop.now)
        if let known, loop.now < known.refreshAt || flights.isUnderWay(flight) {
            count(caching) { $0.hits += 1 }
            memo.noteCacheHits(1)
            return [known.slice]
        }
        if case .follows(let other) = flights.join(flight) {
            if let slices = await other.value {
                count(caching) { $0.hits += 1 }
                memo.noteCacheHits(1)
                return slices
            }
            count(caching) { $0.misses += 1 }
            return try await fetch()
        }
        var slices: [RowSlice?]?
        defer { flights.land(flight, slices) }
        let place = shelf?.key("ranking:\(Self.name(of: query, key.key))")
        if known == nil, let place, let shared = await sharedList(place) {
            count(caching) { $0.shared += 1 }
            memo.noteCacheHits(1)
            keep(shared.slice, under: key, caching, number, age: shared.age)
            slices = [shared.slice]
            return [shared.slice]
        }
        count(caching) { $0.misses += 1 }
        let found = try await fetch()
        slices = found
        keep(found[0], under: key, caching, number)
        if let place { share(found[0], at: place, caching) }
        return found
    }

    /// What a list is called by all servers whose statement is the same.
    private static func name(of query: RowQuery, _ key: Int64) -> String {
        let digest = Digest(of: "\(query.statement.sql)\0\(query.parameters)\0\(key)")
        return digest.bytes.map { String($0, radix: 16) }.joined(separator: ".")
    }

    /// Nil if there is none. First stands when it was read, in seconds since 1970 and eight bytes, then how many columns it
    /// has; none for a list without rows.
    private func sharedList(_ place: String) async -> (slice: RowSlice?, age: Duration)? {
        guard let bytes = await shelf?.find(place), bytes.count > 8 else { return nil }
        let readAt = bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
        // Clocks of servers may differ a little.
        let age = Duration.seconds(max(0, Int64(time(nil)) - readAt))
        let columns = Int(bytes[8])
        if columns == 0 { return (nil, age) }
        guard let rows = Rows(copiedBytes: bytes.span.extracting(9...), columns: columns) else { return nil }
        return (RowSlice(rows: rows, range: 0..<rows.count), age)
    }

    private func share(_ slice: RowSlice?, at place: String, _ caching: RowCaching) {
        guard let shelf else { return }
        let copy = slice.map { Rows(copying: $0.rows, $0.range) }
        let readAt = Int64(time(nil))
        let content =
            (0..<8).map { UInt8(truncatingIfNeeded: readAt >> (8 * (7 - $0))) } + [UInt8(copy?.columns ?? 0)]
            + (copy?.copiedBytes ?? [])
        let lifetime = copy == nil ? min(caching.lifetime, Self.lifetimeOfAbsence) : caching.lifetime
        loop.spawn { await shelf.keep(content, under: place, for: .seconds(lifetime)) }
    }

    // MARK: Keeping house

    private func count(_ caching: RowCaching, _ add: (inout CacheStatistics) -> Void) {
        state.withValue { state in
            caching.isShared ? add(&state.listStatistics) : add(&state.statistics)
        }
    }

    /// Drops what belongs to some caches; returns how much that was.
    func purge(_ names: Set<CacheName>) -> Int {
        state.withValue { $0.rows.removeAll { _, kept in names.contains(kept.caching.name) }.count }
    }

    /// Drops the rows of one key; returns how many there were.
    func purge(_ kinds: CatalogueKinds, key: Int64) -> Int {
        state.withValue { state in
            state.rows.removeAll { place, kept in
                place.key == key && !kept.caching.keys.isDisjoint(with: kinds)
            }.count
        }
    }

    /// How often rows were asked for; what is held counts the lists, too.
    package var statistics: CacheStatistics {
        state.withValue { state in
            var statistics = state.statistics
            (statistics.count, statistics.size) = (state.rows.count, state.rows.size)
            return statistics
        }
    }

    /// How often ranked lists were asked for.
    package var listStatistics: CacheStatistics { state.withValue { $0.listStatistics } }
}
