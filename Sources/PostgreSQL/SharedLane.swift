internal import EventLoop
internal import Metrics

/// The lane of short statements: a few connections, many statements in flight on each, none ever cancelled.
final class SharedLane {
    private let loop: EventLoop
    private let limits: PoolLimits
    private let timeout: Duration
    private let statistics: Statistics
    private(set) var connections: [Connection] = []
    private var waiting = FirstInFirstOut<Exchange>()
    /// Statements wait for a connection while none is up; false once that has lasted too long.
    private var isPatient = true
    /// Counts the times without a connection, so that a timer knows whether it is still meant.
    private var outages = 0
    /// Why no connection is up.
    private var downReason = "the pool has not been started"

    init(loop: EventLoop, limits: PoolLimits, timeout: Duration, statistics: Statistics) {
        self.loop = loop
        self.limits = limits
        self.timeout = timeout
        self.statistics = statistics
    }

    var inFlightCount: Int { connections.reduce(0) { $0 + $1.inFlightCount } }
    var waitingCount: Int { waiting.count }
    var isUp: Bool { connections.contains { !$0.isLost } }

    func submit(_ exchange: Exchange) {
        if waiting.isEmpty, let connection = leastBusy() { return connection.send(exchange) }
        guard waiting.count < limits.maximumWaiting else {
            statistics.overloads += 1
            return exchange.finish(.failure(.overloaded))
        }
        guard isUp || isPatient else {
            return exchange.finish(.failure(.unavailable(reason: downReason)))
        }
        waiting.append(exchange)
    }

    /// The caller has left. What has been sent runs on; what has not been is not sent.
    func abandon(ticket: Int) {
        if let exchange = waiting.remove(where: { $0.ticket == ticket }) {
            return exchange.finish(.failure(.cancelled))
        }
        for connection in connections {
            guard let exchange = connection.exchange(ticket: ticket) else { continue }
            let isWrite = exchange.main.statement.effect == .write
            return exchange.finish(.failure(isWrite ? .outcomeUnknown : .cancelled))
        }
    }

    // MARK: Connections come and go

    func add(_ connection: Connection) {
        connections.append(connection)
        isPatient = true
        connection.onAnswer = { [unowned self, unowned connection] exchange, answer in
            take(answer, to: exchange, from: connection)
        }
        pump()
    }

    func remove(_ connection: Connection, reason: String) {
        connections.removeAll { $0 === connection }
        if connections.isEmpty { beginWaiting(reason: reason) }
    }

    /// No connection is up from now on: who asks meanwhile waits, but not for long.
    func beginWaiting(reason: String) {
        isPatient = true
        outages += 1
        downReason = reason
        loop.schedule(after: limits.patience) { [weak self, outages] in self?.losePatience(with: outages) }
    }

    /// A connection could not be opened.
    func note(_ failure: PostgreSQLError) {
        if connections.isEmpty { downReason = failure.reason }
    }

    private func losePatience(with outage: Int) {
        guard !isUp, outage == outages else { return }
        isPatient = false
        statistics.sharedTimeouts += waiting.count
        for exchange in waiting.takeAll() { exchange.finish(.failure(.unavailable(reason: downReason))) }
    }

    // MARK: Statements

    private func leastBusy() -> Connection? {
        var best: Connection?
        for connection in connections where !connection.isLost && connection.inFlightCount < limits.pipelineDepth {
            if connection.inFlightCount < best?.inFlightCount ?? .max { best = connection }
        }
        return best
    }

    private func pump() {
        while !waiting.isEmpty, let connection = leastBusy(), let exchange = waiting.popFirst() {
            if exchange.attempts == 0 { statistics.sharedWaits.record(loop.now - exchange.startedAt) }
            connection.send(exchange)
        }
    }

    private func take(_ answer: Connection.Answer, to exchange: Exchange, from connection: Connection) {
        switch answer {
        case .server(.success(let rows)): exchange.finish(.success(rows))
        case .server(.failure(let error)):
            let elapsed = loop.now - exchange.startedAt
            act(on: .shared(error, attempts: exchange.attempts, elapsed: elapsed, timeout: timeout), exchange)
        case .lost:
            let effect = exchange.main.statement.effect
            act(on: .lost(effect, attempts: exchange.attempts, connections: limits.sharedConnections), exchange)
        }
        pump()
    }

    private func act(on verdict: Verdict, _ exchange: Exchange) {
        switch verdict {
        case .finish(let error): exchange.finish(.failure(error))
        case .again where exchange.isAbandoned: break
        case .again:
            statistics.retries += 1
            waiting.prepend(exchange)
        }
    }
}
