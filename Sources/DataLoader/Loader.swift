package import EventLoop

/// Collects the keys that all requests of a loop ask for in one turn and fetches them together.
///
/// `Query` says what is fetched, everything but the keys; only equal queries share a batch. What must not be shared
/// between requests, because a viewer's rights go into it, has to carry who asks in its query.
package final class Loader<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    package typealias Fetch = @Sendable (Query, [Key]) async throws -> [Key: Value]

    package let loop: EventLoop
    package let limit: Int
    package let fetch: Fetch
    package let open: LoopBound<[Query: Batch<Key, Value>]>

    /// - Parameters:
    ///   - limit: most keys of one fetch.
    ///   - fetch: finds the values of distinct keys; a key that has none is left out.
    @inlinable package init(loop: EventLoop, limit: Int = 1000, fetch: @escaping Fetch) {
        self.loop = loop
        self.limit = limit
        self.fetch = fetch
        open = LoopBound(loop, [:])
    }

    /// The values of some keys, nil where there is none. Each key is fetched once, however often and by whomever it is
    /// asked for, and what `memo` already holds is not fetched again.
    @inlinable package func load(
        _ query: Query, _ keys: [Key], memo: RequestMemo<Query, Key, Value>? = nil
    ) async throws -> [Value?] {
        guard !keys.isEmpty else { return [] }
        guard let memo else { return try await fetchTogether(query, keys) }
        let missing = memo.missing(query, keys)
        guard !missing.isEmpty else { return memo.values(query, keys) }
        let found = try await fetchTogether(query, missing)
        memo.keep(query, missing, found)
        return missing.count == keys.count ? found : memo.values(query, keys)
    }

    @inlinable package func fetchTogether(_ query: Query, _ keys: [Key]) async throws -> [Value?] {
        let (batch, action) = open.withValue { open -> (Batch<Key, Value>, BatchPlan<Key>.Action) in
            let batch = open[query] ?? Batch(loop, limit: limit)
            let action = batch.want(keys, at: loop.now)
            open[query] = action == .fetch ? nil : batch
            return (batch, action)
        }
        switch action {
        case .wait: break
        case .schedule: loop.whenIdle { [self] in sendIfOpen(query, batch) }
        case .fetch: send(query, batch)
        }
        let found = try await batch.outcome()
        return keys.map { found[$0] }
    }

    @inlinable package func sendIfOpen(_ query: Query, _ batch: Batch<Key, Value>) {
        let isOpen = open.withValue { open in
            guard open[query] === batch else { return false }
            open[query] = nil
            return true
        }
        if isOpen { send(query, batch) }
    }

    @inlinable package func send(_ query: Query, _ batch: Batch<Key, Value>) {
        loop.spawn { [fetch] in
            do {
                batch.finish(.success(try await fetch(query, batch.keys)))
            } catch {
                batch.finish(.failure(error))
            }
        }
    }
}
