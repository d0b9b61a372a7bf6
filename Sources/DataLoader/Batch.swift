public import EventLoop

/// Keys that leave together, and those who wait for their values.
public final class Batch<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    public typealias Outcome = Result<[Key: Value], any Error>
    public typealias Waiter = CheckedContinuation<Outcome, Never>

    public struct State {
        public var plan: BatchPlan<Key>
        /// By their numbers; nil for one that stopped waiting or has not begun.
        public var waiters: [Waiter?] = []
        public var outcome: Outcome?

        @inlinable public init(plan: BatchPlan<Key>) {
            self.plan = plan
        }
    }

    public let state: LoopBound<State>

    @inlinable public init(_ loop: EventLoop, limit: Int, patience: Duration) {
        state = LoopBound(loop, State(plan: BatchPlan(limit: limit, patience: patience)))
    }

    @inlinable public var keys: [Key] { state.withValue { $0.plan.keys } }

    @inlinable public func want(_ keys: [Key], at now: ContinuousClock.Instant) -> BatchPlan<Key>.Action {
        state.withValue { $0.plan.want(keys, at: now) }
    }

    /// Waits for the values. A cancelled request stops waiting; the batch goes on for the others.
    @inlinable public func outcome() async throws -> [Key: Value] {
        try Task.checkCancellation()
        let number = state.withValue { state in
            state.waiters.append(nil)
            return state.waiters.count - 1
        }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                add(waiter, number)
            }
        } onCancel: {
            state.loop.execute { [self] in resume(number, .failure(CancellationError())) }
        }.get()
    }

    @inlinable public func finish(_ outcome: Result<[Key: Value], any Error>) {
        let waiters = state.withValue { state in
            state.outcome = outcome
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter?.resume(returning: outcome) }
    }

    @inlinable public func add(_ waiter: CheckedContinuation<Outcome, Never>, _ number: Int) {
        let outcome = state.withValue { state -> Outcome? in
            if state.outcome == nil { state.waiters[number] = waiter }
            return state.outcome
        }
        if let outcome { waiter.resume(returning: outcome) }
    }

    @inlinable public func resume(_ number: Int, _ outcome: Outcome) {
        let waiter = state.withValue { state -> Waiter? in
            guard state.waiters.indices.contains(number) else { return nil }
            defer { state.waiters[number] = nil }
            return state.waiters[number]
        }
        if let waiter = waiter { waiter.resume(returning: outcome) }
    }
}
