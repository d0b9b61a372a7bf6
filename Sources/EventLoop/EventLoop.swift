private import CLibevent
private import Glibc
private import Synchronization

/// One libevent loop on one thread, and the executor of every task that belongs to it.
///
/// A turn: run ready jobs until none is left; run the idle hooks, which may make new jobs; then poll once. One poll
/// reports many sockets, and all their jobs run before the hooks: this is where loaders collect across requests.
@safe public final class EventLoop: TaskExecutor, Sendable {
    /// How long jobs may run before the sockets are looked at again.
    private static let jobBudget: UInt64 = 5_000_000
    /// How long idle hooks wait at most for descriptors that become ready one after the other, in nanoseconds.
    private static let gatheringBudget: UInt64 = 500_000

    /// Appears in thread lists and messages.
    public let name: String
    let meter = LoopMeter()
    private let inbox: LoopInbox
    private let isStopping = Atomic(false)
    /// `pthread_self` of the thread inside `run`, 0 outside.
    private let thread = Atomic<UInt>(0)
    /// Immutable, and used on the loop's thread only (libevent is not told of threads: its locks would cost for nothing).
    nonisolated(unsafe) private let base: OpaquePointer
    /// Used on the loop's thread only, as `ready` asserts.
    nonisolated(unsafe) private let queues = LoopQueues()

    /// Also makes the process ignore SIGPIPE, since a peer that left must be an error code, not the end.
    public init(name: String) throws(EventLoopError) {
        signal(SIGPIPE, SIG_IGN)
        // Clients can provoke libevent's warnings at will; only its errors are for the log.
        unsafe event_set_log_callback(logLibevent)
        guard let inbox = LoopInbox(), let base = unsafe EventLoop.makeBase() else {
            throw .cannotCreateLoop(name: name)
        }
        self.name = name
        self.inbox = inbox
        unsafe self.base = unsafe base
    }

    deinit {
        unsafe LoopEvent.discardAll(of: base)
        unsafe event_base_free(base)
    }

    /// The changelist joins several changes of one descriptor in a turn into one system call or none.
    private static func makeBase() -> OpaquePointer? {
        guard let configuration = unsafe event_config_new() else { return nil }
        defer { unsafe event_config_free(configuration) }
        let flags = EVENT_BASE_FLAG_NOLOCK.rawValue | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST.rawValue
        unsafe event_config_set_flag(configuration, Int32(flags))
        return unsafe event_base_new_with_config(configuration)
    }

    /// libevent's own handle, for libraries that live on the loop (evhttp, hiredis). Loop thread only.
    @unsafe public var eventBase: OpaquePointer { unsafe base }

    // MARK: Running

    /// Makes the calling thread the loop's thread; returns after `stop()`. Timers and watches left then never fire, and
    /// what is handed over later never runs.
    public func run() {
        let waker = unsafe LoopEvent(base: base, descriptor: inbox.descriptor, flags: Int16(EV_READ | EV_PERSIST)) {
            [unowned self] _ in takeInbox()
        }
        waker.arm()
        bindThread()
        var clock = monotonicNanoseconds()
        while !isStopping.load(ordering: .relaxed) {
            runUntilIdle(startedAt: clock)
            meter.endTurn(nanoseconds: monotonicNanoseconds() - clock)
            _ = unsafe event_base_loop(base, queues.isEmpty ? EVLOOP_ONCE : EVLOOP_ONCE | EVLOOP_NONBLOCK)
            clock = monotonicNanoseconds()
        }
        unsafe LoopEvent.discardAll(of: base)
        unbindThread()
        inbox.end()
        unsafe queues.removeAll()
    }

    /// Ends `run` after the current turn. Any thread.
    public func stop() {
        isStopping.store(true, ordering: .relaxed)
        inbox.wake()
    }

    private func runUntilIdle(startedAt start: UInt64) {
        let executor = unsafe asUnownedTaskExecutor()
        while true {
            while let batch = unsafe queues.takeBatch() {
                unsafe batch.run(on: executor)
                meter.count(jobs: batch.count)
                unsafe queues.giveBack(batch)
                if monotonicNanoseconds() - start > Self.jobBudget { return }
            }
            if gather(startedAt: start) { continue }
            guard unsafe queues.runIdleHooks() else { return }
        }
    }

    /// Before the idle hooks run, lets what became ready meanwhile join the turn, so that batches hold the requests that
    /// already wait in the kernel; for a bounded time. True if there is new work.
    private func gather(startedAt start: UInt64) -> Bool {
        guard unsafe !queues.idleHooks.isEmpty, monotonicNanoseconds() - start < Self.gatheringBudget else {
            return false
        }
        _ = unsafe event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK)
        return unsafe queues.hasJobs
    }

    /// True on the loop's own thread while it runs.
    public var isCurrent: Bool { thread.load(ordering: .relaxed) == pthread_self() }

    private func bindThread() {
        rememberCurrent()
        thread.store(pthread_self(), ordering: .relaxed)
    }

    private func unbindThread() {
        thread.store(0, ordering: .relaxed)
        forgetCurrent()
    }

    private func takeInbox() {
        let content = inbox.take()
        unsafe queues.add(content)
    }

    // MARK: Adding work

    /// The concurrency runtime's way in: called for every ready piece of a task. Any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            unsafe queues.jobs.append(job)
        } else {
            inbox.add(job)
        }
    }

    /// Starts a task that stays on this loop. The only place where an unstructured task begins. Any thread.
    @discardableResult
    public func spawn(_ operation: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: self) { await operation() }
    }

    /// Runs `work` on the loop soon, in this turn when called there. Any thread.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        if isCurrent {
            unsafe queues.work.append(work)
        } else {
            inbox.add(work)
        }
    }

    /// Runs `work` once, as soon as no ready job is left. Loop thread only.
    public func whenIdle(_ work: @escaping () -> Void) {
        assertCurrent()
        unsafe queues.idleHooks.append(work)
    }
}

private func logLibevent(severity: Int32, message: UnsafePointer<CChar>?) {
    guard severity >= EVENT_LOG_ERR, let message = unsafe message else { return }
    LogWriter.standardError.write(line: unsafe "libevent: \(String(cString: message))")
}
