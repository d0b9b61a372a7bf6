extension SideThreads {
    /// Runs `work` on a side thread, but waits for it no longer than `limit`, nor once the caller's task is cancelled:
    /// what blocks a thread cannot be ended, only left. The caller resumes on its own loop.
    /// - Parameter discard: takes a value that came too late; on the side thread.
    /// - Throws: what `work` throws, `EventLoopError.sideThreadSlow`, or `CancellationError`.
    public func run<Value: Sendable>(
        within limit: Duration, on loop: EventLoop, discard: @escaping @Sendable (Value) -> Void = { _ in },
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let wait = Wait<Value>()
        return try await withTaskCancellationHandler {
            try await unsafe withUnsafeThrowingContinuation { continuation in
                guard unsafe wait.begin(continuation) else { return }
                let timer = LoopBound(
                    loop,
                    loop.schedule(after: limit) { wait.end(.failure(EventLoopError.sideThreadSlow(limit: limit))) })
                do {
                    try submit {
                        // Nobody waits any more: the queue was long.
                        guard !wait.hasEnded else { return }
                        let result = Result { try work() }
                        if !wait.end(result), case .success(let value) = result { discard(value) }
                        loop.execute { timer.withValue { $0.cancel() } }
                    }
                } catch {
                    timer.withValue { $0.cancel() }
                    wait.end(.failure(error))
                }
            }
        } onCancel: {
            wait.end(.failure(CancellationError()))
        }
    }
}

/// Somebody who waits for one result: the first that comes counts, from whichever thread.
@safe private final class Wait<Value: Sendable>: Sendable {
    @safe private struct State {
        var continuation: UnsafeContinuation<Value, any Error>?
        /// What ended the wait before it began.
        var early: Result<Value, any Error>?
        var hasEnded = false
    }

    private let state = Locked(State())

    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// False when it has ended already.
    func begin(_ continuation: UnsafeContinuation<Value, any Error>) -> Bool {
        let early = state.withLock { state in
            if state.early == nil { unsafe state.continuation = continuation }
            return state.early
        }
        if let early { unsafe continuation.resume(with: early) }
        return early == nil
    }

    /// False when it had ended before.
    @discardableResult
    func end(_ result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiting) = unsafe state.withLock { state in
            defer {
                unsafe state.continuation = nil
                state.hasEnded = true
            }
            guard !state.hasEnded else { return unsafe (false, state.continuation) }
            if unsafe state.continuation == nil { state.early = result }
            return unsafe (true, state.continuation)
        }
        unsafe waiting?.resume(with: result)
        return isFirst
    }
}
