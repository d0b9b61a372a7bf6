import Testing

@testable import PostgreSQL

@Suite struct VerdictTests {
    private func error(_ state: SQLState, routine: String? = nil) -> ServerError {
        ServerError(
            state: state, message: "", detail: nil, hint: nil, schema: nil, table: nil, column: nil, constraint: nil,
            statement: "", position: nil, isFatal: false, routine: routine)
    }

    private func shared(_ error: ServerError, attempts: Int = 1, elapsed: Duration = .zero) -> Verdict {
        .shared(error, attempts: attempts, elapsed: elapsed, timeout: .seconds(1))
    }

    @Test func `what had no effect is sent again a bounded number of times`() {
        for state in [SQLState.serializationFailure, .deadlockDetected, .invalidStatementName] {
            #expect(shared(error(state)) == .again)
            #expect(shared(error(state), attempts: 2) == .again)
            #expect(shared(error(state), attempts: 3) == .finish(.server(error(state))))
        }
        let stale = error(.featureNotSupported, routine: "RevalidateCachedQuery")
        #expect(shared(stale) == .again)
        #expect(shared(error(.featureNotSupported)) == .finish(.server(error(.featureNotSupported))))
        #expect(shared(error(.uniqueViolation)) == .finish(.server(error(.uniqueViolation))))
    }

    @Test func `a cancel is a timeout when the time was over, and otherwise somebody else's`() {
        let canceled = error(.queryCanceled)
        #expect(shared(canceled, elapsed: .milliseconds(990)) == .finish(.timeout))
        #expect(shared(canceled, elapsed: .milliseconds(100)) == .again)
        #expect(shared(canceled, attempts: 2, elapsed: .milliseconds(100)) == .finish(.timeout))
        #expect(PostgreSQLError.leased(.server(canceled), isCancelled: true) == .cancelled)
        #expect(PostgreSQLError.leased(.server(canceled), isCancelled: false) == .timeout)
    }

    @Test func `only reads are sent again after a lost connection, once more than there are connections to lose`() {
        #expect(Verdict.lost(.read, attempts: 1, connections: 1) == .again)
        #expect(Verdict.lost(.read, attempts: 2, connections: 1) == .finish(.unanswered(.read)))
        #expect(Verdict.lost(.read, attempts: 3, connections: 3) == .again)
        #expect(Verdict.lost(.read, attempts: 4, connections: 3) == .finish(.unanswered(.read)))
        #expect(Verdict.lost(.write, attempts: 1, connections: 3) == .finish(.outcomeUnknown))
    }
}
