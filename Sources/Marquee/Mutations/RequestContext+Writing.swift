import EventLoop
import GraphQL
import PostgreSQL

/// How mutations write: as the viewer, whom row-level security holds to what is theirs.
extension RequestContext {
    /// Who asks, where the schema's `@auth` has let nobody else through.
    func signedIn() throws(FieldError) -> Viewer {
        guard let viewer = caller.viewer else {
            throw FieldError("Sign in to use this.", code: .unauthenticated)
        }
        return viewer
    }

    /// Runs one statement as the viewer: a mutation of its own, without `begin` and `commit`. It is sent again when it lost
    /// against another one, which undid all of it.
    func write(_ statement: Statement, _ parameters: [Parameter]) async throws -> Rows {
        try await repeating(when: { $0.state?.isWorthRetrying == true || $0.state == .foreignKeyViolation }) {
            try await query(statement, parameters, viewer: signedIn().scope)
        }
    }

    /// Runs several statements as the viewer, all or none of which take effect. `body` may run again.
    func transaction<Value>(_ body: (LeasedConnection) async throws -> Value) async throws -> Value {
        try await repeating(when: { $0.state == .foreignKeyViolation }) {
            try await transaction(as: signedIn().scope, body)
        }
    }

    /// Runs `body` up to four times, as long as it lost against others. Whoever refers to what another transaction has just
    /// deleted, a foreign key tells, finds it gone the next time.
    private func repeating<Value>(
        when hasLost: (PostgreSQLError) -> Bool, _ body: () async throws -> Value
    ) async throws -> Value {
        for _ in 0..<3 {
            do { return try await body() } catch let failure as PostgreSQLError where hasLost(failure) {}
        }
        return try await body()
    }
}

/// Runs `body`, and turns the violation of a unique or foreign key into the error that stands for it.
///
/// - Parameter errors: by the name of the constraint.
func refusing<Value>(
    _ errors: [String: UserError], _ body: () async throws -> Value
) async throws -> Value {
    do {
        return try await body()
    } catch let failure as PostgreSQLError {
        guard let error = failure.constraint.flatMap({ errors[$0] }) else { throw failure }
        throw UserErrors(error)
    }
}
