import DataLoader
import EventLoop
import GraphQL
package import GraphQLHTTP
import PostgreSQL

/// A statement that was sent for one request alone.
struct SentCommand: Sendable {
    let statement: Statement
    let begun: ContinuousClock.Instant
    let duration: Duration
}

/// The request's SQL: what it sends beside the loaders, and what is told of all of it.
extension RequestContext {
    /// Sends one statement for this request alone.
    func query(
        _ statement: Statement, _ parameters: [Parameter] = [], viewer: ViewerScope? = nil
    ) async throws(PostgreSQLError) -> Rows {
        let begun = loop.now
        defer { note(statement, loop.now - begun) }
        return try await rows.pool.query(statement, parameters, viewer: viewer)
    }

    /// Runs several statements, all or none of which take effect. `body` may run again.
    func transaction<Value>(
        as viewer: ViewerScope?, _ body: (LeasedConnection) async throws -> Value
    ) async throws -> Value {
        try await rows.pool.transaction(viewer: viewer) { connection in
            var connection = connection
            connection.observer = { [self] in note($0, $1) }
            return try await body(connection)
        }
    }

    private func note(_ statement: Statement, _ duration: Duration) {
        state.withValue {
            $0.commands.append(SentCommand(statement: statement, begun: loop.now - duration, duration: duration))
        }
    }

    /// How many SQL statements the request took part in.
    package var statementCount: Int { memo.batchCount + state.withValue { $0.commands.count } }

    /// How many keys and ranked lists it found in caches that outlive it.
    package var cacheHits: Int { memo.cacheHits }

    /// What the request's statements took, for the log of slow operations, in the order in which they were begun.
    package var statementTimes: [StatementTime] {
        inOrder(
            { StatementTime(name: $0.query.statement.name, keys: $1, duration: $0.duration) },
            { StatementTime(name: $0.statement.name, keys: 1, duration: $0.duration) })
    }

    /// What `MARQUEE_DEBUG_EXTENSIONS` shows: the statements the request took part in, its keys in each, those of all
    /// requests in the batch, and how long it waited.
    var debugExtensions: InputObject {
        func shown(_ statement: Statement, _ keys: Int, _ batchKeys: Int, _ duration: Duration?) -> InputValue {
            .object(
                InputObject([
                    InputField("name", .string(statement.name)), InputField("text", .string(statement.sql)),
                    InputField("keys", .int(Int64(keys))), InputField("batchKeys", .int(Int64(batchKeys))),
                    InputField("microseconds", duration.map { .int(Int64($0 / .microseconds(1))) } ?? .null),
                ]))
        }
        let statements = inOrder(
            { shown($0.query.statement, $1, $0.batchKeys, $0.duration) },
            { shown($0.statement, 1, 1, $0.duration) })
        return InputObject([InputField("sql", .list(statements))])
    }

    /// What is told of each statement, in the order in which they were begun.
    ///
    /// - Parameter batch: takes the request's first fetch of a batch and how many keys the request had in it.
    private func inOrder<Told>(
        _ batch: (RowLoader.Memo.Fetch, Int) -> Told, _ command: (SentCommand) -> Told
    ) -> [Told] {
        let told =
            memo.batches.map { ($0.fetch.begun, batch($0.fetch, $0.keyCount)) }
            + state.withValue { $0.commands }.map { ($0.begun, command($0)) }
        return told.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
