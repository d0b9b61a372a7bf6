import GraphQL

/// What a mutation answers: its value or, where something stood in the way, none and the errors.
struct Payload<Value: Sendable>: Sendable {
    let value: Value?
    let userErrors: [UserError]
}

extension ObjectBinder where Context == RequestContext {
    /// A field with the object of a key that the mutation gave; null on errors.
    ///
    /// - Parameter asViewer: whether the object is the viewer's own, which row-level security shows to nobody else.
    mutating func entity<Value, Column>(
        _ name: String, _ template: Template<Column>, asViewer: Bool = false,
        key: @escaping @Sendable (Value) -> Int64?
    ) where Parent == Payload<Value> {
        load(name) { payloads, call in
            let context = call.context
            return Resolved(
                try await context.one(
                    template, payloads.map { $0.value.flatMap(key) }, needs: call.needs,
                    as: asViewer ? context.caller.viewer : nil))
        }
    }

    /// A field with something of what the mutation gave; null on errors.
    mutating func given<Value, Leaf: LeafValue>(
        _ name: String, _ read: @escaping @Sendable (Value) -> Leaf?
    ) where Parent == Payload<Value> {
        value(name) { $0.value.flatMap(read) }
    }
}
