import GraphQL

extension Resolvers<RequestContext> {
    /// The interface `UserError` and its object types.
    mutating func userErrors() {
        let names = ["ValidationError", "NotFoundError", "ConflictError", "AccessError"]
        abstract("UserError", UserError.self, members: names.map { AbstractMember($0) }, memberOf: \.member)
        for name in names {
            object(name, UserError.self) { error in
                error.value("code") { $0.code.rawValue }
                error.value("message", \.message)
                error.write("path") { error, buffer in buffer.append(.list(error.path.map(InputValue.string))) }
            }
        }
        object("ValidationError", UserError.self) { error in
            error.value("min", \.bounds.min)
            error.value("max", \.bounds.max)
        }
        object("NotFoundError", UserError.self) { error in
            error.value("id", \.missingID)
        }
        object("ConflictError", UserError.self) { error in
            error.load("existing") { errors, call in
                Resolved(try await call.context.nodes(errors.map(\.existing), call.field))
            }
        }
        object("AccessError", UserError.self) { error in
            error.value("retryAfter", \.retryAfter)
        }
    }
}

/// What only one type tells; nil for errors of the others.
extension UserError {
    fileprivate var bounds: (min: Double?, max: Double?) {
        if case .validation(let min, let max) = kind { (min, max) } else { (nil, nil) }
    }

    fileprivate var missingID: String? { if case .notFound(let id) = kind { id } else { nil } }
    fileprivate var existing: GlobalID? { if case .conflict(let existing) = kind { existing } else { nil } }
    var retryAfter: Moment? { if case .access(let moment) = kind { moment } else { nil } }
}

extension UserError {
    /// The place of its type among the members of the binding.
    fileprivate var member: Int {
        switch kind {
        case .validation: 0
        case .notFound: 1
        case .conflict: 2
        case .access: 3
        }
    }
}
