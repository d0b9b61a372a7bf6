import EventLoop
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct TransactionTests {
    private static let read = Statement("read account", "select balance from accounts_test where id = $1")
    private static let total = Statement("total", "select sum(balance) from accounts_test")
    private static let add = Statement("add", "update accounts_test set balance = balance + $2 where id = $1")
    private static let wrong = Statement("wrong", "select 1 / 0")
    private static let viewer = Statement(
        "viewer of transaction",
        "select current_setting('marquee.viewer', true), current_setting('transaction_isolation')")
    private static let sleep = Statement("sleep in transaction", "select pg_sleep(0.05)")

    private static func accounts() throws -> String {
        let url = try emptyDatabase()
        try OwnerConnection(url: url).execute(
            "create table accounts_test (id int primary key, balance int); insert into accounts_test values (1, 10), (2, 10)"
        )
        return url
    }

    @Test func `a transaction that throws leaves nothing behind`() async throws {
        struct Refused: Error {}
        try await withPool(Self.accounts()) { pool in
            await #expect(throws: Refused.self) {
                try await pool.transaction { connection in
                    _ = try await connection.query(Self.add, [.int(1), .int(5)])
                    throw Refused()
                }
            }
            #expect(try await pool.query(Self.total).int(0, 0) == 20)
            try await pool.transaction { _ = try await $0.query(Self.add, [.int(1), .int(5)]) }
            #expect(try await pool.query(Self.total).int(0, 0) == 25)
        }
    }

    @Test func `an error that the body keeps to itself is no commit`() async throws {
        try await withPool(Self.accounts()) { pool in
            let error = await failure {
                try await pool.transaction { connection in
                    _ = try await connection.query(Self.add, [.int(1), .int(5)])
                    _ = try? await connection.query(Self.wrong)
                }
            }
            #expect(error == .rolledBack)
            let total = try await pool.query(Self.total).int(0, 0)
            #expect(total == 20)
        }
    }

    @Test func `a transaction has its viewer and isolation from its beginning to its end`() async throws {
        try await withPool(Self.accounts()) { pool in
            let scope = ViewerScope(userID: 7, role: "user")
            try await pool.transaction(viewer: scope, isolation: .repeatableRead) { connection in
                for _ in 0..<2 {
                    let rows = try await connection.query(Self.viewer)
                    #expect(rows.text(0, 0) == "7")
                    #expect(rows.text(0, 1) == "repeatable read")
                }
            }
            let after = try await pool.lease { try await $0.query(Self.viewer) }
            #expect(after.text(0, 0) == "")
        }
    }

    @Test func `serialization failures are tried again`() async throws {
        try await withPool(Self.accounts()) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await pool.transaction(isolation: .serializable) { connection in
                            let balance = try await connection.query(Self.read, [.int(1)]).int(0, 0)
                            _ = try await connection.query(Self.sleep)
                            _ = try await connection.query(Self.add, [.int(1), .int(balance)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let balance = try await pool.query(Self.read, [.int(1)]).int(0, 0)
            #expect(balance == 40)
        }
    }

    @Test func `deadlocks are tried again`() async throws {
        try await withPool(Self.accounts()) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1]] {
                    group.addTask {
                        try await pool.transaction { connection in
                            _ = try await connection.query(Self.add, [.int(order[0]), .int(1)])
                            _ = try await connection.query(Self.sleep)
                            _ = try await connection.query(Self.add, [.int(order[1]), .int(1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let total = try await pool.query(Self.total).int(0, 0)
            #expect(total == 24)
        }
    }
}
