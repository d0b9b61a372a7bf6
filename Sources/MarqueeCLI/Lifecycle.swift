internal import EventLoop
internal import Synchronization

/// Where the server is in its life, for every loop to read: `/readyz` is false unless it serves.
package final class Lifecycle: Sendable {
    package enum Stage: UInt8, AtomicRepresentable, Sendable { case starting, serving, stopping }

    private let atomic = Atomic(Stage.starting)
    private let stopAsked = Semaphore()

    package init() {}

    package var stage: Stage { atomic.load(ordering: .relaxed) }

    /// The start is over; false when a stop was asked for meanwhile.
    func beginServing() -> Bool {
        atomic.compareExchange(expected: .starting, desired: .serving, ordering: .relaxed).exchanged
    }

    /// Asks for the end. Any thread; false when that was done before.
    func askToStop() -> Bool {
        guard atomic.exchange(.stopping, ordering: .relaxed) != .stopping else { return false }
        stopAsked.post()
        return true
    }

    /// Blocks the thread until somebody asks for the end.
    func waitUntilAskedToStop() { stopAsked.wait() }
}
