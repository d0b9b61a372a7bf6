import EventLoop
import PostgreSQL

/// What requests tell those who follow a topic, on all loops of a server: that a list changed, that a review was written.
/// Nothing is kept for later: who follows hears what is told from then on.
package final class Newsboard: Sendable {
    private struct State {
        var followers: [String: [Int: AsyncStream<String>.Continuation]] = [:]
        var lastNumber = 0
    }

    /// What waits for a slow client; of more, the newest.
    private static let mostWaiting = 1_000

    private let state = Locked(State())
    /// Passes news on to the other servers.
    private let passOn: @Sendable (_ news: String, _ topic: String) -> Void

    package init(passOn: @escaping @Sendable (_ news: String, _ topic: String) -> Void = { _, _ in }) {
        self.passOn = passOn
    }

    /// What is told of some topics from now on, until the stream is let go.
    func follow(_ topics: String...) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.mostWaiting))
        let number = state.withLock { state in
            state.lastNumber += 1
            for topic in topics { state.followers[topic, default: [:]][state.lastNumber] = continuation }
            return state.lastNumber
        }
        continuation.onTermination = { [weak self] _ in
            for topic in topics { self?.forget(number, topic) }
        }
        return stream
    }

    private func forget(_ number: Int, _ topic: String) {
        state.withLock { state in
            state.followers[topic]?[number] = nil
            if state.followers[topic]?.isEmpty == true { state.followers[topic] = nil }
        }
    }

    /// Tells the followers of this server and of all others.
    func tell(_ news: String, on topic: String) {
        hear(news, on: topic)
        passOn(news, topic)
    }

    /// Tells the followers of this server.
    func hear(_ news: String, on topic: String) {
        let followers = state.withLock { $0.followers[topic].map { Array($0.values) } ?? [] }
        for follower in followers { follower.yield(news) }
    }

    /// The topic of what the catalogue may have moved for viewers: keys of titles, as `LibraryNews` reads them.
    static let titles = "titles"

    /// Tells what PostgreSQL does of that topic, and of lists. On the loop.
    func hearCatalogue(of notifications: NotificationHub, on loop: EventLoop) {
        notifications.subscribe(to: NewsExchange.titlesChannel, on: loop) { [weak self] news in
            if case .notification(let keys) = news { self?.hear(keys, on: Self.titles) }
        }
        notifications.subscribe(to: NewsExchange.listsChannel, on: loop) { [weak self] news in
            guard case .notification(let gone) = news else { return }
            for id in gone.split(separator: " ").compactMap({ GlobalID(String($0)) }) {
                if id.kind == .list {
                    self?.hear(ListNews(.listDeleted).text, on: "\(id)")
                } else {
                    self?.hear(ListNews(.entryRemoved, id).text, on: "\(GlobalID(.list, id.owner))")
                }
            }
        }
    }

    /// How many follow anything.
    var followerCount: Int { state.withLock { $0.followers.values.reduce(0) { $0 + $1.count } } }
}
