import DataLoader
import EventLoop
import GraphQL

extension Resolvers<RequestContext> {
    /// Binds a field of `Mutation` and its payload's type.
    ///
    /// The input is checked by the bounds that the schema sets before `perform` runs. What `perform` throws as
    /// `UserErrors` is answered in `userErrors`, with all else null; any other error is the field's. Afterwards nothing
    /// the request has read counts any more, so that the payload shows what is.
    ///
    /// - Parameter payload: binds the payload's fields other than `userErrors`.
    mutating func mutation<Value: Sendable>(
        _ name: String, in schema: Schema,
        _ perform: @escaping @Sendable (MutationInput, Call) async throws -> Value,
        payload: (inout ObjectBinder<Payload<Value>, RequestContext>) -> Void
    ) {
        guard let field = schema.type("Mutation")?.field(name), let argument = field.argument("input") else {
            preconditionFailure("The schema has no mutation \(name)(input:).")
        }
        let bounds = InputBounds(of: argument.type.namedType, in: schema)
        root("Mutation") { mutation in
            mutation.load(name) { _, call in
                let input = MutationInput(call.arguments.object("input") ?? InputObject())
                defer { call.context.memo.forgetFinds() }
                do {
                    let violations = bounds.violations(by: input)
                    if !violations.isEmpty { throw UserErrors(violations) }
                    return Resolved([Payload(value: try await perform(input, call), userErrors: [])])
                } catch let refusal as UserErrors {
                    call.context.note(refusal)
                    return Resolved([Payload<Value>(value: nil, userErrors: refusal.errors)])
                }
            }
        }
        object(schema[field.namedType].name, Payload<Value>.self) { binder in
            binder.children("userErrors") { $0.userErrors }
            payload(&binder)
        }
    }
}

extension RequestContext {
    fileprivate func note(_ refusal: UserErrors) {
        guard let moment = refusal.errors.lazy.compactMap(\.retryAfter).first else { return }
        state.withValue { $0.retryAt = moment }
    }
}
