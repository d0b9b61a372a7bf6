package import EventLoop

/// Hears the messages of channels on a connection of its own, which is opened again whenever it ends, with all its
/// channels. One a process is enough.
///
/// Redis keeps no messages for those who are away: between `onLost` and `onConnected` they are missed. Everything but
/// `init` is for tasks and callbacks of the loop. A subscriber must be closed by `close()` before it goes.
package final class RedisSubscriber: Sendable {
    /// What a subscriber tells, on the loop and in order.
    package struct Callbacks: Sendable {
        /// Every channel is heard from here on.
        package var onConnected: @Sendable () -> Void = {}
        /// Nothing is heard from here on; told at first, too, when Redis is not there at the start.
        package var onLost: @Sendable (_ reason: String) -> Void = { _ in }

        package init() {}
    }

    private let boundCore: LoopBound<SubscriberCore>

    /// Any thread; nothing is opened before `start`.
    package init(
        _ address: RedisAddress, loop: EventLoop, sideThreads: SideThreads, limits: RedisLimits = RedisLimits(),
        _ callbacks: Callbacks = Callbacks()
    ) {
        var limits = limits
        // Whoever subscribes waits for the channel, not for a cache: more patience costs nobody anything.
        limits.command = limits.connect
        let connector = Connector(address: address, loop: loop, sideThreads: sideThreads, limits: limits)
        boundCore = LoopBound(loop, SubscriberCore(connector, callbacks))
    }

    private var core: SubscriberCore { boundCore.withValue { $0 } }

    /// Begins to keep a connection open, until `close()`. Once only.
    package func start() { core.start() }

    package func close() async { await core.close() }

    /// Calls `handler` with each message of a channel until `unsubscribe`; a second handler of a channel replaces the
    /// first. Returns true when messages are heard from now on, false when only from the next `onConnected` on.
    @discardableResult
    package func subscribe(_ channel: String, _ handler: @escaping @Sendable ([UInt8]) -> Void) async -> Bool {
        let core = core
        return await unsafe withUnsafeContinuation { continuation in
            core.subscribe(channel, handler) { unsafe continuation.resume(returning: $0) }
        }
    }

    /// Calls the channel's handler no more.
    package func unsubscribe(_ channel: String) { core.unsubscribe(channel) }
}
