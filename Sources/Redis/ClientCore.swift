internal import EventLoop

/// What a client knows on its loop. Loop thread only.
final class ClientCore {
    /// Scripts' SHA-1 in hexadecimal, as Redis computed it, by their source.
    var scripts: [String: String] = [:]

    private let keeper: Keeper<Connection>
    private let limits: RedisLimits
    private let onStateChange: (RedisClient.State) -> Void
    private var connection: Connection?
    private var downReason = "no connection has been opened yet"
    private var reported: RedisClient.State?
    private var statistics = RedisStatistics()
    private var isClosing = false

    init(_ connector: Connector, onStateChange: @escaping (RedisClient.State) -> Void) {
        keeper = connector.keeper()
        limits = connector.limits
        self.onStateChange = onStateChange
    }

    /// `onFirstAttempt` is called once.
    func start(onFirstAttempt: @escaping () -> Void) {
        var isFirst = true
        func endAttempt() {
            if isFirst { onFirstAttempt() }
            isFirst = false
        }
        keeper.onUp = { [self] in
            connection = $0
            report(.up)
            endAttempt()
        }
        func goDown(_ loss: RedisError) {
            connection = nil
            downReason = loss.description
            report(.down(reason: downReason))
            endAttempt()
        }
        keeper.onDown = { _, loss in goDown(loss) }
        keeper.onFailure = { goDown($0) }
        keeper.start()
    }

    func close() async {
        isClosing = true
        await keeper.close()
    }

    /// Tells of a change, not of another reason for the same.
    private func report(_ state: RedisClient.State) {
        guard !isClosing else { return }
        defer { reported = state }
        if case .down = state, case .down = reported { return }
        onStateChange(state)
    }

    func send(_ command: RedisCommand, _ finish: @escaping (Connection.Answer) -> Void) {
        guard let connection, connection.loss == nil else {
            statistics.bypassed += 1
            return finish(.failure(.unavailable(reason: downReason)))
        }
        guard connection.inFlightCount < limits.inFlight else {
            statistics.bypassed += 1
            return finish(.failure(.overloaded))
        }
        statistics.commands += 1
        connection.send(command) { [self] answer in
            switch answer {
            case .success, .failure(.refused): break
            case .failure(let error):
                statistics.failures += 1
                if case .timeout = error { statistics.timeouts += 1 }
            }
            finish(answer)
        }
    }

    func snapshot() -> RedisStatistics {
        var snapshot = statistics
        snapshot.isUp = connection != nil
        snapshot.connectionsLost = keeper.statistics.lost
        snapshot.inFlight = connection?.inFlightCount ?? 0
        return snapshot
    }
}
