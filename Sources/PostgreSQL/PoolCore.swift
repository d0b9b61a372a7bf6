internal import EventLoop

/// The parts of one loop's pool, tied together. Loop thread only.
final class PoolCore {
    let shared: SharedLane
    let leased: LeasedLane
    let statistics = Statistics()
    private(set) var keepers: [Keeper<Connection>] = []
    private var lastTicket = 0
    /// Those who wait for the first connection or the reason why there is none.
    private var onOpened: [(Result<Void, PostgreSQLError>) -> Void] = []
    private var lastFailure: PostgreSQLError?
    private let connector: Connector
    private let limits: PoolLimits

    init(_ connector: Connector, cancelThreads: SideThreads, limits: PoolLimits) {
        self.connector = connector
        self.limits = limits
        let timeout = connector.settings.statementTimeout
        shared = SharedLane(loop: connector.loop, limits: limits, timeout: timeout, statistics: statistics)
        leased = LeasedLane(
            loop: connector.loop, cancelThreads: cancelThreads, limits: limits, statistics: statistics)
        for _ in 0..<limits.sharedConnections { keepers.append(sharedKeeper()) }
        for slot in 0..<limits.leasedConnections { keepers.append(leasedKeeper(slot)) }
    }

    func nextTicket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    private func sharedKeeper() -> Keeper<Connection> {
        let keeper = connector.keeper(counting: statistics)
        keeper.onUp = { [self] connection in
            shared.add(connection)
            opened(.success(()))
        }
        keeper.onDown = { [self] connection, loss in shared.remove(connection, reason: loss.reason) }
        keeper.onFailure = { [self] failure in
            shared.note(failure)
            // Waiting mends what is not there yet, but not what is refused.
            if case .refused = failure { opened(.failure(failure)) }
            lastFailure = failure
        }
        return keeper
    }

    private func leasedKeeper(_ slot: Int) -> Keeper<Connection> {
        let keeper = connector.keeper(counting: statistics)
        keeper.onUp = { [self] connection in leased.put(connection, into: slot) }
        keeper.onDown = { [self] _, loss in leased.empty(slot, reason: loss.reason) }
        keeper.onFailure = { [self] failure in leased.note(failure) }
        return keeper
    }

    private func opened(_ result: Result<Void, PostgreSQLError>) {
        let waiting = onOpened
        onOpened = []
        for resume in waiting { resume(result) }
    }

    /// Returns when the first shared connection is up; throws when it is refused or the time is over.
    func awaitFirstConnection(within limit: Duration) async throws(PostgreSQLError) {
        guard !shared.isUp else { return }
        let result = await unsafe withUnsafeContinuation { continuation in
            let timer = connector.loop.schedule(after: limit) { [unowned self] in
                opened(.failure(lastFailure ?? .unavailable(reason: "no answer within \(limit)")))
            }
            onOpened.append { result in
                timer.cancel()
                unsafe continuation.resume(returning: result)
            }
        }
        try result.get()
    }

    func close() async {
        for keeper in keepers { await keeper.close() }
    }
}

extension PoolCore {
    func snapshot() -> PoolStatistics {
        PoolStatistics(
            statements: statistics.statementsByName,
            inFlight: shared.inFlightCount,
            waiting: shared.waitingCount,
            sharedWaits: statistics.sharedWaits,
            sharedTimeouts: statistics.sharedTimeouts,
            leased: leased.takenCount,
            leaseWaiting: leased.waitingCount,
            leaseWaits: statistics.leaseWaits,
            leaseWaitTimes: statistics.leaseWaitTimes,
            leaseTimeouts: statistics.leaseTimeouts,
            connectionsUp: shared.connections.count + leased.upCount,
            connectionsWanted: keepers.count,
            connectionsOpened: keepers.reduce(0) { $0 + $1.statistics.opened },
            failuresToConnect: keepers.reduce(0) { $0 + $1.statistics.failures },
            connectionsLost: keepers.reduce(0) { $0 + $1.statistics.lost },
            retries: statistics.retries,
            overloads: statistics.overloads
        )
    }
}
