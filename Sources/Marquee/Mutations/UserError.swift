import GraphQL

/// Something that a caller can do something about: an item of a payload's `userErrors`.
struct UserError: Hashable, Sendable {
    /// `UserErrorCode` of the schema.
    enum Code: String, Sendable {
        case invalidInput = "INVALID_INPUT"
        case notFound = "NOT_FOUND"
        case forbidden = "FORBIDDEN"
        case conflict = "CONFLICT"
        case badCredentials = "BAD_CREDENTIALS"
        case badToken = "BAD_TOKEN"
        case rateLimited = "RATE_LIMITED"
        case limitReached = "LIMIT_REACHED"
        case invalidState = "INVALID_STATE"
    }

    /// Which object type of the schema tells it, and what only that type tells.
    enum Kind: Hashable, Sendable {
        case validation(min: Double?, max: Double?)
        case notFound(id: String?)
        case conflict(existing: GlobalID?)
        case access(retryAfter: Moment?)
    }

    let code: Code
    let message: String
    /// Place in the input, from `input` on; empty if it is about the whole.
    let path: [String]
    let kind: Kind

    /// A value outside its bounds or of the wrong form.
    static func invalid(
        _ path: [String], _ message: String, min: Double? = nil, max: Double? = nil
    ) -> UserError {
        UserError(code: .invalidInput, message: message, path: path, kind: .validation(min: min, max: max))
    }

    /// An object that does not exist or that the caller may not see, which is the same to them.
    static func notFound(_ path: [String], id: String?) -> UserError {
        UserError(code: .notFound, message: "There is no such object.", path: path, kind: .notFound(id: id))
    }

    static func conflict(_ path: [String], _ message: String, existing: GlobalID? = nil) -> UserError {
        UserError(code: .conflict, message: message, path: path, kind: .conflict(existing: existing))
    }

    /// Not allowed, wrong credentials, a limit, or not in the present state.
    static func access(
        _ code: Code, _ path: [String], _ message: String, retryAfter: Moment? = nil
    ) -> UserError {
        UserError(code: code, message: message, path: path, kind: .access(retryAfter: retryAfter))
    }
}

/// What the body of a mutation throws to answer `userErrors` in place of a value.
struct UserErrors: Error, Sendable {
    let errors: [UserError]

    init(_ errors: UserError...) { self.errors = errors }
    init(_ errors: [UserError]) { self.errors = errors }
}
