public import EventLoop

/// Sees to it that a value that several want at once is made by one of them. Loop thread only.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What becomes of who asks.
    public enum Part: Sendable {
        /// Makes the value, and tells the others by `land`, whatever comes of it.
        case leads
        /// Waits for who leads; nil if nothing came of it, or the wait was cancelled.
        case follows(Flight<Value>)
    }

    private let flights: LoopBound<[Key: Flight<Value>]>

    public init(loop: EventLoop) { flights = LoopBound(loop, [:]) }

    public func join(_ key: Key) -> Part {
        flights.withValue { flights in
            if let flight = flights[key] { return .follows(flight) }
            flights[key] = Flight()
            return .leads
        }
    }

    /// Whether somebody makes the value already.
    public func isUnderWay(_ key: Key) -> Bool { flights.withValue { $0[key] != nil } }

    /// Tells those who wait, and forgets the flight.
    public func land(_ key: Key, _ value: Value?) {
        flights.withValue { $0.removeValue(forKey: key) }?.land(value)
    }
}

/// A value under way, and those who wait for it. Any thread.
public final class Flight<Value: Sendable>: Sendable {
    private enum Waiter: Sendable {
        case begins
        case waits(CheckedContinuation<Value?, Never>)
        /// It was cancelled.
        case left
    }

    private struct State: Sendable {
        var hasLanded = false
        var value: Value?
        /// By their numbers.
        var waiters: [Waiter] = []
    }

    private let state = Locked(State())

    package init() {}

    /// The value, once it is there.
    public var value: Value? {
        get async {
            let number = state.withLock { state in
                state.waiters.append(.begins)
                return state.waiters.count - 1
            }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { wait($0, number) }
            } onCancel: {
                leave(number)
            }
        }
    }

    private func wait(_ waiter: CheckedContinuation<Value?, Never>, _ number: Int) {
        let (waits, value) = state.withLock { state in
            guard !state.hasLanded, case .begins = state.waiters[number] else { return (false, state.value) }
            state.waiters[number] = .waits(waiter)
            return (true, nil)
        }
        if !waits { waiter.resume(returning: value) }
    }

    private func leave(_ number: Int) {
        let waiter = state.withLock { state in
            guard state.waiters.indices.contains(number) else { return Waiter.left }
            defer { state.waiters[number] = .left }
            return state.waiters[number]
        }
        if case .waits(let waiter) = waiter { waiter.resume(returning: nil) }
    }

    package func land(_ value: Value?) {
        let waiters = state.withLock { state in
            (state.hasLanded, state.value) = (true, value)
            defer { state.waiters = [] }
            return state.waiters
        }
        for case .waits(let waiter) in waiters { waiter.resume(returning: value) }
    }
}
