/// A bounded pool of threads for work that blocks or computes long: hashing, name resolution, `PQcancel`.
///
/// Threads start with the first work and stay. Work waits in order; beyond `maximumWaiting` it is refused at once,
/// because a queue that only grows helps nobody.
public final class SideThreads: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var threads: [PosixThread] = []
        var idle = 0
        var isStopped = false
    }

    private let name: String
    private let maximumThreads: Int
    private let maximumWaiting: Int
    private let state = Locked(State())
    private let signal = Semaphore()

    public init(name: String, threads: Int, maximumWaiting: Int = 1024) {
        precondition(threads > 0, "a pool needs at least one thread")
        self.name = name
        maximumThreads = threads
        self.maximumWaiting = maximumWaiting
    }

    /// Runs `work` on a side thread; the caller resumes on its own loop. Throws what `work` throws, or
    /// `EventLoopError` when the pool is full or no thread can be had.
    ///
    /// A caller that is cancelled while its work still waits goes on at once, with `CancellationError`, and the work is
    /// not done; what has begun is waited for.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let caller = Caller<Value>()
        return try await withTaskCancellationHandler {
            try await unsafe withUnsafeThrowingContinuation { continuation in
                guard unsafe caller.wait(continuation) else { return }
                do {
                    try submit {
                        guard let waiting = unsafe caller.take() else { return }
                        unsafe waiting.resume(with: Result { try work() })
                    }
                } catch {
                    unsafe caller.take()?.resume(throwing: error)
                }
            }
        } onCancel: {
            caller.leave()
        }
    }

    /// Runs `work` on a side thread, with nobody waiting for it.
    public func submit(_ work: @escaping @Sendable () -> Void) throws(EventLoopError) {
        try state.withLock { (state) throws(EventLoopError) in
            guard state.waiting.count < maximumWaiting, !state.isStopped else {
                throw .sideThreadsBusy(waiting: state.waiting.count)
            }
            if state.waiting.count >= state.idle, state.threads.count < maximumThreads {
                let name = "\(name)-\(state.threads.count)"
                state.threads.append(try PosixThread(name: name) { [self] in serve() })
                state.idle += 1
            }
            state.waiting.append(work)
        }
        signal.post()
    }

    /// Finishes the work that waits, ends the threads and returns when they are gone. Those that are still at work after
    /// `limit` are left to themselves, since what blocks them may block them for ever. Not from a side thread.
    public func stop(within limit: Duration = .seconds(2)) {
        let threads = state.withLock { state in
            state.isStopped = true
            defer { state.threads = [] }
            return state.threads
        }
        for _ in threads { signal.post() }
        let deadline = ContinuousClock.now + limit
        for thread in threads { thread.join(until: deadline) }
    }

    private func serve() {
        while true {
            signal.wait()
            let work: (@Sendable () -> Void)? = state.withLock { state in
                guard !state.waiting.isEmpty else { return nil }
                state.idle -= 1
                return state.waiting.removeFirst()
            }
            guard let work else { return }
            work()
            state.withLock { $0.idle += 1 }
        }
    }
}

/// Who waits for work to be done; whoever takes the continuation resumes it.
private final class Caller<Value: Sendable>: Sendable {
    @safe private struct State {
        var continuation: UnsafeContinuation<Value, any Error>?
        var hasLeft = false
    }

    private let state = Locked(State())

    /// False, with the continuation resumed, if the caller has left already.
    func wait(_ continuation: UnsafeContinuation<Value, any Error>) -> Bool {
        let hasLeft = state.withLock { state in
            unsafe state.continuation = continuation
            return state.hasLeft
        }
        if hasLeft { leave() }
        return !hasLeft
    }

    /// Nil if the caller has left.
    func take() -> UnsafeContinuation<Value, any Error>? {
        unsafe state.withLock { state in
            defer { unsafe state.continuation = nil }
            return unsafe state.continuation
        }
    }

    func leave() {
        state.withLock { $0.hasLeft = true }
        unsafe take()?.resume(throwing: CancellationError())
    }
}
