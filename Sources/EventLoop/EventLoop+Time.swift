private import CLibevent

/// A timer that has been set. Dropping it does not stop it. Loop thread only.
public struct LoopTimer {
    fileprivate let event: LoopEvent

    /// Stops it; harmless after it fired.
    public func cancel() { event.disarm() }
}

extension EventLoop {
    /// The time of deadlines: monotonic, and the same on every loop.
    public var now: ContinuousClock.Instant { .now }

    /// Runs `work` once after the delay; libevent rounds up to whole milliseconds. Loop thread only.
    @discardableResult
    public func schedule(after delay: Duration, _ work: @escaping () -> Void) -> LoopTimer {
        assertCurrent()
        let event = unsafe LoopEvent(base: eventBase, descriptor: -1, flags: Int16(EV_TIMEOUT)) { _ in work() }
        event.arm(timeout: delay)
        return LoopTimer(event: event)
    }

    /// Suspends the calling task. Throws `CancellationError` as soon as the task is cancelled.
    public func sleep(for delay: Duration) async throws {
        let sleeper = LoopBound(self, Sleeper())
        try await withTaskCancellationHandler {
            try await unsafe withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Void, any Error>) in
                onLoop {
                    sleeper.withValue { unsafe $0.continuation = continuation }
                    let timer = self.schedule(after: delay) { sleeper.withValue { $0.wake(.success(())) } }
                    sleeper.withValue { $0.start(timer) }
                }
            }
        } onCancel: {
            onLoop { sleeper.withValue { $0.cancel() } }
        }
    }

    /// Now when called on the loop, otherwise soon.
    private func onLoop(_ work: @escaping @Sendable () -> Void) {
        if isCurrent { work() } else { execute(work) }
    }
}

/// A task that sleeps: ends once, by its timer or by cancellation, whichever comes first (even before it began).
@safe private struct Sleeper {
    var continuation: UnsafeContinuation<Void, any Error>?
    private var timer: LoopTimer?
    private var isCancelled = false

    mutating func start(_ timer: LoopTimer) {
        self.timer = timer
        if isCancelled { cancel() }
    }

    mutating func cancel() {
        isCancelled = true
        timer?.cancel()
        wake(.failure(CancellationError()))
    }

    mutating func wake(_ result: Result<Void, any Error>) {
        guard let waiting = unsafe continuation else { return }
        unsafe continuation = nil
        timer = nil
        unsafe waiting.resume(with: result)
    }
}
