import GraphQL
import PostgreSQL

enum CacheCommands {
    /// The version of the catalogue: the sum of what all transactions have counted (migration 0011).
    static let version = Statement(
        "catalogue_version", "select coalesce(sum(weight), 0)::bigint from catalogue_changes")

    /// Tells all servers, this one included, what to forget. Parameter: a message of the channel `catalogue`.
    static let purge = Statement(
        "purge_caches", effect: .write, "select purge_caches($1::text) where viewer_is('admin')")
}

extension Resolvers<RequestContext> {
    mutating func cacheMutations(_ schema: Schema) {
        mutation("purgeCache", in: schema, { try await $1.context.purgeCache($0) }) { payload in
            payload.value("purgedCount") { $0.value ?? 0 }
        }
        mutation("warmCache", in: schema, { await $1.context.warmCache($0) }) { payload in
            payload.value("warmedCount") { $0.value ?? 0 }
        }
    }
}

extension RequestContext {
    fileprivate func purgeCache(_ input: MutationInput) async throws -> Int64 {
        let title = try input.isPresent("titleId") ? input.id("titleId", of: .movie, .show) : nil
        let names = Set(input.cacheNames ?? CacheName.allCases)
        let count = await services.caches?.purgeEverywhere(names, title: title?.key) ?? 0
        let list = names.map { $0.rawValue.lowercased() }.sorted().joined(separator: ",")
        _ = try await write(CacheCommands.purge, [.text(title.map { "title:\($0.key)" } ?? "purge:\(list)")])
        return Int64(count)
    }

    fileprivate func warmCache(_ input: MutationInput) async -> Int64 {
        var sum = 0
        let top = Int(input.int("top") ?? 0)
        for name in Set(input.cacheNames ?? []) { sum += await services.caches?.warm(name, top: top) ?? 0 }
        return Int64(sum)
    }
}

extension MutationInput {
    fileprivate var cacheNames: [CacheName]? { strings("caches")?.compactMap(CacheName.init(rawValue:)) }

    fileprivate func isPresent(_ name: String) -> Bool { string(name) != nil }
}
