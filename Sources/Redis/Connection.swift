internal import EventLoop

/// An open connection on its loop: sends commands, receives their answers in order, and gives up when one is overdue.
///
/// It knows no reconnecting: whoever owns it hears of the end. Loop thread only.
final class Connection: KeptConnection {
    typealias Answer = Result<RedisValue, RedisError>

    /// Told once, after all that was in flight has been answered with the same error.
    var onLost: (RedisError) -> Void = { _ in }
    /// Sees each answer first; true when it belongs to no command (a message of a channel).
    var onPush: (RedisValue) -> Bool = { _ in false }
    /// Every command's time to be answered.
    var limit: Duration
    /// Why it ended.
    private(set) var loss: RedisError?

    private let wire: HiredisContext
    private let loop: EventLoop
    private var watch: DescriptorWatch?
    private var inFlight = FirstInFirstOut<Pending>()
    private var deadline: LoopTimer?
    /// How many commands lie at the end of `inFlight` that no write has been tried for.
    private var unsent = 0

    private struct Pending {
        let sentAt: ContinuousClock.Instant
        let finish: (Answer) -> Void
    }

    /// Takes over a context that connects or is connected.
    init(_ wire: HiredisContext, on loop: EventLoop, limit: Duration) throws(RedisError) {
        self.wire = wire
        self.loop = loop
        self.limit = limit
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

    deinit {
        watch?.cancel()
        deadline?.cancel()
    }

    var inFlightCount: Int { inFlight.count }

    /// Ends the connection; `error` is what those who wait are told. Harmless when repeated.
    func close(_ error: RedisError) {
        guard loss == nil else { return }
        loss = error
        watch?.cancel()
        watch = nil
        deadline?.cancel()
        wire.close()
        for pending in inFlight.takeAll() { pending.finish(.failure(error)) }
        onLost(error)
    }

    // MARK: Sending

    /// Sends a command with all others of this turn; `finish` is called once, now only if the connection has ended.
    func send(_ command: RedisCommand, _ finish: @escaping (Answer) -> Void) {
        if let loss { return finish(.failure(loss)) }
        guard wire.append(command) else {
            finish(.failure(.unavailable(reason: wire.errorMessage)))
            return close(.connectionLost(reason: wire.errorMessage))
        }
        inFlight.append(Pending(sentAt: loop.now, finish: finish))
        unsent += 1
        if unsent == 1 { loop.whenIdle { [weak self] in self?.flush() } }
        if deadline == nil { startDeadline(in: limit) }
    }

    /// Sends a command and returns its answer. The caller cannot stop waiting; the limit is short.
    func send(_ command: RedisCommand) async throws(RedisError) -> RedisValue {
        try await unsafe withUnsafeContinuation { continuation in
            send(command) { unsafe continuation.resume(returning: $0) }
        }.get()
    }

    /// Writes what the socket has room for, and waits for room only while something is left.
    private func flush() {
        guard let watch else { return }
        unsent = 0
        let flushed = wire.flush()
        if flushed == .failed { return close(.connectionLost(reason: wire.errorMessage)) }
        let interest: DescriptorInterest = flushed == .some ? [.readable, .writable] : .readable
        if watch.interest != interest { watch.change(to: interest) }
    }

    // MARK: Receiving

    /// Takes in what has arrived, leaving the loop to others after a while; the watch then reports the rest.
    private func receive() {
        for _ in 0..<16 where loss == nil {
            let reading = wire.read()
            guard reading != .failed else { return close(.connectionLost(reason: wire.errorMessage)) }
            takeReplies()
            if reading == .all { return }
        }
    }

    private func takeReplies() {
        while loss == nil {
            switch wire.nextReply() {
            case .none: return
            case .failed: close(.connectionLost(reason: wire.errorMessage))
            case .value(let value) where onPush(value): break
            case .value(let value): give(value)
            }
        }
    }

    private func give(_ value: RedisValue) {
        guard let pending = inFlight.popFirst() else {
            // Redis itself does so to say that it has no room for the connection.
            if case .error(let message) = value { return close(.connectionLost(reason: message)) }
            return close(.connectionLost(reason: "an answer came that nobody asked for: \(value)"))
        }
        if case .error(let message) = value {
            pending.finish(.failure(.refused(message: message)))
        } else {
            pending.finish(.success(value))
        }
    }

    // MARK: The deadline

    /// One timer serves all: answers come in order and all commands have the same limit, so the oldest is due first.
    private func startDeadline(in delay: Duration) {
        let due = loop.now + delay
        deadline = loop.schedule(after: delay) { [weak self] in self?.checkDeadline(due) }
    }

    private func checkDeadline(_ due: ContinuousClock.Instant) {
        deadline = nil
        receive()  // what has arrived counts
        guard loss == nil, let oldest = inFlight.first else { return }
        let now = loop.now
        let left = limit - (now - oldest.sentAt)
        if left > .zero {
            startDeadline(in: left)
        } else if unsent == inFlight.count || now - due > limit / 2 {
            // This loop was busy, not Redis slow: dropping the cache now would only make it busier.
            flush()
            if loss == nil { startDeadline(in: limit) }
        } else {
            close(.timeout(limit: limit))
        }
    }
}
