package import EventLoop

/// One loop's connection to Redis: a help, never a need.
///
/// Nothing here waits for Redis to come back. While no connection is up commands fail at once, and one that is not
/// answered in time drops the connection, so that a Redis that is gone, frozen or broken costs each caller some
/// microseconds and one of them the limit. Everything but `init` is for tasks and callbacks of the loop.
/// A client must be closed by `close()` before it goes.
package final class RedisClient: Sendable {
    /// Whether Redis helps at the moment.
    package enum State: Hashable, Sendable {
        case up
        case down(reason: String)
    }

    private let boundCore: LoopBound<ClientCore>

    /// Any thread; nothing is opened before `start`.
    /// - Parameter onStateChange: hears on the loop, for the log, when Redis comes or goes; not of each attempt.
    package init(
        _ address: RedisAddress, loop: EventLoop, sideThreads: SideThreads, limits: RedisLimits = RedisLimits(),
        onStateChange: @escaping @Sendable (State) -> Void = { _ in }
    ) {
        let connector = Connector(address: address, loop: loop, sideThreads: sideThreads, limits: limits)
        boundCore = LoopBound(loop, ClientCore(connector, onStateChange: onStateChange))
    }

    private var core: ClientCore { boundCore.withValue { $0 } }

    /// Begins to keep a connection open, and returns when the first attempt has succeeded or failed. Once only.
    package func start() async {
        let core = core
        await unsafe withUnsafeContinuation { continuation in
            core.start { unsafe continuation.resume() }
        }
    }

    /// Ends the connection; what is in flight fails.
    package func close() async { await core.close() }

    /// Sends one command and returns its answer. Cancelling the caller's task does not shorten the wait.
    package func command(_ command: RedisCommand) async throws(RedisError) -> RedisValue {
        let core = core
        return try await unsafe withUnsafeContinuation { continuation in
            core.send(command) { unsafe continuation.resume(returning: $0) }
        }.get()
    }

    /// The SHA-1 by which Redis knows a script, once this client has loaded it.
    func hash(ofLoaded source: String) -> String? { core.scripts[source] }
    func remember(_ hash: String, ofLoaded source: String) { core.scripts[source] = hash }

    /// What has been done and what is going on, for metrics.
    package var statistics: RedisStatistics { core.snapshot() }
}

/// A moment's view of one loop's client, for metrics.
package struct RedisStatistics: Hashable, Sendable {
    /// Commands sent, and those of them that got no answer in time or lost their connection.
    package var commands = 0
    package var failures = 0
    /// The failures for want of an answer in time.
    package var timeouts = 0
    /// Commands not sent, because no connection was up or too many were in flight.
    package var bypassed = 0
    /// Sent and not answered yet.
    package var inFlight = 0
    package var connectionsLost = 0
    package var isUp = false
}
