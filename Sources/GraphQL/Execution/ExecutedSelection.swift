/// The fields of one selection, resolved for all values of a level; what the writer walks.
final class ExecutedSelection: Sendable {
    let column: any AnyColumn
    let fields: [ExecutedField]
    /// What is answered later.
    let deferral: ExecutedDeferral?

    init(_ selection: PlannedSelection, of column: any AnyColumn, fields: [ExecutedField]) {
        deferral = selection.deferral.map { ExecutedDeferral($0, of: column) }
        self.column = column
        self.fields = fields
    }
}

/// One field of a level.
struct ExecutedField: Sendable {
    enum Outcome: Sendable {
        /// Written from the parent.
        case written(FieldBinding.LeafWriter, FieldArguments)
        case resolved(ResolvedField)
        /// Failed for all parents.
        case failed(FieldError)
    }

    let field: PlannedField
    let outcome: Outcome
}

/// A field's values for all parents, and what was found below them.
final class ResolvedField: Sendable {
    enum Child: Sendable {
        case leaf(FieldBinding.LeafWriter)
        case object(ExecutedSelection)
        case abstract([AbstractPlace], [ExecutedSelection?])
    }

    let layers: [ResolvedLayer]
    let column: any AnyColumn
    let failures: [FieldError]
    let child: Child
    /// Of a streamed field: the items behind the first.
    let rest: DeferredWork?

    init(_ first: ResolvedField, rest: DeferredWork?) {
        layers = first.layers
        column = first.column
        failures = first.failures
        child = first.child
        self.rest = rest
    }

    init(_ resolved: AnyResolved, child: Child) {
        rest = nil
        layers = resolved.layers
        column = resolved.column
        failures = resolved.failures
        self.child = child
    }
}

/// Where a value of an abstract type went: which member's selection, and which of its values.
struct AbstractPlace: Sendable {
    let selection: Int
    let index: Int
}
