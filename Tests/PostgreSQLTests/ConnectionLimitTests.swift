import PostgreSQL
import Services
import Testing

@Suite(.tags(.database)) struct ConnectionLimitTests {
    @Test func `the smallest limit of server, database and role counts`() throws {
        let url = try emptyDatabase()
        let connection = try OwnerConnection(url: url)
        #expect(
            try ConnectionLimit(of: connection)
                == ConnectionLimit(connections: 317, origin: "max_connections less those it reserves"))
        let name = try connection.query("select current_database()").text(0, 0)
        try connection.execute("alter database \(name) connection limit 5")
        #expect(
            try ConnectionLimit(of: connection)
                == ConnectionLimit(connections: 5, origin: "the connection limit of database \(name)"))
    }
}
