/// Binds the fields of the subscription type: each has a source of events, opened once a subscription, and is resolved
/// anew for each event.
extension ObjectBinder where Parent == RootValue {
    /// Objects found by an event, which tells what to look for: a key, for example.
    ///
    /// - Parameters:
    ///   - events: opens the source; what it throws refuses the subscription.
    ///   - load: is handed the one event to answer.
    @inlinable public mutating func source<Events: AsyncSequence & Sendable, Child: Sendable>(
        _ name: String, events: @escaping @Sendable (Call) async throws -> Events,
        load: @escaping @Sendable ([Events.Element], Call) async throws -> Resolved<Child>
    ) where Events.Element: Sendable {
        fields[name] = FieldBinding(
            .load { column, context, arguments, field in
                try await load(try Self.event(column), Self.call(context, arguments, field)).erased
            }, needs: 0, elementType: ObjectIdentifier(Child.self), source: Self.opener(events))
    }

    /// Objects that are the events themselves.
    @inlinable public mutating func source<Events: AsyncSequence & Sendable>(
        _ name: String, events: @escaping @Sendable (Call) async throws -> Events
    ) where Events.Element: Sendable {
        source(name, events: events) { events, _ in Resolved(events) }
    }

    /// Scalars or enums that are the events themselves.
    @inlinable public mutating func sourceValues<Events: AsyncSequence & Sendable>(
        _ name: String, events: @escaping @Sendable (Call) async throws -> Events
    ) where Events.Element: LeafValue {
        fields[name] = FieldBinding(
            .derive { column, _, _, _ in Resolved(try Self.event(column) as [Events.Element]).erased },
            needs: 0, element: Self.element(Events.Element.self), source: Self.opener(events))
    }

    @usableFromInline static func opener<Events: AsyncSequence & Sendable>(
        _ events: @escaping @Sendable (Call) async throws -> Events
    ) -> FieldBinding.SourceOpener where Events.Element: Sendable {
        { context, arguments, field in
            SourceEvents(try await events(Self.call(context, arguments, field)))
        }
    }

    /// The event that is answered; there is none if the subscription is executed like a query.
    @usableFromInline static func event<Event: Sendable>(_ root: any AnyColumn) throws(FieldError) -> [Event] {
        guard let events = root as? Column<Event> else {
            throw FieldError("A subscription answers events: subscribe to it.", code: .validationFailed)
        }
        return events.values
    }
}
