extension Connector {
    /// Long enough that libpq reads 64 kB at once from then on, instead of 16: its buffer grows for a row that would not
    /// fit, and never shrinks.
    private static let backend = Statement("backend", "select pg_backend_pid(), repeat(' ', 40000)")
    private static let role = Statement("why not serve", "select current_user, why_not_serve()")

    /// Throws unless the session is what its settings asked for.
    func admit(_ connection: Connection) async throws(PostgreSQLError) {
        let backend: Int64
        do throws(PostgreSQLError) {
            backend = try await connection.query(Self.backend).int(0, 0)
        } catch {
            // A new session knows no prepared statements, unless somebody else has used it before.
            throw error.state == .duplicateStatementName ? Self.transactionPooling : error
        }
        // A pooler tells its clients numbers of its own.
        if backend != Int64(connection.backendID) { try await refuseTransactionPooling(connection) }
        if let role = settings.role { try await refuseOwner(connection, as: role) }
    }

    /// Requests are served as a role that row-level security binds, never as the owner.
    private func refuseOwner(_ connection: Connection, as role: String) async throws(PostgreSQLError) {
        let rows: Rows
        do throws(PostgreSQLError) {
            rows = try await connection.query(Self.role)
        } catch {
            guard error.state == .undefinedFunction else { throw error }
            throw .refused(reason: "the database has no tables of Marquee yet: run `marquee migrate`")
        }
        let user = rows.text(0, 0)
        guard user == role else {
            throw .refused(
                reason: "the session acts as \(user) and not as \(role): something between drops the startup option "
                    + "`-c role=\(role)`. Connect to PostgreSQL directly"
            )
        }
        if let reason = rows.optionalText(0, 1) { throw .refused(reason: reason) }
    }

    private static let transactionPooling = PostgreSQLError.refused(
        reason: "a connection pooler in transaction or statement mode answers, which breaks session settings "
            + "and prepared statements: connect to PostgreSQL directly, or set pool_mode=session"
    )

    /// In transaction pooling two clients get the same backend by turns, and find each other's prepared statements.
    private func refuseTransactionPooling(_ connection: Connection) async throws(PostgreSQLError) {
        let other = try Connection(await connect(), on: loop, statistics: Statistics())
        defer { other.close(reason: "not needed any more") }
        for _ in 0..<3 {
            do throws(PostgreSQLError) {
                let backend = try await connection.query(Self.backend).int(0, 0)
                if try await other.query(Self.backend).int(0, 0) == backend { throw Self.transactionPooling }
            } catch {
                let isForeign = error.state == .duplicateStatementName || error.state == .invalidStatementName
                throw isForeign ? Self.transactionPooling : error
            }
        }
    }
}

extension Connection {
    /// Sends one statement for the connection's own owner and waits for its answer.
    func query(_ statement: Statement, _ parameters: [Parameter] = []) async throws(PostgreSQLError) -> Rows {
        try await unsafe withUnsafeContinuation { continuation in
            let command = Command(statement: statement, parameters: parameters)
            unsafe send(Exchange(ticket: 0, main: command, continuation: continuation))
        }.get()
    }
}
