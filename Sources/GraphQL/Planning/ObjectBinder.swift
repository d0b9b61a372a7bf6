/// Binds the fields of one object type, whose values are of the Swift type `Parent`.
///
/// `needs` names the parent's attributes a field reads, so that whoever loads the parent fetches no others.
public struct ObjectBinder<Parent: Sendable, Context: AnyObject & Sendable> {
    public typealias Call = FieldCall<Context>
    @usableFromInline var fields: [String: FieldBinding] = [:]

    @inlinable init() {}

    /// A scalar or enum written straight from its parent; writing nothing means null.
    @inlinable public mutating func write(
        _ name: String, needs: AttributeSet = 0,
        _ write: @escaping @Sendable (Parent, inout ResponseBuffer) throws(FieldError) -> Void
    ) {
        fields[name] = FieldBinding(
            .write { column, _, cells in
                column.typed(Parent.self).forEachInPlace { parent in
                    cells.append { buffer throws(FieldError) in try write(parent, &buffer) }
                }
            }, needs: needs)
    }

    /// A scalar or enum written straight from its parent by its arguments.
    @inlinable public mutating func write(
        _ name: String, needs: AttributeSet = 0,
        _ write: @escaping @Sendable (Parent, FieldArguments, inout ResponseBuffer) throws(FieldError) -> Void
    ) {
        fields[name] = FieldBinding(
            .write { column, arguments, cells in
                column.typed(Parent.self).forEachInPlace { parent in
                    cells.append { buffer throws(FieldError) in try write(parent, arguments, &buffer) }
                }
            }, needs: needs)
    }

    /// A scalar or enum that is a property of its parent.
    @inlinable public mutating func value<Value: LeafValue>(
        _ name: String, needs: AttributeSet = 0, _ value: @escaping @Sendable (Parent) -> Value
    ) {
        write(name, needs: needs) { parent, buffer throws(FieldError) in try value(parent).write(to: &buffer) }
    }

    /// An object, or null, that is known from the parent alone.
    @inlinable public mutating func child<Child: Sendable>(
        _ name: String, needs: AttributeSet = 0, forwardsNeeds: Bool = false,
        _ child: @escaping @Sendable (Parent) -> Child?
    ) {
        derive(name, needs: needs, forwardsNeeds: forwardsNeeds) { parents, _ in Resolved(parents.map(child)) }
    }

    /// A list of objects that is known from the parent alone.
    @inlinable public mutating func children<Child: Sendable>(
        _ name: String, needs: AttributeSet = 0, forwardsNeeds: Bool = false,
        _ children: @escaping @Sendable (Parent) -> [Child]
    ) {
        derive(name, needs: needs, forwardsNeeds: forwardsNeeds) { parents, _ in
            Resolved(lists: parents.map(children))
        }
    }

    /// Objects of all parents, found without waiting.
    @inlinable public mutating func derive<Child: Sendable>(
        _ name: String, needs: AttributeSet = 0, forwardsNeeds: Bool = false,
        _ resolve: @escaping @Sendable ([Parent], Call) throws -> Resolved<Child>
    ) {
        fields[name] = FieldBinding(
            .derive { column, context, arguments, field in
                try resolve(column.typed(Parent.self).values, Self.call(context, arguments, field)).erased
            }, needs: needs, forwardsNeeds: forwardsNeeds, elementType: ObjectIdentifier(Child.self))
    }

    /// Objects of all parents of a level, found by waiting: one call, whatever the number of parents.
    ///
    /// - Parameter needsFor: what else is read of the parent, by what is needed of the objects: where the parent knows
    ///   enough of them.
    @inlinable public mutating func load<Child: Sendable>(
        _ name: String, needs: AttributeSet = 0, forwardsNeeds: Bool = false,
        needsFor: (@Sendable (AttributeSet) -> AttributeSet)? = nil,
        _ resolve: @escaping @Sendable ([Parent], Call) async throws -> Resolved<Child>
    ) {
        fields[name] = FieldBinding(
            .load { column, context, arguments, field in
                try await resolve(column.typed(Parent.self).values, Self.call(context, arguments, field)).erased
            }, needs: needs, forwardsNeeds: forwardsNeeds, needsFor: needsFor,
            elementType: ObjectIdentifier(Child.self))
    }

    /// Scalars or enums of all parents, found without waiting.
    @inlinable public mutating func deriveValues<Value: LeafValue>(
        _ name: String, needs: AttributeSet = 0,
        _ resolve: @escaping @Sendable ([Parent], Call) throws -> Resolved<Value>
    ) {
        fields[name] = FieldBinding(
            .derive { column, context, arguments, field in
                try resolve(column.typed(Parent.self).values, Self.call(context, arguments, field)).erased
            }, needs: needs, element: Self.element(Value.self))
    }

    /// Scalars or enums of all parents of a level, found by waiting.
    @inlinable public mutating func loadValues<Value: LeafValue>(
        _ name: String, needs: AttributeSet = 0,
        _ resolve: @escaping @Sendable ([Parent], Call) async throws -> Resolved<Value>
    ) {
        fields[name] = FieldBinding(
            .load { column, context, arguments, field in
                try await resolve(column.typed(Parent.self).values, Self.call(context, arguments, field)).erased
            }, needs: needs, element: Self.element(Value.self))
    }

    /// Binds a field a second time, for documents that give one of its arguments: where nobody does, the field keeps the
    /// cheaper way it was bound to before.
    @inlinable public mutating func bind(
        _ name: String, whenGiven argument: String, _ bind: (inout ObjectBinder) -> Void
    ) {
        var other = ObjectBinder()
        bind(&other)
        guard let plain = fields[name], let binding = other.fields[name] else {
            preconditionFailure("\(name) has to be bound twice: with and without \(argument).")
        }
        fields[name] = plain.with(SpecialBinding(argument: argument, binding: binding))
    }

    @inlinable static func call(
        _ context: AnyContext, _ arguments: FieldArguments, _ field: PlannedField
    ) -> Call {
        // The engine of this `Context` is the only caller.
        FieldCall(context: unsafe unsafeDowncast(context, to: Context.self), arguments: arguments, field: field)
    }

    @inlinable static func element<Value: LeafValue>(_: Value.Type) -> FieldBinding.LeafWriter {
        { column, _, cells in
            column.typed(Value.self).forEachInPlace { value in
                cells.append { buffer throws(FieldError) in try value.write(to: &buffer) }
            }
        }
    }
}
