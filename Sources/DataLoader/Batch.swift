public import EventLoop

/// Keys that leave together, and those who wait for their values.
public final class Batch<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    public typealias Outcome = Result<[Key: Value], any Error>
    /// Unchecked, since the check is an allocation a request. Each is resumed once: whoever does takes it out of the state.
    @unsafe public typealias Waiter = UnsafeContinuation<Outcome, Never>

    @safe public struct State {
        public var plan: BatchPlan<Key>
        /// By their numbers; nil for one that stopped waiting or has not begun.
        public var waiters: [Waiter?] = unsafe []
        /// How many wait, or are about to.
        public var waiting = 0
        public var outcome: Outcome?
        /// What fetches the values, while it does. Nobody joins a batch that has left.
        public var fetching: Task<Void, Never>?

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

    /// Waits for the values. A cancelled request stops waiting; the batch goes on for the others, and its fetch is
    /// cancelled with the last of them.
    @inlinable public func outcome() async throws -> [Key: Value] {
        try Task.checkCancellation()
        let number = state.withValue { state in
            unsafe state.waiters.append(nil)
            state.waiting += 1
            return unsafe state.waiters.count - 1
        }
        return try await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { waiter in
                unsafe add(waiter, number)
            }
        } onCancel: {
            state.loop.execute { [self] in leave(number) }
        }.get()
    }

    @inlinable public func finish(_ outcome: Result<[Key: Value], any Error>) {
        let waiters = unsafe state.withValue { state in
            state.outcome = outcome
            state.fetching = nil
            defer { unsafe state.waiters = [] }
            return unsafe state.waiters
        }
        unsafe waiters.forEach { unsafe $0?.resume(returning: outcome) }
    }

    @inlinable public func add(_ waiter: UnsafeContinuation<Outcome, Never>, _ number: Int) {
        let outcome = state.withValue { state -> Outcome? in
            if state.outcome == nil { unsafe state.waiters[number] = waiter }
            return state.outcome
        }
        if let outcome { unsafe waiter.resume(returning: outcome) }
    }

    @inlinable public func leave(_ number: Int) {
        let waiter = unsafe state.withValue { state -> Waiter? in
            guard unsafe state.waiters.indices.contains(number) else { return nil }
            defer { unsafe state.waiters[number] = nil }
            return unsafe state.waiters[number]
        }
        guard let waiter = unsafe waiter else { return }
        unsafe waiter.resume(returning: .failure(CancellationError()))
        let abandoned = state.withValue { state -> Task<Void, Never>? in
            state.waiting -= 1
            return state.waiting == 0 ? state.fetching : nil
        }
        abandoned?.cancel()
    }
}
