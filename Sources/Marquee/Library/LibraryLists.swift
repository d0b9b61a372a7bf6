import GraphQL
import PostgreSQL

/// An order of library entries: the input `LibraryOrder`.
struct LibraryOrder: Hashable, Sendable {
    /// As the enum `LibraryOrderField` names them.
    enum Field: String, CaseIterable {
        case updatedAt = "UPDATED_AT"
        case addedAt = "ADDED_AT"
        case priority = "PRIORITY"
        case stars = "STARS"
        case lastWatchedAt = "LAST_WATCHED_AT"
        case title = "TITLE"
    }

    let field: Field
    let isDescending: Bool

    init(_ field: Field, isDescending: Bool) { (self.field, self.isDescending) = (field, isDescending) }

    /// Reads the argument `orderBy`; without it, what changed last comes first.
    init(_ arguments: FieldArguments) {
        let order = FieldArguments(arguments.object("orderBy") ?? InputObject())
        field = order.string("field").flatMap(Field.init) ?? .updatedAt
        isDescending = order.string("direction") != "ASC"
    }

    /// Entries without the value come last, whichever way the order goes: each direction has its own stand-in.
    fileprivate var key: SortKey {
        switch field {
        case .updatedAt: SortKey("t.updated_at", .instant)
        case .addedAt: SortKey("t.added_at", .instant)
        // By hand within a priority; without a place, behind those that have one.
        case .priority:
            SortKey(
                "((coalesce(t.priority, \(isDescending ? 0 : 6)) || coalesce(t.watchlist_key, '~')) collate \"C\")",
                .text)
        case .stars: SortKey("coalesce(t.stars, \(isDescending ? 0 : 11))::integer", .integer)
        case .lastWatchedAt:
            SortKey(
                "coalesce(t.last_watched_at, timestamptz '\(isDescending ? 1700 : 2200)-01-01 00:00:00+00')", .instant)
        case .title: SortKey("s.sort_title", .text)
        }
    }
}

/// The library of a viewer, by order.
enum LibraryLists {
    private static let plain = all(isFiltered: false)
    private static let filtered = all(isFiltered: true)

    static let orders = LibraryOrder.Field.allCases.flatMap { field in
        [true, false].map { LibraryOrder(field, isDescending: $0) }
    }

    /// Parameters of a filtered list: kind, statuses, favorite.
    static func list(_ order: LibraryOrder, isFiltered: Bool) -> PagedList<LibraryColumn> {
        guard let list = (isFiltered ? filtered : plain)[order] else {
            preconditionFailure("Every order has its list.")
        }
        return list
    }

    private static func all(isFiltered: Bool) -> [LibraryOrder: PagedList<LibraryColumn>] {
        Dictionary(uniqueKeysWithValues: orders.map { ($0, make($0, isFiltered: isFiltered)) })
    }

    private static func make(_ order: LibraryOrder, isFiltered: Bool) -> PagedList<LibraryColumn> {
        let conditions = """
             and ($3::text is null or t.kind = $3::text) and ($4::text[] is null or t.status = any ($4::text[]))
               and ($5::boolean is null or (t.favorited_at is not null) = $5::boolean)
            """
        let titles = order.field == .title ? " join titles s on s.id = t.title_id" : ""
        return PagedList(
            "library_by_\(order.field)\(order.isDescending ? "" : "_ascending")\(isFiltered ? "_filtered" : "")",
            from: "library_entries t\(titles) {joins}",
            where: "t.user_id = k.key\(isFiltered ? conditions : "")", parameters: isFiltered ? 3 : 0,
            by: [order.key, SortKey("t.title_id", .bigint)], isDescending: order.isDescending,
            planning: isFiltered ? .eachTime : .once)
    }
}
