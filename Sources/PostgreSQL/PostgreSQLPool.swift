package import EventLoop

/// The connections of one loop: short statements share some in pipelines, slow ones and transactions lease others.
///
/// Everything but `init` is for tasks and callbacks of the loop, so there are no locks. A pool must be closed by `close()` before it goes.
package final class PostgreSQLPool: Sendable {
    let loop: EventLoop
    private let boundCore: LoopBound<PoolCore>

    /// Any thread; nothing is opened before `start`.
    /// - Parameters:
    ///   - sideThreads: find hosts.
    ///   - cancelThreads: cancel statements; nil for the same threads.
    package init(
        _ settings: ConnectionSettings, loop: EventLoop, sideThreads: SideThreads, cancelThreads: SideThreads? = nil,
        limits: PoolLimits = PoolLimits()
    ) {
        self.loop = loop
        var connector = Connector(settings: settings, loop: loop, sideThreads: sideThreads)
        if settings.statementTimeout > .zero { connector.maximumSilence = settings.statementTimeout + limits.silence }
        boundCore = LoopBound(
            loop, PoolCore(connector, cancelThreads: cancelThreads ?? sideThreads, limits: limits))
    }

    var core: PoolCore { boundCore.withValue { $0 } }

    /// Opens the connections and keeps them open. Returns with the first; throws when the database refuses to serve, or
    /// does not answer within the limit. After an error the pool goes on trying, unless it is closed.
    package func start(within limit: Duration = .seconds(10)) async throws(PostgreSQLError) {
        core.shared.beginWaiting(reason: "no connection has been opened yet")
        for keeper in core.keepers { keeper.start() }
        try await core.awaitFirstConnection(within: limit)
    }

    /// Ends all connections; what is in flight fails. Returns when nothing is left to do on the loop.
    package func close() async { await core.close() }

    /// Whether a statement would be sent at once.
    package var isReady: Bool { core.shared.isUp }

    /// Whether the database answers within the limit: one that is frozen keeps its connections open and says nothing.
    package func answers(within limit: Duration) async -> Bool {
        guard isReady else { return false }
        return await withTaskGroup(of: Bool.self) { race in
            race.addTask { (try? await self.query(Self.question)) != nil }
            race.addTask { [loop] in
                try? await loop.sleep(for: limit)
                return false
            }
            defer { race.cancelAll() }
            return await race.next() ?? false
        }
    }

    private static let question = Statement("readiness", "select 1 as readiness")

    /// Runs one statement, on a connection of its lane, and returns its rows.
    ///
    /// When the caller's task is cancelled it stops waiting; on a shared connection the statement itself runs on.
    /// - Parameter viewer: who asks, for statements about what row-level security guards.
    package func query(
        _ statement: Statement, _ parameters: [Parameter] = [], viewer: ViewerScope? = nil
    ) async throws(PostgreSQLError) -> Rows {
        if statement.lane == .leased, core.leased.hasConnections {
            return try await queryAlone(statement, parameters, viewer: viewer)
        }
        guard !Task.isCancelled else { throw .cancelled }
        let core = core
        let ticket = core.nextTicket()
        return try await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                core.shared.submit(
                    unsafe Exchange(
                        ticket: ticket,
                        before: statement.settings(viewer),
                        main: Command(statement: statement, parameters: parameters),
                        continuation: continuation
                    )
                )
            }
        } onCancel: {
            loop.execute { [self] in self.core.shared.abandon(ticket: ticket) }
        }.get()
    }

    /// What has been done and what is going on, for metrics.
    package var statistics: PoolStatistics { core.snapshot() }
}
