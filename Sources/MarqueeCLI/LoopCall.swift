internal import EventLoop

/// A task on a loop that a plain thread waits for.
final class LoopCall: Sendable {
    private let result = Locked<Result<Void, any Error>?>(nil)
    private let ended = Semaphore()

    /// Starts the task. Not from a loop, which would wait for itself.
    init(on loop: EventLoop, _ body: @escaping @Sendable () async throws -> Void) {
        loop.spawn { [result, ended] in
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
            result.withLock { $0 = outcome }
            ended.post()
        }
    }

    /// Blocks until the task has ended; throws what it threw. Once only.
    func wait() throws {
        ended.wait()
        try result.withLock { $0 }?.get()
    }
}
