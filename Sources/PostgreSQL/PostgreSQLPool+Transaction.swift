internal import EventLoop

/// What a transaction sees of others that run beside it (PostgreSQL manual, "Transaction Isolation").
package enum Isolation: String, Sendable {
    case readCommitted = "read committed"
    case repeatableRead = "repeatable read"
    case serializable
}

extension PostgreSQLPool {
    private static let begins: [Isolation: Statement] = Dictionary(
        uniqueKeysWithValues: [Isolation.readCommitted, .repeatableRead, .serializable].map {
            ($0, Statement("begin", effect: .write, "begin isolation level \($0.rawValue)"))
        }
    )
    private static let commit = Statement("commit", effect: .write, "commit")

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// When the transaction loses against another one (serialization failure, deadlock), or its connection before the
    /// server was told to commit, all of `body` runs again, so it must do nothing that a rollback does not undo. A
    /// connection that is lost during the commit leaves `.outcomeUnknown`.
    /// - Parameter attempts: how often `body` runs at most.
    package func transaction<T>(
        viewer: ViewerScope? = nil,
        isolation: Isolation = .readCommitted,
        attempts: Int = 4,
        _ body: (LeasedConnection) async throws -> T
    ) async throws -> T {
        var backoff = Backoff(base: .milliseconds(10), limit: .milliseconds(200))
        var attempt = 1
        while true {
            do {
                return try await lease { connection in
                    try await runTransaction(viewer, isolation, on: connection, body)
                }
            } catch let error as PostgreSQLError where error.isWorthRetrying && attempt < attempts {
            } catch is LostBeforeCommit {
                guard attempt < attempts else {
                    throw PostgreSQLError.unavailable(
                        reason:
                            "\(attempts) connections were lost during one transaction; nothing of it has taken effect")
                }
            }
            attempt += 1
            try await loop.sleep(for: backoff.next())
        }
    }

    /// The connection has ended, and the server was not told to commit.
    private struct LostBeforeCommit: Error {}

    /// One attempt. Giving the connection back rolls back what has not been committed.
    private func runTransaction<T>(
        _ viewer: ViewerScope?, _ isolation: Isolation, on connection: LeasedConnection,
        _ body: (LeasedConnection) async throws -> T
    ) async throws -> T {
        let value: T
        do {
            try await begin(viewer, isolation, on: connection)
            value = try await body(connection)
        } catch is PostgreSQLError where connection.isLost {
            throw LostBeforeCommit()
        }
        if connection.isLost { throw LostBeforeCommit() }
        // After an error that `body` kept to itself, the server answers COMMIT with a rollback and calls it a success.
        let answer = try await connection.query(Self.commit)
        guard answer.command == "COMMIT" else { throw PostgreSQLError.rolledBack }
        return value
    }

    private func begin(
        _ viewer: ViewerScope?, _ isolation: Isolation, on connection: LeasedConnection
    ) async throws(PostgreSQLError) {
        guard let begin = Self.begins[isolation] else { preconditionFailure("every isolation has its statement") }
        let command = Command(statement: begin, parameters: [])
        if let viewer {
            _ = try await connection.send(before: command, viewer.command)
        } else {
            _ = try await connection.send(command)
        }
    }
}
