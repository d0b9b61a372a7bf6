package import GraphQL
package import GraphQLHTTP

/// Fills caches with what most people ask first, by asking it as nobody in particular.
package struct CacheWarmer: Sendable {
    private let engine: Engine<RequestContext>
    private let endpoint: GraphQLEndpoint<RequestContext>
    private let makeContext: @Sendable () -> RequestContext

    private static let card = "id kind slug title year releaseDate poster { url } genres { id slug name }"
    private static let kinds = ["", "kind: MOVIE, ", "kind: SHOW, "]
    /// Titles by their IDs at a time.
    private static let pageSize = 100
    /// A search costs more than it saves where few ask it.
    private static let mostSearches = 100

    /// - Parameter makeContext: makes the context of nobody in particular.
    package init(
        engine: Engine<RequestContext>, endpoint: GraphQLEndpoint<RequestContext>,
        makeContext: @escaping @Sendable () -> RequestContext
    ) {
        self.engine = engine
        self.endpoint = endpoint
        self.makeContext = makeContext
    }

    /// Fills a cache; returns how many answers were computed.
    ///
    /// - Parameter top: how many of the most popular titles are looked at.
    package func warm(_ name: CacheName, top: Int) async -> Int {
        switch name {
        case .popular:
            let lists = Self.kinds.flatMap { ["popular(\($0)first: 20)", "topRated(\($0)first: 20)"] }
            let days = ["upcoming(first: 20)", "nowPlaying(first: 20)"]
            return await charts(lists) + count(days) { "{ \($0) { nodes { \(Self.card) } } }" }
        case .trending:
            return await charts(
                ["DAY", "WEEK", "MONTH"].flatMap { window in
                    Self.kinds.map { "trending(\($0)window: \(window), first: 20)" }
                })
        case .titles: return await titles(top)
        case .search: return await searches(top)
        case .operations: return await endpoint.prepareTrustedDocuments()
        }
    }

    private func charts(_ fields: [String]) async -> Int {
        await count(fields) { "{ \($0) { computedAt edges { rank node { \(Self.card) } } } }" }
    }

    private func titles(_ top: Int) async -> Int {
        var sum = 0
        let ids = await mostPopular(top, "id")
        for start in stride(from: 0, to: ids.count, by: Self.pageSize) {
            let list = ids[start..<min(start + Self.pageSize, ids.count)].map { "\"\($0)\"" }.joined(separator: ", ")
            let answer = await answer("{ nodes(ids: [\(list)]) { id ... on Title { \(Self.card) } } }")
            sum += answer?["nodes"]?.array?.count ?? 0
        }
        return sum
    }

    private func searches(_ top: Int) async -> Int {
        await count(await mostPopular(min(top, Self.mostSearches), "title")) { name in
            var text: [UInt8] = []
            appendJSONString(name, to: &text)
            return
                "{ search(query: \(String(decoding: text, as: UTF8.self)), first: 20) { edges { node { __typename } } } }"
        }
    }

    /// One field of each of the most popular titles.
    private func mostPopular(_ top: Int, _ field: String) async -> [String] {
        var values: [String] = []
        var after = ""
        while values.count < top {
            let first = min(Self.pageSize, top - values.count)
            let page = await answer(
                "{ titles(first: \(first)\(after)) { nodes { \(field) } pageInfo { hasNextPage endCursor } } }")?[
                    "titles"]
            values += page?["nodes"]?.array?.compactMap { $0[field]?.string } ?? []
            guard page?["pageInfo"]?["hasNextPage"]?.boolean == true,
                let cursor = page?["pageInfo"]?["endCursor"]?.string
            else { break }
            after = ", after: \"\(cursor)\""
        }
        return values
    }

    /// How many of the documents were answered.
    private func count(_ parts: [String], _ document: (String) -> String) async -> Int {
        var sum = 0
        for part in parts where await answer(document(part)) != nil { sum += 1 }
        return sum
    }

    /// What stands in `data`; nil for errors.
    private func answer(_ document: String) async -> JSONValue? {
        guard let operation = try? engine.prepare(Source(document)) else { return nil }
        let response = await engine.execute(operation, context: makeContext())
        guard response.errorCount == 0 else { return nil }
        let bytes = unsafe response.bytes.withUnsafeBytes { unsafe Array($0) }
        return (try? JSONReader.value(of: bytes.span))?["data"]
    }
}
