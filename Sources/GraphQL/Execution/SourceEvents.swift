/// What a subscription listens to: a stream of events, each the one object of the root type for one answer
/// (specification section 6.2.3, CreateSourceEventStream).
@usableFromInline struct SourceEvents: Sendable {
    @usableFromInline typealias Next = () async throws -> (any AnyColumn)?

    /// Begins to listen. Whoever lets go of what it returns stops listening.
    let listen: @Sendable () -> Next

    @inlinable init<Events: AsyncSequence & Sendable>(_ events: Events) where Events.Element: Sendable {
        self.init {
            var iterator = events.makeAsyncIterator()
            return { try await iterator.next(isolation: #isolation).map { Column([$0]) } }
        }
    }

    @usableFromInline init(listen: @escaping @Sendable () -> Next) {
        self.listen = listen
    }
}
