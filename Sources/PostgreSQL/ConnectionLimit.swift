/// How many connections the database admits for us at most, however few others use it.
package struct ConnectionLimit: Equatable, Sendable {
    package let connections: Int
    /// The setting that says so.
    package let origin: String

    package init(connections: Int, origin: String) {
        self.connections = connections
        self.origin = origin
    }

    /// The smallest of the server's, the database's and the role's limits; those of -1 are none.
    private static let question = """
        select most, origin from (
            select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                   - coalesce(current_setting('reserved_connections', true)::int, 0),
                   'max_connections less those it reserves'
            union all
            select datconnlimit, 'the connection limit of database ' || datname
              from pg_database where datname = current_database()
            union all
            select rolconnlimit, 'the connection limit of role ' || rolname from pg_roles where rolname = session_user
        ) limits (most, origin) where most >= 0 order by most limit 1
        """

    package init(of connection: OwnerConnection) throws(PostgreSQLError) {
        let rows = try connection.query(Self.question, named: "connection limit")
        self.init(connections: Int(rows.int(0, 0)), origin: rows.text(0, 1))
    }
}
