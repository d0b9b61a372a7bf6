package import EventLoop
package import PostgreSQL

/// What one loop knows of the catalogue's changes: whether caches may be used, what has changed, and the version that
/// servers agree on. Loop thread only.
package final class CatalogueWatch: Sendable {
    private struct State {
        var log = ChangeLog()
        /// Nil while nothing is heard.
        var trustedUntil: ContinuousClock.Instant?
        /// The version PostgreSQL told after the last news; nil until then.
        var version: Int64?
        /// Counts what made the version uncertain.
        var doubts = 0
        var isAsking = false
        var purge: @Sendable (Set<CacheName>) -> Void = { _ in }
        var bulkChanges: @Sendable () -> Void = {}
    }

    /// How long it may be relied upon that news would have come. With the time they take it stays below a second.
    private static let lease: Duration = .milliseconds(800)
    private static let restAfterFailure: Duration = .seconds(1)

    private let pool: PostgreSQLPool
    private let state: LoopBound<State>

    package init(loop: EventLoop, pool: PostgreSQLPool) {
        self.pool = pool
        state = LoopBound(loop, State())
    }

    private var loop: EventLoop { state.loop }

    /// Begins to hear. Any thread.
    package func listen(to notifications: NotificationHub) {
        notifications.subscribe(to: CatalogueNews.channel, on: loop) { [self] in hear($0) }
        notifications.follow(on: loop) { [self] moment in
            state.withValue { state in
                // One that was under way when the connection was lost says nothing of the next.
                if state.trustedUntil != nil { state.trustedUntil = moment + Self.lease }
            }
        }
    }

    /// Calls `purge` when an administrator wants caches empty, and `bulkChanges` when much has changed at once.
    func onNews(
        purge: @escaping @Sendable (Set<CacheName>) -> Void, bulkChanges: @escaping @Sendable () -> Void
    ) {
        state.withValue { ($0.purge, $0.bulkChanges) = (purge, bulkChanges) }
    }

    func hear(_ news: NotificationHub.News) {
        switch news {
        case .connected:
            state.withValue { state in
                state.log.noteAll()
                // Until the first answer of the connection.
                state.trustedUntil = loop.now
            }
            changed()
        case .lost:
            state.withValue { state in
                state.log.noteAll()
                (state.trustedUntil, state.version) = (nil, nil)
            }
        case .notification(let payload): take(CatalogueNews(payload))
        }
    }

    private func take(_ news: CatalogueNews) {
        switch news {
        case .changed(let kind, let keys):
            state.withValue { $0.log.note(kind, keys: keys) }
            if keys == nil { state.withValue { $0.bulkChanges }() }
        case .purge(let names): state.withValue { $0.purge }(names)
        case .all:
            state.withValue { $0.log.noteAll() }
            state.withValue { $0.bulkChanges }()
        }
        changed()
    }

    // MARK: What is current

    /// How many news there were; nil while some may be missed.
    package func number(at now: ContinuousClock.Instant) -> UInt64? {
        state.withValue { state in
            guard let limit = state.trustedUntil, now < limit else { return nil }
            return state.log.number
        }
    }

    /// The version of the catalogue, and so of what is read from now on at least. Nil while it is not known.
    package var version: Int64? {
        state.withValue { state in
            guard let limit = state.trustedUntil, loop.now < limit else { return nil }
            return state.version
        }
    }

    func holds(since number: UInt64, _ caching: RowCaching, key: Int64) -> Bool {
        state.withValue { $0.log.holds(since: number, caching, key: key) }
    }

    /// Asks for the version, unless that is under way.
    private func changed() {
        let isFirst = state.withValue { state in
            state.version = nil
            state.doubts += 1
            defer { state.isAsking = true }
            return !state.isAsking
        }
        if isFirst { loop.spawn { [self] in await ask() } }
    }

    /// Asks until nothing was heard during an answer.
    private func ask() async {
        var isKnown = false
        while !isKnown, state.withValue({ $0.trustedUntil != nil }) {
            let doubts = state.withValue { $0.doubts }
            let version = try? await pool.query(CacheCommands.version, []).int(0, 0)
            isKnown = state.withValue { state in
                guard let version, state.doubts == doubts, state.trustedUntil != nil else { return false }
                state.version = version
                return true
            }
            if version == nil, (try? await loop.sleep(for: Self.restAfterFailure)) == nil { break }
        }
        state.withValue { $0.isAsking = false }
    }
}
