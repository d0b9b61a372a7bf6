/// What becomes of an exchange that has ended: decided here from values alone, done by the lanes.
enum Verdict: Equatable {
    case finish(PostgreSQLError)
    /// It had no effect, or does no harm twice: send it again.
    case again

    /// How often a statement is sent in all when the server itself says that it had no effect.
    static let maximumAttempts = 3

    /// What a shared connection's error means.
    /// - Parameters:
    ///   - elapsed: how long the server can have worked at it.
    ///   - timeout: `statement_timeout`; zero for none.
    static func shared(
        _ error: ServerError, attempts: Int, elapsed: Duration, timeout: Duration
    ) -> Verdict {
        if error.state == .queryCanceled {
            // Nobody here cancels on a shared connection: it is the timeout, or somebody else's cancel that went astray.
            let isTimeout = timeout > .zero && elapsed >= timeout * 0.9
            return isTimeout || attempts >= 2 ? .finish(.timeout) : .again
        }
        // A prepared statement is missing when preparing it failed for the one before: its own attempt tells why.
        let isHarmless = error.isWorthRetrying || error.state == .invalidStatementName
        return isHarmless && attempts < maximumAttempts ? .again : .finish(.server(error))
    }

    /// What a lost shared connection means: reads are sent again, writes never.
    ///
    /// When the server ends all sessions at one moment, a statement may meet each dead connection before its end was
    /// noticed; one attempt more goes over a fresh one.
    /// - Parameter connections: how many connections the lane has.
    static func lost(_ effect: Statement.Effect, attempts: Int, connections: Int) -> Verdict {
        effect == .read && attempts <= connections ? .again : .finish(.unanswered(effect))
    }
}

extension PostgreSQLError {
    /// What an error of a leased connection means. Nothing is sent again there, since it may be part of a transaction.
    static func leased(_ error: PostgreSQLError, isCancelled: Bool) -> PostgreSQLError {
        guard error.state == .queryCanceled else { return error }
        return isCancelled ? .cancelled : .timeout
    }
}
