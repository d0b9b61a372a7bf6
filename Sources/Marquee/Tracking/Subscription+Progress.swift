import GraphQL
import PostgreSQL

/// The shows in which a viewer's progress has changed, on whatever device, one after the other; the key of each.
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

        mutating func next() async throws -> Int64? { try await next(isolation: #isolation) }

        mutating func next(isolation: isolated (any Actor)?) async throws -> Int64? {
            while let text = await news.next(isolation: isolation) {
                guard let changed = Int64(text), changes.show ?? changed == changed else { continue }
                // A film has no progress, nor has a show that was unmarked whole.
                let begun = try await changes.context.rows.pool.query(
                    TrackingCommands.isBegun, [.int(changed)], viewer: changes.viewer.scope)
                if !begun.isEmpty { return changed }
            }
            return nil
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
                    news: call.context.services.newsboard.follow(RequestContext.progressTopic(viewer)),
                    context: call.context)
            } load: { shows, call in
                Resolved(
                    try await call.context.one(
                        ProgressStatements.ofShows, shows, needs: call.needs, as: call.context.caller.viewer))
            }
        }
    }
}
