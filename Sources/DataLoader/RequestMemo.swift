package import EventLoop

/// What one request has loaded so far, by query and key, absent keys included; it goes with the request.
package final class RequestMemo<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let known: LoopBound<[Query: [Key: Value?]]>

    package init(loop: EventLoop) {
        known = LoopBound(loop, [:])
    }

    func missing(_ query: Query, _ keys: [Key]) -> [Key] {
        known.withValue { known in
            guard let values = known[query] else { return keys }
            return keys.filter { values[$0] == nil }
        }
    }

    func keep(_ query: Query, _ keys: [Key], _ found: [Value?]) {
        known.withValue { known in
            for (key, value) in zip(keys, found) { known[query, default: [:]].updateValue(value, forKey: key) }
        }
    }

    func values(_ query: Query, _ keys: [Key]) -> [Value?] {
        known.withValue { known in
            let values = known[query]
            return keys.map { values?[$0] ?? nil }
        }
    }
}
