import Authentication
package import EventLoop
package import PostgreSQL
package import Redis

/// Carries the news of a server's board to the boards of the others, through Redis; without Redis each server tells its own.
/// What the catalogue brings about for viewers each server hears of PostgreSQL itself.
package final class NewsExchange: Sendable {
    package let board: Newsboard
    /// PostgreSQL's channel (migration 0019) of titles whose change may move something for viewers.
    package static let titlesChannel = "viewer_titles"
    /// The same (migration 0020) of entries that went with what they are about, and of lists that went with their owner.
    package static let listsChannel = "viewer_lists"

    private let loop: EventLoop
    private let notifications: NotificationHub
    private let publisher: RedisClient
    private let subscriber: RedisSubscriber
    private let channel: String
    /// Names this server, so that it does not hear itself.
    private let name: String

    /// - Parameters:
    ///   - loop: on which it works.
    ///   - redisLookups: finds Redis' host.
    ///   - deployment: names the database, so that servers of another one that share the Redis are not heard.
    package init(
        loop: EventLoop, notifications: NotificationHub, redis: RedisAddress, redisLookups: SideThreads,
        deployment: String
    ) {
        let publisher = RedisClient(redis, loop: loop, sideThreads: redisLookups)
        let channel = "marquee:\(deployment):news"
        let name = Randomness.text(bytes: 12)
        self.loop = loop
        self.notifications = notifications
        self.publisher = publisher
        self.channel = channel
        self.name = name
        subscriber = RedisSubscriber(redis, loop: loop, sideThreads: redisLookups)
        board = Newsboard { news, topic in
            let message = Array("\(name)\t\(topic)\t\(news)".utf8)
            loop.spawn { _ = try? await publisher.publish(message, on: channel) }
        }
    }

    /// Begins to hear. On the loop.
    package func open() async {
        await publisher.start()
        subscriber.start()
        await subscriber.subscribe(channel) { [board, name] message in
            let parts = String(decoding: message, as: UTF8.self).split(separator: "\t", maxSplits: 2)
            guard parts.count == 3, parts[0] != name else { return }
            board.hear(String(parts[2]), on: String(parts[1]))
        }
        board.hearCatalogue(of: notifications, on: loop)
    }

    /// On the loop.
    package func close() async {
        subscriber.unsubscribe(channel)
        await subscriber.close()
        await publisher.close()
    }
}
