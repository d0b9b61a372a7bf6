private import Glibc
private import Synchronization

/// What a loop did since it started; a copy, readable on any thread.
public struct LoopStatistics: Sendable, Equatable {
    /// Polls of the sockets, each followed by the work it brought.
    public var turns: UInt64
    /// Jobs and pieces of work run.
    public var jobs: UInt64
    /// Time spent running work rather than waiting.
    public var busy: Duration
    /// The longest turn since the last call that asked for a reset: how long a ready socket may have waited.
    public var longestTurn: Duration
}

/// The counters behind `LoopStatistics`: written by the loop only, read by anybody.
final class LoopMeter: Sendable {
    private let turns = Atomic<UInt64>(0)
    private let jobs = Atomic<UInt64>(0)
    private let busy = Atomic<UInt64>(0)
    private let longest = Atomic<UInt64>(0)

    func count(jobs count: Int) {
        jobs.store(jobs.load(ordering: .relaxed) &+ UInt64(count), ordering: .relaxed)
    }

    func endTurn(nanoseconds: UInt64) {
        turns.store(turns.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        busy.store(busy.load(ordering: .relaxed) &+ nanoseconds, ordering: .relaxed)
        if nanoseconds > longest.load(ordering: .relaxed) { longest.store(nanoseconds, ordering: .relaxed) }
    }

    func read(resetLongest: Bool) -> LoopStatistics {
        let longest =
            resetLongest ? longest.exchange(0, ordering: .relaxed) : longest.load(ordering: .relaxed)
        return LoopStatistics(
            turns: turns.load(ordering: .relaxed),
            jobs: jobs.load(ordering: .relaxed),
            busy: .nanoseconds(busy.load(ordering: .relaxed)),
            longestTurn: .nanoseconds(longest)
        )
    }
}

extension EventLoop {
    /// Any thread. `resetLongest` starts a new period of `longestTurn`, for a reader that samples.
    public func statistics(resetLongest: Bool = false) -> LoopStatistics {
        meter.read(resetLongest: resetLongest)
    }
}

/// CLOCK_MONOTONIC, about 25 ns a call.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}
