import PostgreSQL

/// Statements on one order made by hand: of lists that viewers make, of the watchlist, of the favourites. `$1` is the key
/// of the list, or of the system list; an entry's key is that of its row or, in system lists, of its title.
struct HandOrder: Sendable {
    /// Who comes second waits: neighbours are read after this. A row if the list is the viewer's own.
    let lock: Statement
    /// The first and the last key, without the entry `$2`, and the key of now.
    let ends: Statement
    /// The keys of entry `$3`, of the one before it and of the one behind it, both without the entry `$2`.
    let beside: Statement
    /// The keys of two neighbours, without the entry `$2`: the first of them at the place `$3`, from 0.
    let pair: Statement
    /// Gives the entry `$2` the key `$3`.
    let put: Statement
    /// Gives all entries new keys, the last of them the key of now.
    let renumber: Statement

    /// - Parameters:
    ///   - rows: a table `e` and the condition of the list's rows, which `$1` stands in.
    private init(
        _ name: String, table: String, rows: String, id: String, key: String, lock: String
    ) {
        func others(_ columns: String, _ end: String) -> String {
            "select \(columns) from \(table) e where \(rows) and e.\(id) is distinct from $2::bigint \(end)"
        }
        let (up, down) = ("order by e.\(key), e.\(id)", "order by e.\(key) desc, e.\(id) desc")
        let place = "(e.\(key), e.\(id))"
        self.lock = Statement("\(name)_lock", effect: .write, lock)
        ends = Statement(
            "\(name)_ends",
            "select (\(others("e.\(key)", "\(up) limit 1"))), (\(others("e.\(key)", "\(down) limit 1"))), order_key_now()"
        )
        beside = Statement(
            "\(name)_beside",
            """
            select x.key, (\(others("e.\(key)", "and \(place) < (x.key, x.id) \(down) limit 1"))),
                   (\(others("e.\(key)", "and \(place) > (x.key, x.id) \(up) limit 1")))
              from (select e.\(key) as key, e.\(id) as id from \(table) e where \(rows) and e.\(id) = $3::bigint) x
            """)
        pair = Statement("\(name)_pair", others("e.\(key)", "\(up) offset $3::bigint limit 2"))
        put = Statement(
            "\(name)_put",
            "update \(table) e set \(key) = $3::text where \(rows) and e.\(id) = $2::bigint returning e.\(id)")
        renumber = Statement(
            "\(name)_renumber",
            """
            with numbered as (
              select e.\(id) as id, (extract(epoch from clock_timestamp()) * 1000000)::bigint
                                      - 4096 * (count(*) over () - row_number() over (\(up))) as number
                from \(table) e where \(rows))
            update \(table) e set \(key) = lpad(to_hex(n.number), 14, '0') from numbered n where \(rows) and e.\(id) = n.id
            """)
    }

    static let custom = HandOrder(
        "list_entry", table: "list_entries", rows: "e.list_id = $1::bigint", id: "id", key: "order_key",
        // Whose entries change has changed.
        lock:
            "update lists set updated_at = now() where id = $1::bigint and owner_id = viewer_id() returning entry_count"
    )

    static let watchlist = ofLibrary(.watchlist, "watchlist_key")
    static let favorites = ofLibrary(.favorites, "favorite_key")

    private static func ofLibrary(_ list: SystemList, _ key: String) -> HandOrder {
        HandOrder(
            list.kind, table: "library_entries",
            rows: "e.user_id = (select viewer_id()) and $1::bigint = \(list.rawValue) and \(list.condition)",
            id: "title_id",
            key: key, lock: "select lock_account() where $1::bigint = \(list.rawValue)")
    }

    /// Nil for lists that have no such order.
    init?(of list: GlobalID) {
        guard list.kind == .systemList else {
            self = .custom
            return
        }
        switch SystemList(rawValue: list.key) {
        case .watchlist: self = .watchlist
        case .favorites: self = .favorites
        default: return nil
        }
    }
}

extension HandOrder {
    /// Keys in a row for a place in a list that is locked; numbers the list anew if there is no room. Nil if the entry
    /// that the place lies beside is not there.
    ///
    /// - Parameter moving: the entry that is about to go there.
    func keys(
        _ count: Int, at place: ListPlace, in list: Int64, moving: Int64? = nil, on connection: LeasedConnection
    ) async throws -> [String]? {
        guard let gap = try await gap(at: place, in: list, moving, connection) else { return nil }
        if let keys = gap.keys(count) { return keys }
        _ = try await connection.query(renumber, [.int(list)])
        return try await self.gap(at: place, in: list, moving, connection)?.keys(count)
    }

    /// Where keys are wanted.
    private enum Gap {
        case between(String, String)
        /// Behind the last key, and behind all that were ever put at an end: the later of the two.
        case end(last: String, now: String)

        func keys(_ count: Int) -> [String]? {
            switch self {
            case .between(let low, let high): OrderKey.row(of: count, between: low, high)
            case .end(let last, let now): OrderKey.row(of: count, behind: max(last, now))
            }
        }
    }

    private func gap(
        at place: ListPlace, in list: Int64, _ moving: Int64?, _ connection: LeasedConnection
    ) async throws -> Gap? {
        let own: [Parameter] = [.int(list), .int(moving)]
        switch place {
        case .first, .last:
            let rows = try await connection.query(ends, own)
            if case .first = place, let first = rows.optionalText(0, 0) { return .between("", first) }
            return .end(last: rows.text(0, 1), now: rows.text(0, 2))
        case .before(let entry), .after(let entry):
            let rows = try await connection.query(beside, own + [.int(entry)])
            guard !rows.isEmpty else { return nil }
            if case .before = place { return .between(rows.text(0, 1), rows.text(0, 0)) }
            if let next = rows.optionalText(0, 2) { return .between(rows.text(0, 0), next) }
        case .position(1): return try await gap(at: .first, in: list, moving, connection)
        case .position(let position):
            let rows = try await connection.query(pair, own + [.int(position - 2)])
            if rows.count == 2 { return .between(rows.text(0, 0), rows.text(1, 0)) }
        }
        return try await gap(at: .last, in: list, moving, connection)
    }
}
