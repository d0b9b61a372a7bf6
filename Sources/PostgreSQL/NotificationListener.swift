package import EventLoop

/// Hears NOTIFY on a connection of its own, which is opened again whenever it ends. One a process is enough.
///
/// Between `onLost` and `onConnected` notifications are missed: whoever keeps something fresh by them must drop what
/// it keeps at `onConnected`. Callbacks run on the loop, in order.
package final class NotificationListener: Sendable {
    /// What a listener tells.
    package struct Callbacks {
        /// Every channel is listened to from here on.
        package var onConnected: () -> Void = {}
        /// Nothing is heard from here on; told at first, too, when the connection cannot be opened.
        package var onLost: (_ reason: String) -> Void = { _ in }
        package var onNotification: (_ channel: String, _ payload: String) -> Void = { _, _ in }
        /// Whatever was notified before this moment has been told.
        package var onHeard: (_ until: ContinuousClock.Instant) -> Void = { _ in }

        package init() {}
    }

    private static let heartbeat = Statement("heartbeat of listener", "select 1 as heartbeat")

    private let loop: EventLoop
    /// How often the connection is asked.
    private let pulse: Duration
    private let channels: [Statement]
    private let state: LoopBound<State>

    private struct State {
        let keeper: Keeper<Connection>
        var callbacks: Callbacks
        var hasToldLoss = false
    }

    /// - Parameters:
    ///   - settings: without a role: a listener reads no table.
    ///   - channels: names from the source code.
    ///   - heartbeat: how long the connection may take to say that it is still there, which it is asked four times a
    ///     second.
    package init(
        _ settings: ConnectionSettings, channels: [String], loop: EventLoop, sideThreads: SideThreads,
        heartbeat: Duration = .seconds(5), _ callbacks: sending Callbacks
    ) {
        self.loop = loop
        self.channels = channels.map { Statement("listen", "listen \"\($0)\"") }
        pulse = min(heartbeat, .milliseconds(250))
        var connector = Connector(settings: settings, loop: loop, sideThreads: sideThreads)
        connector.maximumSilence = heartbeat
        state = LoopBound(loop, State(keeper: connector.keeper(counting: Statistics()), callbacks: callbacks))
    }

    /// Begins to listen, and goes on until `close()`. Loop thread only.
    package func start() {
        let keeper = state.withValue { $0.keeper }
        keeper.onUp = { [self] connection in
            let callbacks = state.withValue { $0.callbacks }
            connection.onNotification = { callbacks.onNotification($0, $1) }
            subscribe(connection)
        }
        keeper.onDown = { [self] _, loss in tellLoss(loss.reason) }
        keeper.onFailure = { [self] failure in tellLoss(failure.description) }
        keeper.start()
    }

    /// Tells of the change, not of each attempt that fails after it.
    private func tellLoss(_ reason: String) {
        let (isNew, callbacks) = state.withValue { state in
            defer { state.hasToldLoss = true }
            return (!state.hasToldLoss, state.callbacks)
        }
        if isNew { callbacks.onLost(reason) }
    }

    /// Ends listening; must come before the listener goes. Loop thread only.
    package func close() async {
        state.withValue { $0.hasToldLoss = true }  // nobody needs to hear of this one
        await state.withValue { $0.keeper }.close()
    }

    private func subscribe(_ connection: Connection) {
        let bound = LoopBound(loop, connection)
        loop.spawn { [self] in
            let connection = bound.withValue { $0 }
            do throws(PostgreSQLError) {
                for channel in channels { _ = try await connection.query(channel) }
            } catch {
                return connection.close(error)
            }
            let callbacks = state.withValue { state in
                state.hasToldLoss = false
                return state.callbacks
            }
            callbacks.onConnected()
            beat(connection)
        }
    }

    /// A server that hangs, or a network that swallows, sends no error; and of one that is quiet nothing else is expected.
    private func beat(_ connection: Connection) {
        let bound = LoopBound(loop, connection)
        loop.spawn { [weak self] in
            guard let self else { return }
            await ask(bound.withValue { $0 })
        }
        loop.schedule(after: pulse) { [weak self, weak connection] in
            guard let self, let connection, !connection.isLost else { return }
            beat(connection)
        }
    }

    /// An answer that is overdue ends the connection, as any. One that comes follows all that was notified before.
    private func ask(_ connection: Connection) async {
        let start = loop.now
        guard (try? await connection.query(Self.heartbeat)) != nil, !connection.isLost else { return }
        state.withValue { $0.callbacks }.onHeard(start)
    }
}
