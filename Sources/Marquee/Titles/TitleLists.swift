import EventLoop
import PostgreSQL

/// Everything that goes into the text of a list of titles.
struct TitleListShape: Hashable, Sendable {
    let order: TitleOrder
    /// Whether the list's keys are genres; otherwise it has the one key 0.
    let isOfGenres: Bool
    /// In their own order, each once.
    let conditions: [TitleCondition]

    /// Whether the list is read along its order whatever the parameters are: they narrow it hardly or not at all.
    fileprivate var isAlikeForAll: Bool {
        conditions.allSatisfy { $0 == .kind || $0 == .adult }
    }
}

/// Lists of titles by the conditions and the order they are asked with: each text is put together once.
enum TitleLists {
    private static let made = Locked<[TitleListShape: PagedList<TitleColumn>]>([:])

    /// Which conditions are combined is the clients' choice: the statements of so many combinations are kept, those of others
    /// pass, so that nobody fills the memory of server and database with them.
    private static var mostShapes: Int { 200 }
    private static let budget = StatementBudget(1000)

    /// The list and its parameters.
    static func list(
        _ filter: TitleFilter, _ order: TitleOrder, isOfGenres: Bool
    ) -> (PagedList<TitleColumn>, [Parameter]) {
        let shape = TitleListShape(order: order, isOfGenres: isOfGenres, conditions: filter.given.map(\.condition))
        let kept = made.withLock { made -> PagedList<TitleColumn>? in
            if let known = made[shape] { return known }
            guard made.count < mostShapes else { return nil }
            let list = make(shape)
            made[shape] = list
            return list
        }
        return (kept ?? make(shape, isPassing: true), filter.given.flatMap(\.parameters))
    }

    /// Public titles only: others have no row in `title_stats`.
    static func make(_ shape: TitleListShape, isPassing: Bool = false) -> PagedList<TitleColumn> {
        var parts: [String] = []
        if shape.isOfGenres {
            parts.append("exists (select from title_genres o where o.title_id = t.id and o.genre_id = k.key)")
        }
        // Says which of the indexes on `titles` hold the list.
        if !shape.order.isOfStatistics { parts.append("t.owner_id is null") }
        var count = 0
        for condition in shape.conditions {
            let given = condition.parameterTypes.map { type in
                count += 1
                return "$\(count + 2)::\(type)"
            }
            parts.append(condition.sql(shape.order, given))
        }
        let scope = shape.isOfGenres ? "titles_of_genres" : "titles"
        let direction = shape.order.isDescending ? "" : "_ascending"
        return PagedList(
            "\(scope)_by_\(shape.order.field)\(direction)", from: "title_stats s join titles t on t.id = s.title_id",
            where: parts.joined(separator: "\n   and "), parameters: count, by: shape.order.keys,
            isDescending: shape.order.isDescending, planning: shape.isAlikeForAll ? .once : .eachTime,
            isPassing: isPassing, isLong: true, budget: budget)
    }
}
