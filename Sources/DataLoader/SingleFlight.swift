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
            flights[key] = Flight(loop: self.flights.loop)
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

/// A value under way, and those who wait for it. Loop thread only.
public final class Flight<Value: Sendable>: Sendable {
    private struct State {
        var hasLanded = false
        var value: Value?
        /// By their numbers; nil for one that waits no more.
        var waiters: [CheckedContinuation<Value?, Never>?] = []
    }

    private let state: LoopBound<State>

    package init(loop: EventLoop) { state = LoopBound(loop, State()) }

    /// The value, once it is there.
    public var value: Value? {
        get async {
            let number = state.withValue { state in
                state.waiters.append(nil)
                return state.waiters.count - 1
            }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { wait($0, number) }
            } onCancel: {
                state.loop.execute { [self] in leave(number) }
            }
        }
    }

    private func wait(_ waiter: CheckedContinuation<Value?, Never>, _ number: Int) {
        let isOver = state.withValue { state in
            if !state.hasLanded { state.waiters[number] = waiter }
            return state.hasLanded
        }
        if isOver { waiter.resume(returning: state.withValue { $0.value }) }
    }

    private func leave(_ number: Int) {
        let waiter = state.withValue { state in
            guard state.waiters.indices.contains(number) else { return nil as CheckedContinuation<Value?, Never>? }
            defer { state.waiters[number] = nil }
            return state.waiters[number]
        }
        waiter?.resume(returning: nil)
    }

    package func land(_ value: Value?) {
        let waiters = state.withValue { state in
            (state.hasLanded, state.value) = (true, value)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter?.resume(returning: value) }
    }
}
