private import Synchronization

/// How often a document was known already; a copy, readable on any thread.
package struct DocumentCacheStatistics: Sendable, Equatable {
    package var hits = 0
    /// Documents that were parsed, validated and planned, or failed at it.
    package var misses = 0
    /// Operations held now, and an estimate of their memory in bytes.
    package var count = 0
    package var size = 0
}

/// The counters behind `DocumentCacheStatistics`: written by one loop, read by anybody.
final class DocumentCacheMeter: Sendable {
    private let hits = Atomic(0)
    private let misses = Atomic(0)
    private let count = Atomic(0)
    private let size = Atomic(0)

    func hit() { hits.store(hits.load(ordering: .relaxed) + 1, ordering: .relaxed) }

    func miss() { misses.store(misses.load(ordering: .relaxed) + 1, ordering: .relaxed) }

    func changed(count: Int, size: Int) {
        self.count.store(count, ordering: .relaxed)
        self.size.store(size, ordering: .relaxed)
    }

    func read() -> DocumentCacheStatistics {
        DocumentCacheStatistics(
            hits: hits.load(ordering: .relaxed), misses: misses.load(ordering: .relaxed),
            count: count.load(ordering: .relaxed), size: size.load(ordering: .relaxed))
    }
}
