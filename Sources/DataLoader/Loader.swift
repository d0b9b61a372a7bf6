public import EventLoop

/// Collects the keys that all requests of a loop ask for and fetches them together.
///
/// A batch leaves when the loop is idle, unless one of the same query is still under way: then it waits for that one to
/// land, a millisecond at most. So a loop at rest adds no delay, and a busy one fetches more keys at a time.
///
/// `Query` says what is fetched, everything but the keys; only equal queries share a batch. What must not be shared
/// between requests, because a viewer's rights go into it, has to carry who asks in its query.
public final class Loader<Query: Hashable & Sendable, Key: Hashable & Sendable, Value: Sendable>: Sendable {
    public typealias Fetch = @Sendable (Query, [Key]) async throws -> [Key: Value]

    public let loop: EventLoop
    public let limit: Int
    public let patience: Duration
    public let fetch: Fetch
    /// Per query: the batch that keys are added to, and how many are under way.
    public let traffic: LoopBound<[Query: Traffic<Key, Value>]>

    /// - Parameters:
    ///   - limit: most keys of one fetch.
    ///   - patience: how long a batch waits at most.
    ///   - fetch: finds the values of distinct keys; a key that has none is left out.
    @inlinable public init(
        loop: EventLoop, limit: Int = 1000, patience: Duration = BatchPlan<Key>.patience, fetch: @escaping Fetch
    ) {
        self.loop = loop
        self.limit = limit
        self.patience = patience
        self.fetch = fetch
        traffic = LoopBound(loop, [:])
    }

    /// The values of some keys, nil where there is none. A key goes into a batch once, however often and by whomever it
    /// is asked for, and what `memo` already holds is not fetched again; a key that left with a batch still under way is.
    @inlinable public func load(
        _ query: Query, _ keys: [Key], memo: RequestMemo<Query, Key, Value>? = nil
    ) async throws -> [Value?] {
        guard !keys.isEmpty else { return [] }
        guard let memo else {
            let values = try await join(query, keys).outcome()
            return keys.map { values[$0] }
        }
        let missing = memo.missing(query, keys)
        guard !missing.isEmpty else { return memo.values(query, keys) }
        let found = try await fetchNoted(query, missing, as: (query, missing), memo)
        return missing.count == keys.count ? found : memo.values(query, keys)
    }

    /// Loads all of some keys, unless the request's memo has them under the names it knows them by.
    @inlinable public func load<NotedQuery, NotedKey>(
        _ query: Query, _ keys: [Key], as noted: (query: NotedQuery, keys: [NotedKey]),
        memo: RequestMemo<NotedQuery, NotedKey, Value>
    ) async throws -> [Value?] {
        guard !memo.missing(noted.query, noted.keys).isEmpty else { return memo.values(noted.query, noted.keys) }
        return try await fetchNoted(query, keys, as: noted, memo)
    }

    @inlinable func fetchNoted<NotedQuery, NotedKey>(
        _ query: Query, _ keys: [Key], as noted: (query: NotedQuery, keys: [NotedKey]),
        _ memo: RequestMemo<NotedQuery, NotedKey, Value>
    ) async throws -> [Value?] {
        let batch = join(query, keys)
        let fetch = memo.begin(noted.query, noted.keys, in: ObjectIdentifier(batch))
        do {
            let values = try await batch.outcome()
            let found = keys.map { values[$0] }
            memo.end(fetch, batchKeys: batch.keys.count, found)
            return found
        } catch {
            memo.end(fetch, batchKeys: batch.keys.count, nil)
            throw error
        }
    }

    /// Adds keys to the open batch of their query, and sees to it that it leaves.
    @inlinable public func join(_ query: Query, _ keys: [Key]) -> Batch<Key, Value> {
        let (batch, action) = traffic.withValue { traffic -> (Batch<Key, Value>, BatchPlan<Key>.Action) in
            let batch = traffic[query, default: Traffic()].openBatch(of: self)
            return (batch, batch.want(keys, at: loop.now))
        }
        switch action {
        case .wait: break
        case .schedule: loop.whenIdle { [self] in sendWhenClear(query, batch) }
        case .fetch: send(query, batch)
        }
        return batch
    }

    /// At the end of a turn: sends the batch, or lets it wait for the one that is under way.
    @inlinable public func sendWhenClear(_ query: Query, _ batch: Batch<Key, Value>) {
        let isClear = traffic.withValue { $0[query]?.underWay ?? 0 } == 0
        if isClear {
            send(query, batch)
        } else {
            loop.schedule(after: patience) { [self] in send(query, batch) }
        }
    }

    /// Sends the batch if that was not done before.
    @inlinable public func send(_ query: Query, _ batch: Batch<Key, Value>) {
        let isOpen = traffic.withValue { traffic in
            guard traffic[query]?.open === batch else { return false }
            traffic[query]?.open = nil
            traffic[query]?.underWay += 1
            return true
        }
        guard isOpen else { return }
        let fetching = loop.spawn { [self] in
            do {
                batch.finish(.success(try await fetchAll(query, batch.keys)))
            } catch {
                batch.finish(.failure(error))
            }
            landed(query)
        }
        batch.state.withValue { $0.fetching = fetching }
    }

    /// One fetch, or several if a request asked for more keys at once than fit.
    @inlinable func fetchAll(_ query: Query, _ keys: [Key]) async throws -> [Key: Value] {
        guard keys.count > limit else { return try await fetch(query, keys) }
        var found: [Key: Value] = [:]
        for start in stride(from: 0, to: keys.count, by: limit) {
            let part = Array(keys[start..<min(start + limit, keys.count)])
            found.merge(try await fetch(query, part)) { first, _ in first }
        }
        return found
    }

    /// A batch has come back: the one that waited for it, if there is any, leaves at the end of this turn.
    @inlinable public func landed(_ query: Query) {
        let next = traffic.withValue { traffic -> Batch<Key, Value>? in
            traffic[query]?.underWay -= 1
            guard let left = traffic[query] else { return nil }
            if left.open == nil, left.underWay == 0 { traffic[query] = nil }
            return left.open
        }
        // Those whose answers just landed may ask for more in this turn.
        if let next { loop.whenIdle { [self] in send(query, next) } }
    }
}

/// What goes on for one query.
public struct Traffic<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    public var open: Batch<Key, Value>?
    public var underWay = 0

    @inlinable public init() {}

    /// The batch that keys are added to, a new one if need be.
    @inlinable public mutating func openBatch<Query>(of loader: Loader<Query, Key, Value>) -> Batch<Key, Value> {
        if let open { return open }
        let batch = Batch<Key, Value>(loader.loop, limit: loader.limit, patience: loader.patience)
        open = batch
        return batch
    }
}
