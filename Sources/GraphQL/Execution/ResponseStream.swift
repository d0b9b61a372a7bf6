/// The answers of a subscription, one for each event of its source (specification section 6.2.3,
/// MapSourceToResponseEvent).
///
/// An event is answered when the next answer is asked for, so a slow reader keeps the source waiting. Listening ends
/// when the reading task is cancelled, or when nobody holds the stream and its iterator any more. A source that fails,
/// or an event that may not be answered any more, ends the stream with the errors to tell the client.
public struct ResponseStream: AsyncSequence, Sendable {
    public typealias Element = Response
    public typealias Failure = RequestErrors

    /// The points the subscription was charged, once for all its answers.
    public let cost: Int
    let events: SourceEvents
    let answer: @Sendable (any AnyColumn) async throws(RequestErrors) -> Response
    let explain: @Sendable (any Error) -> RequestErrors

    public func makeAsyncIterator() -> Iterator {
        Iterator(next: events.listen(), answer: answer, explain: explain)
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var next: SourceEvents.Next?
        fileprivate let answer: @Sendable (any AnyColumn) async throws(RequestErrors) -> Response
        fileprivate let explain: @Sendable (any Error) -> RequestErrors

        public mutating func next() async throws(RequestErrors) -> Response? {
            guard let next else { return nil }
            let event: (any AnyColumn)?
            do {
                event = try await next()
            } catch {
                _ = end()
                if error is CancellationError, Task.isCancelled { return nil }
                throw explain(error)
            }
            guard let event, !Task.isCancelled else { return end() }
            do throws(RequestErrors) {
                return try await answer(event)
            } catch {
                _ = end()
                throw error
            }
        }

        private mutating func end() -> Response? {
            next = nil
            return nil
        }
    }
}
