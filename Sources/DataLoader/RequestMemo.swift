public import EventLoop

/// What one request has loaded so far, by query and key, absent keys included; it goes with the request.
///
/// Most requests ask a query once, so what was fetched is only noted at first, and sorted by keys when the same query is
/// asked again.
public final class RequestMemo<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What one load had to fetch, whether it succeeded or not.
    public struct Fetch: Sendable {
        public let query: Query
        public let keys: [Key]
        /// How many keys all requests of the batch asked for; 0 while it is under way.
        public var batchKeys = 0
        /// How long the request waited for it; nil while it does.
        public var duration: Duration?
        public let begun: ContinuousClock.Instant
        /// The batch it went along with.
        @usableFromInline let batch: ObjectIdentifier
        /// The place of the request's first fetch in that batch; its own if it is that.
        @usableFromInline let leader: Int
        /// What was found, as many as keys, nil where there is none; nil as a whole without an answer.
        @usableFromInline var values: [Value?]?
        @usableFromInline var isSorted = false

        @inlinable init(
            query: Query, keys: [Key], begun: ContinuousClock.Instant, batch: ObjectIdentifier, leader: Int
        ) {
            self.query = query
            self.keys = keys
            self.begun = begun
            self.batch = batch
            self.leader = leader
        }
    }

    @usableFromInline struct State {
        @usableFromInline var fetches: [Fetch] = []
        /// How many of them lead.
        @usableFromInline var batchCount = 0
        /// The values of queries that were asked more than once.
        @usableFromInline var known: [Query: [Key: Value?]] = [:]
        @usableFromInline var cacheHits = 0

        @inlinable init() {}
    }

    @usableFromInline let state: LoopBound<State>

    @inlinable public init(loop: EventLoop) {
        state = LoopBound(loop, State())
    }

    /// What had to be fetched for the request, in order: the first fetch of each batch, with the distinct keys that the
    /// request had in it.
    public var batches: [(fetch: Fetch, keyCount: Int)] {
        state.withValue { state in
            var keys: [Int: [Query: Set<Key>]] = [:]
            for fetch in state.fetches {
                keys[fetch.leader, default: [:]][fetch.query, default: []].formUnion(fetch.keys)
            }
            return keys.sorted { $0.key < $1.key }.map { leader, keys in
                (state.fetches[leader], keys.values.reduce(0) { $0 + $1.count })
            }
        }
    }

    /// How many batches there were; cheaper than to look at them.
    public var batchCount: Int { state.withValue { $0.batchCount } }

    /// How many keys were found in caches that outlive the request.
    public var cacheHits: Int { state.withValue { $0.cacheHits } }

    public func noteCacheHits(_ count: Int) { state.withValue { $0.cacheHits += count } }

    /// A fetch begins; returns its place, for `end`.
    @inlinable public func begin(_ query: Query, _ keys: [Key], in batch: ObjectIdentifier) -> Int {
        state.withValue { state in
            let place = state.fetches.count
            // A batch lives as long as a fetch waits for it, so until then nothing else has its identity.
            let open = state.fetches.lastIndex { $0.batch == batch && $0.duration == nil }
            let leader = open.map { state.fetches[$0].leader } ?? place
            if leader == place { state.batchCount += 1 }
            state.fetches.append(
                Fetch(query: query, keys: keys, begun: self.state.loop.now, batch: batch, leader: leader))
            return place
        }
    }

    /// The fetch has come to its end, for this request; `values` is nil if it failed.
    @inlinable public func end(_ fetch: Int, batchKeys: Int, _ values: [Value?]?) {
        state.withValue { state in
            state.fetches[fetch].batchKeys = batchKeys
            state.fetches[fetch].duration = self.state.loop.now - state.fetches[fetch].begun
            state.fetches[fetch].values = values
        }
    }

    /// Forgets what was found, because it may have been changed since.
    public func forgetFinds() {
        state.withValue { state in
            state.known = [:]
            for place in state.fetches.indices { state.fetches[place].values = nil }
        }
    }

    /// The keys whose values are not yet here. Those of a fetch under way are among them.
    @inlinable public func missing(_ query: Query, _ keys: [Key]) -> [Key] {
        state.withValue { state in
            guard state.fetches.contains(where: { $0.query == query && $0.values != nil }) else { return keys }
            state.sort(query)
            let values = state.known[query] ?? [:]
            return keys.filter { values[$0] == nil }
        }
    }

    /// The values of keys that were fetched, nil where there is none.
    @inlinable public func values(_ query: Query, _ keys: [Key]) -> [Value?] {
        state.withValue { state in
            state.sort(query)
            let values = state.known[query] ?? [:]
            return keys.map { values[$0] ?? nil }
        }
    }
}

extension RequestMemo.State {
    @inlinable mutating func sort(_ query: Query) {
        for place in fetches.indices where !fetches[place].isSorted && fetches[place].query == query {
            guard let found = fetches[place].values else { continue }
            var values = known.removeValue(forKey: query) ?? [:]
            values.reserveCapacity(values.count + found.count)
            for (index, key) in fetches[place].keys.enumerated() { values.updateValue(found[index], forKey: key) }
            known[query] = values
            fetches[place].isSorted = true
        }
    }
}
