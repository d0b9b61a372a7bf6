internal import PostgreSQL

/// The indexes of tables about to be filled: to build one over all rows takes a fraction of keeping it up row by row.
struct ScaleSeedIndexes {
    private let definitions: [String]

    /// Drops all but those that constraints rest on. The tables are locked until the transaction ends.
    init(droppingThoseOf tables: [String], on connection: OwnerConnection) throws {
        let found = try connection.query(
            """
            select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
             where i.indrelid = any ($1::text[]::regclass[])
               and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
             order by 1
            """, [.texts(tables)])
        definitions = (0..<found.count).map { found.text($0, 1) }
        for row in 0..<found.count { try connection.execute("drop index \(found.text(row, 0))") }
    }

    func build(on connection: OwnerConnection) throws {
        for definition in definitions { try connection.execute(definition) }
    }
}
