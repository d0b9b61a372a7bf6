/// Why a statement, or the whole database, did not answer.
package enum PostgreSQLError: Error, Hashable, Sendable {
    /// The server refused one statement; its neighbours are unharmed.
    case server(ServerError)
    /// A statement that writes was in flight when its connection ended, or its caller left a shared one: it may or may
    /// not have taken effect.
    case outcomeUnknown
    /// No connection is up; the reason is that of the last attempt to open one.
    case unavailable(reason: String)
    /// So many statements wait already that another would only wait too long; nothing was sent.
    case overloaded
    /// `statement_timeout` ended the statement; its effects are rolled back.
    case timeout
    /// The caller's task was cancelled. On a shared connection the statement runs on, without anybody to hear of it.
    case cancelled
    /// The connection works, but must not be used; the reason says what to mend.
    case refused(reason: String)
    /// A transaction was to be committed in which a statement had failed; nothing of it has taken effect.
    case rolledBack
    /// A parameter cannot be sent; nothing was sent.
    case invalidParameter(reason: String)
}

/// What the server said about a statement it refused (PostgreSQL manual, "Error and Notice Message Fields").
package struct ServerError: Error, Hashable, Sendable {
    package let state: SQLState
    package let message: String
    package let detail: String?
    package let hint: String?
    package let schema: String?
    package let table: String?
    package let column: String?
    package let constraint: String?
    /// The name of the statement that was refused, as logs show it.
    package let statement: String
    /// The character of the statement's text the server points at, counted from 1.
    package let position: Int?
    /// The server ends the connection with this error.
    package let isFatal: Bool
    /// The server's own function that raised the error: tells apart errors that share a code.
    package let routine: String?
}

extension ServerError {
    /// The schema has changed so that a prepared statement's columns are others now. It did not run; prepared anew it
    /// will. The code alone says only "not supported".
    var isStalePlan: Bool { state == .featureNotSupported && routine == "RevalidateCachedQuery" }

    /// The server itself says that nothing has happened, and the same statement or transaction may succeed now.
    var isWorthRetrying: Bool { state.isWorthRetrying || isStalePlan }
}

extension PostgreSQLError {
    /// The state of an error the server sent.
    package var state: SQLState? {
        guard case .server(let error) = self else { return nil }
        return error.state
    }

    /// What a statement ends with whose connection ended, or whose caller left, before the answer came.
    static func unanswered(_ effect: Statement.Effect) -> PostgreSQLError {
        effect == .write ? .outcomeUnknown : .unavailable(reason: "the connection was lost before the answer came")
    }

    /// What `unavailable` and `refused` hold; of others all that is to be said.
    var reason: String {
        switch self {
        case .unavailable(let reason), .refused(let reason): reason
        default: description
        }
    }

    var isWorthRetrying: Bool {
        guard case .server(let error) = self else { return false }
        return error.isWorthRetrying
    }

    /// The constraint that was violated, for errors that are the input's fault.
    package var constraint: String? {
        guard case .server(let error) = self else { return nil }
        return error.constraint
    }
}

extension PostgreSQLError: CustomStringConvertible {
    /// One line for the log; never shown to clients.
    package var description: String {
        switch self {
        case .server(let error): error.description
        case .outcomeUnknown: "a statement that writes was sent, and its answer was not heard"
        case .unavailable(let reason): "PostgreSQL is not available: \(reason)"
        case .overloaded: "too many statements are waiting for PostgreSQL"
        case .timeout: "PostgreSQL did not finish the statement in time"
        case .cancelled: "the request was cancelled"
        case .refused(let reason): "the connection to PostgreSQL is refused: \(reason)"
        case .rolledBack: "the transaction was rolled back, because a statement in it had failed"
        case .invalidParameter(let reason): "a parameter cannot be sent to PostgreSQL: \(reason)"
        }
    }
}

extension ServerError: CustomStringConvertible {
    package var description: String {
        var text = "\(message) (SQLSTATE \(state), statement \(statement)"
        if let position { text += ", character \(position)" }
        text += ")"
        if let detail { text += "; \(detail)" }
        if let hint { text += "; hint: \(hint)" }
        return text
    }
}
