public import EventLoop

/// What one request has loaded so far, by query and key, absent keys included; it goes with the request.
///
/// Most requests ask a query once, so what was fetched is only noted at first, and sorted by keys when the same query is
/// asked again.
public final class RequestMemo<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What one load had to fetch, whether it succeeded or not.
    public struct Fetch: Sendable {
        public let query: Query
        /// How many keys the request asked for, and how many all requests of the batch.
        public let keys: Int
        public var batchKeys = 0
        /// How long the request waited for it; nil while it does.
        public var duration: Duration?
        @usableFromInline let begun: ContinuousClock.Instant

        @inlinable init(query: Query, keys: Int, begun: ContinuousClock.Instant) {
            self.query = query
            self.keys = keys
            self.begun = begun
        }
    }

    /// What a fetch brought.
    @usableFromInline struct Find {
        @usableFromInline let query: Query
        @usableFromInline let keys: [Key]
        /// As many as keys; nil where there is none.
        @usableFromInline let values: [Value?]

        @inlinable init(query: Query, keys: [Key], values: [Value?]) {
            self.query = query
            self.keys = keys
            self.values = values
        }
    }

    @usableFromInline struct State {
        @usableFromInline var fetches: [Fetch] = []
        @usableFromInline var finds: [Find] = []
        /// How many of the finds are sorted into `known`.
        @usableFromInline var sorted = 0
        @usableFromInline var known: [Query: [Key: Value?]] = [:]

        @inlinable init() {}
    }

    @usableFromInline let state: LoopBound<State>

    @inlinable public init(loop: EventLoop) {
        state = LoopBound(loop, State())
    }

    /// What had to be fetched for the request, in order.
    public var fetches: [Fetch] { state.withValue { $0.fetches } }

    /// A fetch begins; returns its place, for `end`.
    @inlinable public func begin(_ query: Query, keys: Int) -> Int {
        state.withValue { state in
            state.fetches.append(Fetch(query: query, keys: keys, begun: self.state.loop.now))
            return state.fetches.count - 1
        }
    }

    /// The fetch has come to its end, for this request.
    @inlinable public func end(_ fetch: Int, batchKeys: Int) {
        state.withValue { state in
            state.fetches[fetch].batchKeys = batchKeys
            state.fetches[fetch].duration = self.state.loop.now - state.fetches[fetch].begun
        }
    }

    /// Forgets what was found, because it may have been changed since.
    public func forgetFinds() {
        state.withValue { state in
            (state.finds, state.sorted, state.known) = ([], 0, [:])
        }
    }

    @inlinable public func missing(_ query: Query, _ keys: [Key]) -> [Key] {
        state.withValue { state in
            guard state.finds.contains(where: { $0.query == query }) else { return keys }
            state.sort()
            let values = state.known[query] ?? [:]
            return keys.filter { values[$0] == nil }
        }
    }

    /// Remembers what was fetched.
    @inlinable public func keep(_ query: Query, _ keys: [Key], _ found: [Value?]) {
        state.withValue { $0.finds.append(Find(query: query, keys: keys, values: found)) }
    }

    @inlinable public func values(_ query: Query, _ keys: [Key]) -> [Value?] {
        state.withValue { state in
            state.sort()
            let values = state.known[query] ?? [:]
            return keys.map { values[$0] ?? nil }
        }
    }
}

extension RequestMemo.State {
    @usableFromInline mutating func sort() {
        while sorted < finds.count {
            let find = finds[sorted]
            var values = known.removeValue(forKey: find.query) ?? [:]
            values.reserveCapacity(values.count + find.keys.count)
            for (key, value) in zip(find.keys, find.values) { values.updateValue(value, forKey: key) }
            known[find.query] = values
            sorted += 1
        }
    }
}
