internal import EventLoop
internal import Synchronization

/// Where the server is in its life, for every loop to read: `/readyz` is false unless it serves.
package final class Lifecycle: Sendable {
    package enum Stage: UInt8, AtomicRepresentable, Sendable { case starting, serving, stopping }

    private let atomic = Atomic(Stage.starting)
    /// The main thread is still at what the start consists of, and has not seen that a stop was asked for.
    private let isInStart = Atomic(true)
    /// Raised when somebody asks for the end.
    let interruption: Interruption

    init() throws(EventLoopError) { interruption = try Interruption() }

    package var stage: Stage { atomic.load(ordering: .relaxed) }

    /// The start is over; false when a stop was asked for meanwhile.
    func beginServing() -> Bool {
        leaveStart()
        return atomic.compareExchange(expected: .starting, desired: .serving, ordering: .relaxed).exchanged
    }

    /// Asks for the end. Any thread; false when that was done before.
    func askToStop() -> Bool {
        guard atomic.exchange(.stopping, ordering: .relaxed) != .stopping else { return false }
        interruption.raise()
        return true
    }

    /// Blocks the thread until somebody asks for the end.
    func waitUntilAskedToStop() { interruption.wait() }

    // MARK: A stop while it starts

    /// For the main thread to ask while it starts: whether the start is to be given up.
    func seesStop() -> Bool {
        guard stage == .stopping else { return false }
        leaveStart()
        return true
    }

    /// The start is over, or is given up: from now on things are taken apart in order.
    func leaveStart() { isInStart.store(false, ordering: .relaxed) }

    /// Whether the main thread has not answered to a stop: something blocks it that cannot be told.
    var isStuckInStart: Bool { stage == .stopping && isInStart.load(ordering: .relaxed) }
}
