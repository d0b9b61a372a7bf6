/// How often a cache was asked and what it holds.
package struct CacheStatistics: Sendable, Equatable {
    /// Found in the process.
    package var hits = 0
    /// Found in what servers share.
    package var shared = 0
    package var misses = 0
    /// Not looked for, while nobody could tell what was current.
    package var bypasses = 0
    /// What is held now, and an estimate of its memory in bytes.
    package var count = 0
    package var size = 0

    package init() {}

    package static func += (left: inout CacheStatistics, right: CacheStatistics) {
        left.hits += right.hits
        left.shared += right.shared
        left.misses += right.misses
        left.bypasses += right.bypasses
        left.count += right.count
        left.size += right.size
    }
}
