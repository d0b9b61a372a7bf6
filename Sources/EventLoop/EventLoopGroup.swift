private import Glibc

/// Several loops, each on its own thread. They share nothing: whatever a loop owns stays there.
public final class EventLoopGroup: Sendable {
    /// In the order of their numbers; usable (for `spawn` and `execute`) before `start()`.
    public let loops: [EventLoop]
    private let threads = Locked<[PosixThread]>([])

    public init(count: Int) throws(EventLoopError) {
        precondition(count > 0, "a group needs at least one loop")
        var loops: [EventLoop] = []
        for index in 0..<count { loops.append(try EventLoop(name: "loop-\(index)")) }
        self.loops = loops
    }

    /// Starts the threads. Once only.
    public func start() throws(EventLoopError) {
        for loop in loops {
            let thread = try PosixThread(name: loop.name) {
                interruptNobody()
                loop.run()
            }
            threads.withLock { $0.append(thread) }
        }
    }

    /// Asks every loop to end after its current turn. Any thread.
    public func stop() {
        for loop in loops { loop.stop() }
    }

    /// Waits until every loop ended. Not from a thread of the group.
    public func join() {
        let ended = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in ended { thread.join() }
    }
}

/// When the current thread is woken, lets whoever works on the core finish its slice of time first: clients and database
/// sessions get more done meanwhile, and the loop finds more to do at once. An operator's own policy stays as it is; where
/// a sandbox refuses, nothing else is lost.
private func interruptNobody() {
    guard sched_getscheduler(0) == SCHED_OTHER else { return }
    // SCHED_BATCH, which glibc shows only with _GNU_SOURCE.
    let batch: Int32 = 3
    var parameters = sched_param()
    unsafe sched_setscheduler(0, batch, &parameters)
}
