package import EventLoop
package import GraphQLHTTP

/// The caches of one loop, by the names an administrator knows them by.
package final class LoopCaches: Sendable {
    package typealias Warm = @Sendable (_ name: CacheName, _ top: Int) async -> Int

    private struct Work {
        var forgetOperations: @Sendable () -> Int = { 0 }
        var warm: Warm = { _, _ in 0 }
        var isWarmingDue = false
    }

    let loop: EventLoop
    package let rows: RowCache?
    package let answers: AnswerCache?
    private let house: CacheHouse
    private let work: LoopBound<Work>

    /// Waits so long for an import to go on.
    private static let restBeforeWarming: Duration = .seconds(2)

    /// Any thread.
    package init(
        in house: CacheHouse, loop: EventLoop, watch: CatalogueWatch, rows: RowCache?, answers: AnswerCache?
    ) {
        self.house = house
        self.loop = loop
        self.rows = rows
        self.answers = answers
        work = LoopBound(loop, Work())
        house.add(self)
        loop.execute { [self] in
            watch.onNews(
                purge: { [self] in _ = purge($0) }, bulkChanges: { [self] in warmCharts(after: Self.restBeforeWarming) }
            )
        }
    }

    /// Says how operations are forgotten and caches filled, once there is something that can. On the loop.
    package func begin(forgetOperations: @escaping @Sendable () -> Int, warm: @escaping Warm) {
        work.withValue { ($0.forgetOperations, $0.warm) = (forgetOperations, warm) }
        warmCharts(after: .zero)
    }

    /// What everybody's first screen shows, where it is kept.
    private func warmCharts(after rest: Duration) {
        guard answers != nil else { return }
        let isFirst = work.withValue { work in
            defer { work.isWarmingDue = true }
            return !work.isWarmingDue
        }
        guard isFirst else { return }
        loop.spawn { [self] in
            try? await loop.sleep(for: rest)
            let warm = work.withValue { work in
                work.isWarmingDue = false
                return work.warm
            }
            for name in [CacheName.popular, .trending] { _ = await warm(name, 0) }
        }
    }

    /// Empties some caches; returns how many entries they had.
    func purge(_ names: Set<CacheName>) -> Int {
        let fields = answers?.purge { names.contains(CacheName(rootField: $0)) } ?? 0
        let operations = names.contains(.operations) ? work.withValue { $0.forgetOperations }() : 0
        return fields + operations + (rows?.purge(names) ?? 0)
    }

    /// Fills a cache; returns how much was computed.
    func warm(_ name: CacheName, top: Int) async -> Int { await work.withValue { $0.warm }(name, top) }

    /// Empties some caches of all loops, or drops what is kept of one title.
    func purgeEverywhere(_ names: Set<CacheName>, title: Int64?) async -> Int {
        var sum = 0
        for caches in house.all {
            sum += await withCheckedContinuation { continuation in
                caches.loop.execute {
                    let count =
                        title.map { caches.rows?.purge([.title, .credits], key: $0) ?? 0 } ?? caches.purge(names)
                    continuation.resume(returning: count)
                }
            }
        }
        return sum
    }
}

/// The caches of all loops of a server.
package final class CacheHouse: Sendable {
    private let loops = Locked<[LoopCaches]>([])

    package init() {}

    fileprivate func add(_ caches: LoopCaches) { loops.withLock { $0.append(caches) } }

    fileprivate var all: [LoopCaches] { loops.withLock { $0 } }
}
