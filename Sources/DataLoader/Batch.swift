import EventLoop

/// Keys that leave together, and those who wait for their values.
final class Batch<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Outcome = Result<[Key: Value], any Error>
    private typealias Waiter = CheckedContinuation<Outcome, Never>

    private struct State {
        var plan: BatchPlan<Key>
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
        var outcome: Outcome?
    }

    private let state: LoopBound<State>

    init(_ loop: EventLoop, limit: Int) {
        state = LoopBound(loop, State(plan: BatchPlan(limit: limit, patience: .milliseconds(1))))
    }

    var keys: [Key] { state.withValue { $0.plan.keys } }

    func want(_ keys: [Key], at now: ContinuousClock.Instant) -> BatchPlan<Key>.Action {
        state.withValue { $0.plan.want(keys, at: now) }
    }

    /// Waits for the values. A cancelled request stops waiting; the batch goes on for the others.
    func outcome() async throws -> [Key: Value] {
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

    func finish(_ outcome: Result<[Key: Value], any Error>) {
        let waiters = state.withValue { state in
            state.outcome = outcome
            defer { state.waiters = [:] }
            return state.waiters
        }
        for (_, waiter) in waiters { waiter.resume(returning: outcome) }
    }

    private func add(_ waiter: CheckedContinuation<Result<[Key: Value], any Error>, Never>, _ number: Int) {
        let outcome = state.withValue { state -> Outcome? in
            if state.outcome == nil { state.waiters[number] = waiter }
            return state.outcome
        }
        if let outcome { waiter.resume(returning: outcome) }
    }

    private func resume(_ number: Int, _ outcome: Outcome) {
        let waiter = state.withValue { state in state.waiters.removeValue(forKey: number) }
        if let waiter = waiter { waiter.resume(returning: outcome) }
    }
}
