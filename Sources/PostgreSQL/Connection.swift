internal import EventLoop

/// An open connection in pipeline mode on its loop: sends exchanges, receives their answers in order.
///
/// It knows neither retries nor pools: whoever owns it hears of every answer and of the end. Loop thread only.
final class Connection: KeptConnection {
    enum Answer {
        case server(Result<Rows, ServerError>)
        /// The connection ended first; the statement may have taken effect or not.
        case lost

        /// What it means to the exchange's caller where nothing is sent again.
        func outcome(of exchange: Exchange) -> Exchange.Outcome {
            switch self {
            case .server(let result): result.mapError { .server($0) }
            case .lost: .failure(.unanswered(exchange.main.statement.effect))
            }
        }
    }

    /// An exchange has ended; it is no longer in flight.
    var onAnswer: (Exchange, Answer) -> Void = { exchange, answer in exchange.finish(answer.outcome(of: exchange)) }
    /// The connection ended; told after the answers to all that was in flight.
    var onLost: (PostgreSQLError) -> Void = { _ in }
    var onNotification: (_ channel: String, _ payload: String) -> Void = { _, _ in }

    private let wire: LibpqConnection
    private let statistics: Statistics
    private var watch: DescriptorWatch?
    private var inFlight = FirstInFirstOut<Exchange>()
    /// What this session knows of each statement, by the statement's number.
    private var preparations: [Preparation] = []
    private var parametersBefore = ParameterBuffer()
    private var parameters = ParameterBuffer()
    /// Why it ended.
    private(set) var loss: PostgreSQLError?

    private struct Preparation {
        var isPrepared = false
        /// Part of the prepared name: changes when what was prepared has become useless, because the schema has changed.
        var generation = 0
    }

    /// Takes over a connection that has been opened.
    init(_ wire: LibpqConnection, on loop: EventLoop, statistics: Statistics) throws(PostgreSQLError) {
        self.wire = wire
        self.statistics = statistics
        guard wire.enterPipeline() else { throw .unavailable(reason: "libpq is out of memory") }
        do {
            watch = try loop.watch(wire.descriptor, .readable) { [weak self] ready in
                // Held here, because the last reference may go while answers are given.
                guard let self else { return }
                if ready.contains(.writable) { flush() }
                if ready.contains(.readable) { receive() }
            }
        } catch {
            throw .unavailable(reason: error.description)
        }
    }

    deinit { watch?.cancel() }

    var isLost: Bool { loss != nil }
    var inFlightCount: Int { inFlight.count }
    var isInTransaction: Bool { wire.isInTransaction }
    var backendID: Int32 { wire.backendID }
    func cancelTicket() -> CancelTicket? { wire.cancelTicket() }
    func exchange(ticket: Int) -> Exchange? { inFlight.first { $0.ticket == ticket } }

    /// Ends the connection as if it had been lost, or because it is not needed any more.
    func close(reason: String) { close(.unavailable(reason: reason)) }

    func close(_ loss: PostgreSQLError) {
        guard !isLost else { return }
        self.loss = loss
        watch?.cancel()
        watch = nil
        wire.close()
        for exchange in inFlight.takeAll() { onAnswer(exchange, .lost) }
        onLost(loss)
    }

    /// Ends the connection when an answer is overdue: a server that hangs, or a network that swallows, sends no error.
    func watchSilence(limit: Duration, on loop: EventLoop) {
        loop.schedule(after: min(limit, .seconds(1))) { [weak self, unowned loop] in
            guard let self, !isLost else { return }
            if let head = inFlight.first, loop.now - head.startedAt > limit {
                return close(reason: "no answer for \(limit)")
            }
            watchSilence(limit: limit, on: loop)
        }
    }

    // MARK: Sending

    /// Sends an exchange behind those in flight. Parameters that cannot be sent end it at once.
    func send(_ exchange: Exchange) {
        guard !isLost else { return onAnswer(exchange, .lost) }
        do throws(PostgreSQLError) {
            if let before = exchange.before { try parametersBefore.encode(before.parameters) }
            try parameters.encode(exchange.main.parameters)
        } catch {
            return exchange.finish(.failure(error))
        }
        // Before sending, as libpq may send at once.
        if inFlight.isEmpty { exchange.startedAt = .now }
        let isSent = sendCommands(of: exchange) && wire.sync()
        inFlight.append(exchange)
        if isSent { flush() } else { close(reason: wire.errorMessage) }
    }

    private func sendCommands(of exchange: Exchange) -> Bool {
        var steps: Exchange.Steps = .main
        var isSent = true
        if let before = exchange.before?.statement {
            steps.insert(.before)
            if !preparation(of: before).isPrepared { steps.insert(.prepareBefore) }
            isSent = send(before, parametersBefore)
        }
        let main = exchange.main.statement
        if !preparation(of: main).isPrepared { steps.insert(.prepareMain) }
        isSent = isSent && send(main, parameters)
        exchange.begin(steps, generation: preparation(of: main).generation)
        statistics.count(main)
        return isSent
    }

    /// Prepares the statement unless it is; from here on it counts as prepared, since what is sent later comes behind.
    private func send(_ statement: Statement, _ parameters: borrowing ParameterBuffer) -> Bool {
        let preparation = preparation(of: statement)
        if !preparation.isPrepared {
            guard wire.prepare(statement, generation: preparation.generation) else { return false }
            preparations[statement.id].isPrepared = !statement.isPassing
        }
        return wire.execute(statement, generation: preparation.generation, parameters)
    }

    private func preparation(of statement: Statement) -> Preparation {
        while preparations.count <= statement.id { preparations.append(Preparation()) }
        return preparations[statement.id]
    }

    /// Sends what the socket had no room for, and waits for room only while something is left.
    private func flush() {
        let flushed = wire.flush()
        if flushed == .failed { return close(reason: wire.errorMessage) }
        let interest: DescriptorInterest = flushed == .some ? [.readable, .writable] : .readable
        guard let watch, watch.interest != interest else { return }
        watch.change(to: interest)
    }

    // MARK: Receiving

    /// Takes in all that has arrived.
    private func receive() {
        guard wire.consumeInput() else { return close(reason: wire.errorMessage) }
        let now = ContinuousClock.now
        while !isLost, let exchange = inFlight.first, !wire.isBusy {
            take(wire.receive(for: exchange.nameOfStep), for: exchange, at: now)
        }
        // libpq reads messages only when asked for results or whether it is busy.
        _ = wire.isBusy
        while let (channel, payload) = wire.nextNotification() { onNotification(channel, payload) }
    }

    private func take(
        _ received: LibpqConnection.Received, for exchange: Exchange, at now: ContinuousClock.Instant
    ) {
        switch received {
        case .rows(let rows): exchange.receive(rows)
        case .failure(let error) where error.isFatal: close(reason: error.message)
        case .failure(let error):
            forgetPreparing(of: exchange)
            if error.isStalePlan { renew(exchange) }
            exchange.receive(error)
        case .aborted: forgetPreparing(of: exchange)
        case .endOfCommand where exchange.hasEnded: close(reason: "an answer came that nobody asked for")
        case .endOfCommand: exchange.endStep()
        case .sync: finish(exchange, at: now)
        }
    }

    /// The next to need the statement prepares it again.
    private func forgetPreparing(of exchange: Exchange) {
        if let statement = exchange.preparing { preparations[statement.id].isPrepared = false }
    }

    /// The schema has changed under the prepared statement: the next to need it prepares it under another name. Others
    /// in flight may report the same, but only the first of a generation counts.
    private func renew(_ exchange: Exchange) {
        let id = exchange.main.statement.id
        guard preparations[id].generation == exchange.generation else { return }
        preparations[id] = Preparation(generation: exchange.generation + 1)
    }

    private func finish(_ exchange: Exchange, at now: ContinuousClock.Instant) {
        _ = inFlight.popFirst()
        if let answer = exchange.answer {
            statistics.countAnswer(
                to: exchange.main.statement, isError: exchange.isRefused, after: now - exchange.startedAt)
            onAnswer(exchange, .server(answer))
        } else {
            // A Sync without any result before it breaks the protocol.
            onAnswer(exchange, .lost)
            close(reason: "an answer without a result came")
        }
        inFlight.first?.startedAt = now
    }
}
