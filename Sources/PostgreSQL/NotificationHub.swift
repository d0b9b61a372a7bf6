package import EventLoop

/// Passes what one `NotificationListener` hears on to every loop: one connection a process, however many subscribe.
package final class NotificationHub: Sendable {
    /// What a subscriber is told, on its own loop and in order.
    package enum News: Hashable, Sendable {
        /// Nothing is missed from here on. Whatever notifications were to keep fresh must be dropped now.
        case connected
        /// Notifications are missed from here on.
        case lost(reason: String)
        case notification(payload: String)
    }

    private struct Subscriber: Sendable {
        let channel: String
        let loop: EventLoop
        let handler: @Sendable (News) -> Void
    }

    /// Who wants to know until when all is told.
    private struct Follower: Sendable {
        let loop: EventLoop
        let handler: @Sendable (ContinuousClock.Instant) -> Void
    }

    private struct State: Sendable {
        var isConnected = false
        var subscribers: [Subscriber] = []
        var followers: [Follower] = []
    }

    private let state = Locked(State())
    private let listener: NotificationListener

    /// - Parameters:
    ///   - settings: the primary's, without a role.
    ///   - channels: names from the source code.
    ///   - loop: where the connection lives.
    package init(_ settings: ConnectionSettings, channels: [String], loop: EventLoop, sideThreads: SideThreads) {
        var callbacks = NotificationListener.Callbacks()
        callbacks.onConnected = { [state] in Self.tell(.connected, in: state) }
        callbacks.onLost = { [state] reason in Self.tell(.lost(reason: reason), in: state) }
        callbacks.onNotification = { [state] channel, payload in
            Self.tell(.notification(payload: payload), on: channel, in: state)
        }
        callbacks.onHeard = { [state] moment in
            for follower in state.withLock({ $0.followers }) {
                follower.loop.execute { follower.handler(moment) }
            }
        }
        listener = NotificationListener(
            settings, channels: channels, loop: loop, sideThreads: sideThreads, callbacks)
    }

    /// Begins to listen; on the hub's loop.
    package func start() { listener.start() }

    /// Ends listening, of which nobody is told; on the hub's loop.
    package func close() async {
        state.withLock { ($0.subscribers, $0.followers) = ([], []) }
        await listener.close()
    }

    /// Tells `handler`, on `loop`, the news of a channel from now on. Until the first `.connected`, which comes at once
    /// when the connection is up, nothing is heard. Any thread; subscriptions last as long as the hub.
    package func subscribe(
        to channel: String, on loop: EventLoop, _ handler: @escaping @Sendable (News) -> Void
    ) {
        state.withLock { state in
            state.subscribers.append(Subscriber(channel: channel, loop: loop, handler: handler))
            if state.isConnected { loop.execute { handler(.connected) } }
        }
    }

    /// Tells `handler`, on `loop` and several times a second, until when every notification has been told. Any thread.
    package func follow(on loop: EventLoop, _ handler: @escaping @Sendable (ContinuousClock.Instant) -> Void) {
        state.withLock { $0.followers.append(Follower(loop: loop, handler: handler)) }
    }

    /// Under the lock, so that every loop is handed the same order.
    private static func tell(_ news: News, on channel: String? = nil, in state: Locked<State>) {
        state.withLock { state in
            switch news {
            case .connected: state.isConnected = true
            case .lost: state.isConnected = false
            case .notification: break
            }
            for subscriber in state.subscribers where channel == nil || channel == subscriber.channel {
                subscriber.loop.execute { subscriber.handler(news) }
            }
        }
    }
}
