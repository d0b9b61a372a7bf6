import GraphQL

/// The lists that every account has: views of its library. Each is named as PostgreSQL and IDs spell it and has its place,
/// from 1, as its key.
enum SystemList: Int64, CaseIterable, Hashable, Sendable {
    case watchlist = 1
    case watching, watched, completed, favorites, onHold, dropped

    /// `SystemListKind` of the schema, in lower case.
    var kind: String { self == .onHold ? "on_hold" : "\(self)" }

    init?(kind: String) {
        guard let list = Self.allCases.first(where: { $0.kind == kind.lowercased() }) else { return nil }
        self = list
    }

    /// Nil for lists made by hand.
    init?(of list: GlobalID) {
        guard list.kind == .systemList else { return nil }
        self.init(rawValue: list.key)
    }

    var name: String {
        switch self {
        case .onHold: "On hold"
        default: "\(self)".prefix(1).uppercased() + "\(self)".dropFirst()
        }
    }

    var slug: String { self == .onHold ? "on-hold" : "\(self)" }

    /// Which rows `e` of `library_entries` are in it; the words of the partial indexes of migrations 0001 and 0013.
    var condition: String {
        switch self {
        case .watchlist: "e.status = 'planned'"
        case .watching: "e.status = 'watching'"
        case .watched: "(e.kind = 'movie' and e.watch_count > 0 or e.status = 'completed')"
        case .completed: "e.kind = 'show' and e.status = 'completed'"
        case .favorites: "e.favorited_at is not null"
        case .onHold: "e.status = 'on_hold'"
        case .dropped: "e.status = 'dropped'"
        }
    }

    /// When a row came into it.
    var addedAt: String {
        switch self {
        case .favorites: "e.favorited_at"
        case .watched: "(case when e.last_watched_at is null then e.added_at else e.last_watched_at end)"
        default: "e.status_changed_at"
        }
    }

    /// The column with the order made by hand; the other lists are ordered by age, newest first.
    var orderColumn: String? {
        switch self {
        case .watchlist: "watchlist_key"
        case .favorites: "favorite_key"
        default: nil
        }
    }

    /// The state that titles in it have; nil for favourites.
    var status: String? {
        switch self {
        case .watchlist: "planned"
        case .watching: "watching"
        case .watched, .completed: "completed"
        case .favorites: nil
        case .onHold: "on_hold"
        case .dropped: "dropped"
        }
    }

    /// Its entries of the viewer, with the columns of `list_entries`.
    var entries: String {
        """
        (select e.title_id as id, null::bigint as list_id, e.user_id as owner_id, \(rawValue)::bigint as system_key, e.title_id,
                null::bigint as season_id, null::bigint as episode_id, null::bigint as person_id,
                \(orderColumn.map { "e.\($0)" } ?? "''::text") as order_key, e.priority, e.note, \(addedAt) as added_at
           from library_entries e where e.user_id = (select viewer_id()) and \(condition))
        """
    }

    /// The lists of the viewer, with the columns of `lists`. What is not selected is not computed.
    static var rows: String { counted(uncounted) }

    /// The same, without what has to be counted; `place` is that among the viewer's lists.
    static var uncounted: String {
        let names = allCases.map { "(\($0.rawValue)::bigint, '\($0.kind)', '\($0.name)', '\($0.slug)')" }
        return """
            (select v.key as id, v.kind as system_kind, u.id as owner_id, v.name, v.slug, null::text as description,
                    'private'::text as privacy, v.key in (1, 5) as ranked, null::integer as entry_count, u.created_at,
                    null::timestamptz as updated_at, v.key::integer as place
               from (values \(names.joined(separator: ", "))) v (key, kind, name, slug)
                    cross join users u where u.id = (select viewer_id()))
            """
    }

    /// Lists of the viewer with what had to be counted: worked out of rows that are found already, where it is asked for.
    ///
    /// - Parameter lists: those of `uncounted`, and maybe others.
    static func counted(_ lists: String) -> String {
        func each(_ value: String) -> String {
            let cases = allCases.map {
                "when \($0.rawValue) then (select \(value) from library_entries e where e.user_id = l.owner_id and \($0.condition))"
            }
            return "case l.id \(cases.joined(separator: " ")) end"
        }
        return """
            (select l.id, l.system_kind, l.owner_id, l.name, l.slug, l.description, l.privacy, l.ranked, l.created_at, l.place,
                    case when l.system_kind is null then l.entry_count else (\(each("count(*)")))::integer end as entry_count,
                    case when l.system_kind is null then l.updated_at
                         else coalesce(\(each("max(e.updated_at)")), l.created_at) end as updated_at
               from \(lists) l)
            """
    }
}
