import GraphQL
import PostgreSQL

/// The shows in which a viewer's progress has changed, on whatever device or by what the catalogue gained, lost or aired, one
/// after the other; the key of each.
struct ProgressChanges: AsyncSequence, Sendable {
    typealias Element = Int64
    typealias Failure = any Error

    let viewer: Viewer
    /// Nil for all shows.
    let show: Int64?
    let news: AsyncStream<String>
    let context: RequestContext

    func makeAsyncIterator() -> Iterator { Iterator(changes: self, news: news.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        let changes: ProgressChanges
        var news: AsyncStream<String>.Iterator
        /// Shows that changed together and are told one after the other.
        private var waiting: [Int64] = []

        fileprivate init(changes: ProgressChanges, news: AsyncStream<String>.Iterator) {
            (self.changes, self.news) = (changes, news)
        }

        mutating func next() async throws -> Int64? { try await next(isolation: #isolation) }

        mutating func next(isolation: isolated (any Actor)?) async throws -> Int64? {
            while waiting.isEmpty {
                guard let text = await news.next(isolation: isolation) else { return nil }
                waiting = try await begun(text.split(separator: " ").compactMap { Int64($0) })
            }
            return waiting.removeFirst()
        }

        /// Those that are followed and that the viewer has begun: a film has no progress, nor has a show that was unmarked
        /// whole.
        private func begun(_ changed: [Int64]) async throws -> [Int64] {
            let followed = changed.filter { changes.show ?? $0 == $0 }
            if followed.isEmpty { return [] }
            let rows = try await changes.context.rows.pool.query(
                TrackingCommands.begun, [.bigints(followed)], viewer: changes.viewer.scope)
            return (0..<rows.count).map { rows.int($0, 0) }
        }
    }
}

extension RequestContext {
    /// Tells the viewer's devices that something changed in what was watched of a title.
    func tellProgress(of title: Int64) {
        guard let viewer = caller.viewer else { return }
        services.newsboard.tell("\(title)", on: Self.progressTopic(viewer))
    }

    static func progressTopic(_ viewer: Viewer) -> String { "progress \(viewer.id)" }
}

extension Resolvers<RequestContext> {
    /// `Subscription.progressChanged`: each change is answered with the progress as it is then.
    mutating func progressNews() {
        root("Subscription") { subscription in
            subscription.source("progressChanged") { call in
                let viewer = try call.context.signedIn()
                let show =
                    call.arguments["showId"] == nil
                    ? nil : try GlobalID.key(of: .show, in: call.arguments, "showId")
                return ProgressChanges(
                    viewer: viewer, show: show,
                    news: call.context.services.newsboard.follow(
                        RequestContext.progressTopic(viewer), Newsboard.titles),
                    context: call.context)
            } load: { shows, call in
                Resolved(
                    try await call.context.one(
                        ProgressStatements.ofShows, shows, needs: call.needs, as: call.context.caller.viewer))
            }
        }
    }
}
