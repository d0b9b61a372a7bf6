import GraphQL
import PostgreSQL

/// An order of entries: the input `ListEntryOrderInput`.
struct ListEntryOrder: Hashable, Sendable {
    /// As the enum `ListEntryOrder` of the schema names them.
    enum Field: String, CaseIterable, Sendable {
        case position = "POSITION"
        case priority = "PRIORITY"
        case addedAt = "ADDED_AT"
        case title = "TITLE"
        case releaseDate = "RELEASE_DATE"
    }

    let field: Field
    let isDescending: Bool

    static let all = Field.allCases.flatMap { field in
        [true, false].map { ListEntryOrder(field: field, isDescending: $0) }
    }

    fileprivate var suffix: String { "by_\(field)\(isDescending ? "_descending" : "")" }

    /// Entries without the value come last in either direction. Keys of the order made by hand hold no tabs.
    fileprivate var keys: [SortKey] {
        let id = SortKey("t.id", .bigint)
        switch field {
        case .position: return [SortKey("t.order_key", .text), id]
        case .priority:
            let priority = "(case when t.priority is null then \(isDescending ? 0 : 6) else t.priority end)"
            return [SortKey(priority, .integer), SortKey("t.order_key", .text), id]
        case .addedAt: return [SortKey("t.added_at", .instant), id]
        case .title:
            return [
                SortKey("coalesce(o.sort_title, fold_text(p.name), '')", .text), SortKey(Self.numbers, .bigint), id,
            ]
        case .releaseDate:
            let none = isDescending ? "4713-01-01 BC" : "5874897-12-31"
            return [SortKey("coalesce(e.air_date, n.air_date, w.release_date, date '\(none)')", .day), id]
        }
    }

    /// Seasons and episodes of a show in their order, behind the show.
    private static let numbers =
        "(case when e.id is not null then 1 + e.season_number::bigint * 10000 + e.number when n.id is not null then n.number::bigint * 10000 else -1 end)"

    /// What is joined to the row `t`: `w` the title itself, `o` it or the show.
    fileprivate var joins: String {
        switch field {
        case .position, .priority, .addedAt: ""
        case .title, .releaseDate:
            """
             left join titles w on w.id = t.title_id left join seasons n on n.id = t.season_id
             left join episodes e on e.id = t.episode_id
             left join titles o on o.id = case when w.id is not null then w.id when n.id is not null then n.show_id else e.show_id end
             left join people p on p.id = t.person_id
            """
        }
    }
}

extension ListEntryOrder {
    /// Reads the argument `orderBy`; without it, by place.
    init(_ arguments: FieldArguments) {
        let order = FieldArguments(arguments.object("orderBy") ?? InputObject())
        field = order.string("field").flatMap(Field.init) ?? .position
        isDescending = order.string("direction") == "DESC"
    }
}

/// Pages of entries.
enum ListEntryPages {
    /// Of lists made by hand, or of a system list, whose one key is its own.
    struct Shape: Hashable {
        let order: ListEntryOrder
        let system: SystemList?
    }

    static let all: [Shape: PagedList<ListEntryColumn>] = {
        let lists = [nil] + SystemList.allCases
        let shapes = ListEntryOrder.all.flatMap { order in lists.map { Shape(order: order, system: $0) } }
        return Dictionary(uniqueKeysWithValues: shapes.map { ($0, make($0)) })
    }()

    private static func make(_ shape: Shape) -> PagedList<ListEntryColumn> {
        let order = shape.order
        guard let system = shape.system else {
            return PagedList(
                "list_entries_\(order.suffix)", from: "\(ListEntryStatements.custom) t\(order.joins)",
                where: "t.list_id = k.key", by: order.keys, isDescending: order.isDescending, isLong: true)
        }
        // Without an order made by hand, the newest stand first.
        let isByAge = order.field == .position && system.orderColumn == nil
        let keys = isByAge ? ListEntryOrder(field: .addedAt, isDescending: true).keys : order.keys
        return PagedList(
            "\(system.kind)_\(order.suffix)", from: "\(system.entries) t\(order.joins)", where: "t.system_key = k.key",
            by: keys, isDescending: isByAge != order.isDescending, isLong: true)
    }
}

extension RequestContext {
    /// A page of entries for each list, as the field's `orderBy` says.
    func entries(of lists: [List], _ call: Call) async throws -> Resolved<Connection<ListEntryColumn>> {
        let order = ListEntryOrder(call.arguments)
        var pages: [GlobalID: Connection<ListEntryColumn>] = [:]
        for (system, lists) in Dictionary(grouping: lists, by: \.system) {
            let shape = ListEntryPages.Shape(order: order, system: system)
            guard let list = ListEntryPages.all[shape] else { preconditionFailure("every order has its list") }
            let found = try await page(
                list, lists.map { $0.int(.id) }, call, needs: ListEntry.identity, as: caller.viewer)
            for (list, page) in zip(lists, found.values) { pages[list.globalID] = page }
        }
        return Resolved(lists.map { pages[$0.globalID] })
    }
}
