package import EventLoop
package import PostgreSQL
package import Redis

/// Brings the news of titles to the followers on all loops of a server: from PostgreSQL, and from other servers through
/// Redis while PostgreSQL is not heard. What it hears of PostgreSQL it passes on through Redis for them.
package final class TitleNewsroom: Sendable {
    private let desk: LoopBound<TitleNewsDesk>
    private let followers: [TitleFollowers]
    private let notifications: NotificationHub
    private let publisher: RedisClient
    private let subscriber: RedisSubscriber
    private let channel: String

    /// - Parameters:
    ///   - loops: those of the server; the newsroom works on the first.
    ///   - redisLookups: finds Redis' host.
    ///   - deployment: names the database, so that servers of another one that share the Redis are not heard.
    package init(
        loops: [EventLoop], notifications: NotificationHub, redis: RedisAddress, redisLookups: SideThreads,
        deployment: String
    ) {
        desk = LoopBound(loops[0], TitleNewsDesk())
        followers = loops.map { TitleFollowers(loop: $0) }
        self.notifications = notifications
        publisher = RedisClient(redis, loop: loops[0], sideThreads: redisLookups)
        subscriber = RedisSubscriber(redis, loop: loops[0], sideThreads: redisLookups)
        channel = "marquee:\(deployment):\(TitleNews.channel)"
    }

    /// Who follows titles on a loop of the server.
    package func followers(on loop: EventLoop) -> TitleFollowers? { followers.first { $0.loop === loop } }

    /// Begins to hear. On the first loop.
    package func open() async {
        await publisher.start()
        subscriber.start()
        await subscriber.subscribe(channel) { [self] message in
            guard let news = TitleNews(String(decoding: message, as: UTF8.self)) else { return }
            tell(desk.withValue { $0.hear(news, from: .redis) })
        }
        notifications.subscribe(to: TitleNews.channel, on: desk.loop) { [self] in hear($0) }
    }

    /// On the first loop.
    package func close() async {
        subscriber.unsubscribe(channel)
        await subscriber.close()
        await publisher.close()
    }

    private func hear(_ notification: NotificationHub.News) {
        switch notification {
        case .connected: tell(desk.withValue { $0.connected() })
        case .lost: desk.withValue { $0.lost() }
        case .notification(let payload):
            guard let news = TitleNews(payload) else { return }
            tell(desk.withValue { $0.hear(news, from: .postgreSQL) })
            desk.loop.spawn { [publisher, channel] in
                // Without Redis each server still hears PostgreSQL itself.
                _ = try? await publisher.publish(Array(payload.utf8), on: channel)
            }
        }
    }

    private func tell(_ word: TitleNewsDesk.Word?) {
        guard let word else { return }
        for followers in followers { followers.loop.execute { followers.tell(word) } }
    }
}
