package import EventLoop

/// Keys that leave together, and those who wait for their values.
package final class Batch<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    package typealias Outcome = Result<[Key: Value], any Error>
    package typealias Waiter = CheckedContinuation<Outcome, Never>

    package struct State {
        package var plan: BatchPlan<Key>
        package var waiters: [Int: Waiter] = [:]
        package var nextWaiter = 0
        package var outcome: Outcome?

        @inlinable package init(plan: BatchPlan<Key>) {
            self.plan = plan
        }
    }

    package let state: LoopBound<State>

    @inlinable package init(_ loop: EventLoop, limit: Int) {
        state = LoopBound(loop, State(plan: BatchPlan(limit: limit, patience: .milliseconds(1))))
    }

    @inlinable package var keys: [Key] { state.withValue { $0.plan.keys } }

    @inlinable package func want(_ keys: [Key], at now: ContinuousClock.Instant) -> BatchPlan<Key>.Action {
        state.withValue { $0.plan.want(keys, at: now) }
    }

    /// Waits for the values. A cancelled request stops waiting; the batch goes on for the others.
    @inlinable package func outcome() async throws -> [Key: Value] {
        try Task.checkCancellation()
        let number = state.withValue { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                add(waiter, number)
            }
        } onCancel: {
            state.loop.execute { [self] in resume(number, .failure(CancellationError())) }
        }.get()
    }

    @inlinable package func finish(_ outcome: Result<[Key: Value], any Error>) {
        let waiters = state.withValue { state in
            state.outcome = outcome
            defer { state.waiters = [:] }
            return state.waiters
        }
        for (_, waiter) in waiters { waiter.resume(returning: outcome) }
    }

    @inlinable package func add(_ waiter: CheckedContinuation<Outcome, Never>, _ number: Int) {
        let outcome = state.withValue { state -> Outcome? in
            if state.outcome == nil { state.waiters[number] = waiter }
            return state.outcome
        }
        if let outcome { waiter.resume(returning: outcome) }
    }

    @inlinable package func resume(_ number: Int, _ outcome: Outcome) {
        let waiter = state.withValue { state in state.waiters.removeValue(forKey: number) }
        if let waiter = waiter { waiter.resume(returning: outcome) }
    }
}
