public import EventLoop

/// What one request has loaded so far, by query and key, absent keys included; it goes with the request.
///
/// Most requests ask a query once, so what was fetched is only noted at first, and sorted by keys when the same query is
/// asked again.
public final class RequestMemo<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What one load had to fetch.
    public struct Fetch: Sendable {
        public let query: Query
        public let keys: [Key]
        /// As many as keys; nil where there is none.
        public let values: [Value?]

        @inlinable init(query: Query, keys: [Key], values: [Value?]) {
            self.query = query
            self.keys = keys
            self.values = values
        }
    }

    @usableFromInline struct State {
        @usableFromInline var fetches: [Fetch] = []
        /// How many of the fetches are sorted into `known`.
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

    @inlinable public func missing(_ query: Query, _ keys: [Key]) -> [Key] {
        state.withValue { state in
            guard state.fetches.contains(where: { $0.query == query }) else { return keys }
            state.sort()
            let values = state.known[query] ?? [:]
            return keys.filter { values[$0] == nil }
        }
    }

    /// Remembers what was fetched.
    @inlinable public func keep(_ query: Query, _ keys: [Key], _ found: [Value?]) {
        state.withValue { $0.fetches.append(Fetch(query: query, keys: keys, values: found)) }
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
        while sorted < fetches.count {
            let fetch = fetches[sorted]
            var values = known.removeValue(forKey: fetch.query) ?? [:]
            values.reserveCapacity(values.count + fetch.keys.count)
            for (key, value) in zip(fetch.keys, fetch.values) { values.updateValue(value, forKey: key) }
            known[fetch.query] = values
            sorted += 1
        }
    }
}
