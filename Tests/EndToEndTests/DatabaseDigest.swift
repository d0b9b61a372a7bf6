import PostgreSQL

/// A digest of all rows of each table of a database, to hold two states against each other.
///
/// Left out is `catalogue_changes`, which says no more than that the catalogue has changed.
struct DatabaseDigest: Equatable {
    let tables: [String: String]

    init(of connection: OwnerConnection) throws {
        let names = try connection.query(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'catalogue_changes'"
        )
        var tables: [String: String] = [:]
        for row in 0..<names.count {
            let name = names.text(row, 0)
            tables[name] = try connection.query(
                "select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from \(name) t"
            ).text(0, 0)
        }
        self.tables = tables
    }

    /// The tables that are not the same in both.
    func differences(from other: DatabaseDigest) -> [String] {
        Set(tables.keys).union(other.tables.keys).filter { tables[$0] != other.tables[$0] }.sorted()
    }
}
