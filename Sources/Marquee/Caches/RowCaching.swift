/// What the rows of a statement rest on, and how long they may be kept for requests to come.
package struct RowCaching: Hashable, Sendable {
    /// The kinds whose keys the statement's own keys are: a change of another key does not matter.
    var keys: CatalogueKinds
    /// The kinds of which any change matters.
    var others: CatalogueKinds
    /// In seconds; for changes that nobody tells: statistics, the date.
    var lifetime: Int
    let name: CacheName
    /// Whether servers share it, because it is dear to compute.
    let isShared: Bool

    /// Rows of the catalogue by their keys, or by those of what they hang on.
    static func rows(of keys: CatalogueKinds, and others: CatalogueKinds = [], for lifetime: Int = day) -> RowCaching {
        RowCaching(keys: keys, others: others, lifetime: lifetime, name: .titles, isShared: false)
    }

    /// What any change of the catalogue may reorder.
    static func ranking(_ name: CacheName, for lifetime: Int) -> RowCaching {
        RowCaching(keys: [], others: .all, lifetime: lifetime, name: name, isShared: true)
    }

    /// Of everything that search asks.
    static let search = ranking(.search, for: quarter)

    static let day = 86_400
    static let hour = 3600
    static let quarter = 900
    /// Of what statistics or the date decide.
    static let minutes = 300
    /// Of what viewers vote: everybody sees a new mean within seconds.
    static let seconds = 5

    /// The same, of a select list that reads more than the entity's own columns.
    func reading(_ more: RowDependency?) -> RowCaching {
        guard let more else { return self }
        var caching = self
        caching.others.formUnion(more.kinds)
        caching.lifetime = min(lifetime, more.lifetime)
        return caching
    }
}

/// What columns rest on beside their own row.
package struct RowDependency {
    var kinds: CatalogueKinds = []
    var lifetime = RowCaching.day

    /// Joins what some columns rest on; nil if none of them is read.
    static func of(_ columns: UInt64, _ dependencies: [(columns: UInt64, on: RowDependency)]) -> RowDependency? {
        let met = dependencies.filter { $0.columns & columns != 0 }
        guard !met.isEmpty else { return nil }
        return RowDependency(
            kinds: met.reduce([]) { $0.union($1.on.kinds) }, lifetime: met.map(\.on.lifetime).min() ?? RowCaching.day)
    }
}
