internal import Metrics

extension MetricsText {
    /// What crosses requests: whole answers, ranked lists, rows of the catalogue.
    mutating func addCaches(_ loops: [LoopReadings]) {
        let answers = sum(loops.compactMap(\.answers))
        let rows = sum(loops.compactMap(\.rows))
        let caches = [("answers", answers), ("lists", sum(loops.compactMap(\.lists))), ("rows", rows)]
        begin(
            .counter, "marquee_cache_lookups_total",
            "What was found in the process (hit) or in Redis (shared), was not (miss) or not looked for (bypass).")
        for (name, cache) in caches {
            for (result, count) in [
                ("hit", cache.hits), ("shared", cache.shared), ("miss", cache.misses), ("bypass", cache.bypasses),
            ] {
                add(count, ["cache": name, "result": result])
            }
        }
        begin(.gauge, "marquee_cache_entries", "What is kept in the process; lists count as rows.")
        for (name, cache) in [("answers", answers), ("rows", rows)] { add(cache.count, ["cache": name]) }
        begin(.gauge, "marquee_cache_bytes", "Memory of what is kept, as estimated.")
        for (name, cache) in [("answers", answers), ("rows", rows)] { add(cache.size, ["cache": name]) }
    }

    private func sum(_ parts: [CacheStatistics]) -> CacheStatistics {
        parts.reduce(into: CacheStatistics()) { $0 += $1 }
    }
}
