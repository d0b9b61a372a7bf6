import GraphQL
import PostgreSQL

/// An order of lists: the input `ListOrder`.
struct ListOrder: Hashable, Sendable {
    /// As the enum `ListOrderField` names them.
    enum Field: String, CaseIterable, Sendable {
        case updatedAt = "UPDATED_AT"
        case createdAt = "CREATED_AT"
        case name = "NAME"
    }

    let field: Field
    let isDescending: Bool

    static let all = Field.allCases.flatMap { field in [true, false].map { ListOrder(field: field, isDescending: $0) } }

    fileprivate var suffix: String { "by_\(field)\(isDescending ? "" : "_ascending")" }

    fileprivate var keys: [SortKey] {
        let main =
            switch field {
            case .updatedAt: SortKey("t.updated_at", .instant)
            case .createdAt: SortKey("t.created_at", .instant)
            case .name: SortKey("t.name", .text)
            }
        return [main, SortKey("t.id", .bigint)]
    }

    /// The same behind the system lists, which come first in either direction. Only a first value may be any text.
    fileprivate var keysBehindSystemLists: [SortKey] {
        let place = isDescending ? "9 - t.place" : "t.place"
        let id = SortKey("t.id", .bigint)
        switch field {
        case .name:
            let (own, system) = isDescending ? (0, 1) : (1, 0)
            return [
                SortKey(
                    "(case when t.system_kind is null then '\(own)' || t.name else '\(system)' || (\(place)) end)",
                    .text),
                id,
            ]
        case .updatedAt, .createdAt:
            let time = field == .updatedAt ? "t.updated_at" : "t.created_at"
            return [
                SortKey("(\(place))", .integer),
                SortKey("(case when t.system_kind is null then \(time) else t.created_at end)", .instant), id,
            ]
        }
    }
}

extension ListOrder {
    /// Reads the argument `orderBy`; without it, by last change.
    init(_ arguments: FieldArguments) {
        let order = FieldArguments(arguments.object("orderBy") ?? InputObject())
        field = order.string("field").flatMap(Field.init) ?? .updatedAt
        isDescending = order.string("direction") != "ASC"
    }
}

/// Pages of lists, by order.
enum ListPages {
    /// Public ones of everybody.
    static let published = byOrder { order in
        PagedList(
            "lists_\(order.suffix)", from: "\(ListStatements.custom) t", where: "t.privacy = 'public'", by: order.keys,
            isDescending: order.isDescending, isLong: true)
    }

    /// Those with all words in name or description. Parameter: the words.
    static let named = byOrder { order in
        PagedList(
            "lists_named_\(order.suffix)", from: "\(ListStatements.custom) t",
            where: """
                t.privacy = 'public'
                   and t.id in (select s.list_id from list_search s where s.words @@ plainto_tsquery('simple', fold_text($3::text)))
                """,
            parameters: 1, by: order.keys, isDescending: order.isDescending, planning: .eachTime, isLong: true)
    }

    /// Of an account: those it shows, all of them to itself.
    static let ofUsers = byOrder { order in
        PagedList(
            "lists_of_users_\(order.suffix)", from: "\(ListStatements.custom) t",
            where: "t.owner_id = k.key and (t.privacy = 'public' or t.owner_id = (select viewer_id()))", by: order.keys,
            isDescending: order.isDescending)
    }

    /// Of the viewer, system lists first. Parameter: `system` or `custom` for these only.
    static let ofViewer = byOrder { order in
        let columns = ListColumn.allCases.map(\.ownColumn).joined(separator: ", ")
        let lists = """
            (select \(columns), t.place from \(SystemList.uncounted) t
             union all select \(columns), 8 from \(ListStatements.custom) t where t.owner_id = (select viewer_id()))
            """
        return PagedList(
            "lists_of_viewer_\(order.suffix)", from: "\(SystemList.counted(lists)) t",
            where: "t.owner_id = k.key and ($3::text is null or ($3::text = 'system') = (t.system_kind is not null))",
            parameters: 1, by: order.keysBehindSystemLists, isDescending: order.isDescending)
    }

    private static func byOrder(_ make: (ListOrder) -> PagedList<ListColumn>) -> [ListOrder: PagedList<ListColumn>] {
        Dictionary(uniqueKeysWithValues: ListOrder.all.map { ($0, make($0)) })
    }
}

extension RequestContext {
    /// A page of lists for each key, as the field's `orderBy` says.
    func page(
        of lists: [ListOrder: PagedList<ListColumn>], _ keys: [Int64], _ call: Call, _ parameters: [Parameter] = []
    ) async throws -> Resolved<Connection<ListColumn>> {
        guard let list = lists[ListOrder(call.arguments)] else { preconditionFailure("every order has its list") }
        return try await page(list, keys, call, parameters, as: caller.viewer)
    }
}
