/// What happens when a field is asked for: the resolver behind `Type.field`, with its Swift types erased.
public final class FieldBinding: Sendable {
    @usableFromInline enum Kind: Sendable {
        /// Written straight from its parent as soon as that is there; nothing written means null.
        case write(LeafWriter)
        /// Found without waiting.
        case derive(Derivation)
        /// Found by waiting, once for all parents.
        case load(Loading)
    }

    /// Adds a cell for each value of a column.
    @usableFromInline typealias LeafWriter = @Sendable (any AnyColumn, FieldArguments, inout CellBuffer) -> Void
    @usableFromInline typealias Derivation =
        @Sendable (any AnyColumn, AnyContext, FieldArguments, PlannedField) throws -> AnyResolved
    @usableFromInline typealias Loading =
        @Sendable (any AnyColumn, AnyContext, FieldArguments, PlannedField) async throws -> AnyResolved

    /// Opens the events that a field of the subscription type listens to.
    @usableFromInline typealias SourceOpener =
        @Sendable (AnyContext, FieldArguments, PlannedField) async throws -> SourceEvents

    let kind: Kind
    /// The attributes of the parent that the field reads.
    let needs: AttributeSet
    /// Whether what is needed of the field's objects is needed of its parent too: of a connection's `nodes`, for
    /// example, whose rows were loaded with the connection.
    let forwardsNeeds: Bool
    /// What else is needed of the parent, by what is needed of the field's objects.
    let needsFor: (@Sendable (AttributeSet) -> AttributeSet)?
    /// Of derived and loaded scalars: how the elements are written. Nil for objects.
    let element: LeafWriter?
    /// The Swift type of the objects it yields.
    let elementType: ObjectIdentifier?
    /// What takes its place where the document gives an argument.
    let special: SpecialBinding?
    /// Of fields of the subscription type, whose one parent is an event.
    let source: SourceOpener?

    @usableFromInline init(
        _ kind: Kind, needs: AttributeSet, forwardsNeeds: Bool = false,
        needsFor: (@Sendable (AttributeSet) -> AttributeSet)? = nil, element: LeafWriter? = nil,
        elementType: ObjectIdentifier? = nil, special: SpecialBinding? = nil, source: SourceOpener? = nil
    ) {
        self.needsFor = needsFor
        self.kind = kind
        self.needs = needs
        self.forwardsNeeds = forwardsNeeds
        self.element = element
        self.elementType = elementType
        self.special = special
        self.source = source
    }

    /// The same, but for documents that give an argument.
    @usableFromInline func with(_ special: SpecialBinding) -> FieldBinding {
        FieldBinding(
            kind, needs: needs, forwardsNeeds: forwardsNeeds, needsFor: needsFor, element: element,
            elementType: elementType, special: special, source: source)
    }

    /// What answers a field as it stands in the document.
    func chosen(for field: Syntax) -> FieldBinding {
        guard let special, field.arguments.contains(where: { $0.nameText == special.argument }) else { return self }
        return special.binding
    }

    /// Whether the field yields scalars or enums.
    var isLeaf: Bool {
        if case .write = kind { true } else { element != nil }
    }
}

/// Another way to answer a field, where the document gives one of its arguments.
@usableFromInline struct SpecialBinding: Sendable {
    let argument: String
    let binding: FieldBinding

    @usableFromInline init(argument: String, binding: FieldBinding) {
        self.argument = argument
        self.binding = binding
    }
}

/// A request's context, its Swift type erased; the engine that was made for the type is the only one to pass it.
public typealias AnyContext = any AnyObject & Sendable

/// A resolver's answer with its element type erased.
@usableFromInline struct AnyResolved: Sendable {
    let layers: [ResolvedLayer]
    let column: any AnyColumn
    let failures: [FieldError]

    @usableFromInline init(layers: [ResolvedLayer], column: any AnyColumn, failures: [FieldError]) {
        self.layers = layers
        self.column = column
        self.failures = failures
    }
}

extension Resolved {
    @inlinable var erased: AnyResolved {
        AnyResolved(layers: layers, column: Column(values), failures: failures)
    }
}
