public import EventLoop

/// What one request has loaded so far, by query and key, absent keys included; it goes with the request.
public final class RequestMemo<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    public let known: LoopBound<[Query: [Key: Value?]]>

    /// What had to be fetched for the request, in order: the query and how many keys.
    public let fetches: LoopBound<[(query: Query, keys: Int)]>

    @inlinable public init(loop: EventLoop) {
        known = LoopBound(loop, [:])
        fetches = LoopBound(loop, [])
    }

    @inlinable public func missing(_ query: Query, _ keys: [Key]) -> [Key] {
        known.withValue { known in
            guard let values = known[query] else { return keys }
            return keys.filter { values[$0] == nil }
        }
    }

    /// Remembers what was fetched.
    @inlinable public func keep(_ query: Query, _ keys: [Key], _ found: [Value?]) {
        fetches.withValue { $0.append((query, keys.count)) }
        known.withValue { known in
            var values = known.removeValue(forKey: query) ?? [:]
            values.reserveCapacity(values.count + keys.count)
            for index in keys.indices { values.updateValue(found[index], forKey: keys[index]) }
            known[query] = values
        }
    }

    @inlinable public func values(_ query: Query, _ keys: [Key]) -> [Value?] {
        known.withValue { known in
            let values = known[query]
            return keys.map { values?[$0] ?? nil }
        }
    }
}
