import PostgreSQL
import Testing

@testable import Marquee

/// What PostgreSQL itself keeps one viewer from, whatever the server's statements forget.
@Suite struct RowSecurityTests {
    /// Tables that belong to a viewer, with the column that says to whom; new ones are found by themselves.
    private struct Owned: CustomStringConvertible {
        let table: String
        let column: String
        var description: String { "\(table).\(column)" }
    }

    private static func ownedTables() throws -> [Owned] {
        let rows = try AccountDatabase.owner().query(
            """
            select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t
             using (table_schema, table_name) where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
               and (c.column_name in ('user_id', 'owner_id', 'author_id') or c.table_name = 'users' and c.column_name = 'id')
             order by 1
            """)
        return (0..<rows.count).map { Owned(table: rows.text($0, 0), column: rows.text($0, 1)) }
    }

    private static func count(_ owned: Owned, of account: SignedUp) throws -> Int64 {
        try AccountDatabase.owner().query(
            "select count(*) from \(owned.table) where \(owned.column) = $1", [.int(account.key)]
        ).int(0, 0)
    }

    /// What the trigger that keeps titles with their owners answers.
    private static let ownerIsFixed = SQLState("23000")

    /// Runs a statement as a viewer, with everything it does undone.
    private static func affected(_ sql: String, _ bed: AccountTestBed, as viewer: ViewerScope?) async throws -> Int {
        struct Undo: Error { let count: Int }
        do {
            return try await bed.pool.transaction(viewer: viewer) { connection in
                throw Undo(count: try await connection.query(Statement("tried", effect: .write, sql)).affected)
            }
        } catch let undo as Undo {
            return undo.count
        } catch let error as PostgreSQLError where [.insufficientPrivilege, ownerIsFixed].contains(error.state) {
            return 0
        }
    }

    @Test func `a viewer reads and changes nothing of another, also by statements without a condition`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("rows.ada"), try await bed.register("rows.bob"))
            try AccountDatabase.fill(ada.key, named: "rows.ada")
            try AccountDatabase.fill(bob.key, named: "rows.bob")
            let tables = try Self.ownedTables()
            #expect(try tables.count { try Self.count($0, of: bob) > 0 } >= 14)
            for owned in tables {
                let (table, column) = (owned.table, owned.column)
                for viewer in [ViewerScope(userID: ada.key, role: "user"), nil] {
                    let own = viewer == nil ? 0 : Int(try Self.count(owned, of: ada))
                    for sql in Self.readings(of: owned, by: bob) {
                        #expect(try await Self.affected(sql, bed, as: viewer) == 0, "\(sql)")
                    }
                    let set = table == "users" ? "username = username" : "\(column) = \(column)"
                    for sql in ["update \(table) set \(set)", "delete from \(table)"] {
                        #expect(try await Self.affected(sql, bed, as: viewer) <= own, "\(sql)")
                        #expect(
                            try await Self.affected("\(sql) where \(column) = \(bob.key)", bed, as: viewer) == 0,
                            "\(sql)")
                    }
                }
            }
        }
    }

    @Test func `a viewer makes nothing in another's name`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("gives.ada"), try await bed.register("gives.bob"))
            try AccountDatabase.fill(ada.key, named: "gives.ada")
            // Nobody chooses the key of `users`.
            for owned in try Self.ownedTables() where owned.table != "users" {
                let sql = "update \(owned.table) set \(owned.column) = \(bob.key) where \(owned.column) = \(ada.key)"
                for viewer in [ViewerScope(userID: ada.key, role: "user"), ViewerScope(userID: bob.key, role: "user")] {
                    #expect(try await Self.affected(sql, bed, as: viewer) == 0, "\(sql)")
                }
            }
        }
    }

    /// Statements that would find what nobody but its owner may read.
    private static func readings(of owned: Owned, by account: SignedUp) -> [String] {
        let reading = "select from \(owned.table) where \(owned.column) = \(account.key)"
        return switch owned.table {
        case "users", "reviews": []
        case "lists", "list_entries": [reading + " and privacy = 'private'"]
        default:
            [
                reading,
                "select from (select \(owned.column) as key from \(owned.table)) all_rows where key = \(account.key)",
            ]
        }
    }

    @Test func `every table that names a viewer is guarded`() throws {
        let rows = try AccountDatabase.owner().query(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relrowsecurity
               and a.attname in ('user_id', 'owner_id', 'author_id')
            """)
        #expect((0..<rows.count).map { rows.text($0, 0) } == [])
    }

    @Test func `viewers interleaved on one connection stay apart, also after an error`() async throws {
        try await AccountTestBed.run { bed in
            var accounts: [SignedUp] = []
            for number in 0..<4 { accounts.append(try await bed.register("apart.\(number)")) }
            let email = Statement("own email", "select email from accounts")
            let broken = Statement("broken", "select 1 / (select count(*) - count(*) from accounts)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<200 {
                    let account = accounts[round % 4]
                    let scope = ViewerScope(userID: account.key, role: "user")
                    group.addTask {
                        if round % 7 == 0 { _ = try? await bed.pool.query(broken, viewer: scope) }
                        let rows = try await bed.pool.query(email, viewer: round % 5 == 0 ? nil : scope)
                        #expect(rows.count == (round % 5 == 0 ? 0 : 1))
                        if round % 5 > 0 { #expect(rows.text(0, 0) == "apart.\(round % 4)@example.org") }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
