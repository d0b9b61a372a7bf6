private import Synchronization

/// Several loops, each on its own thread. They share nothing: whatever a loop owns stays there.
package final class EventLoopGroup: Sendable {
    /// In the order of their numbers; usable (for `spawn` and `execute`) before `start()`.
    package let loops: [EventLoop]
    private let threads = Mutex<[PosixThread]>([])

    package init(count: Int) throws(EventLoopError) {
        precondition(count > 0, "a group needs at least one loop")
        var loops: [EventLoop] = []
        for index in 0..<count { loops.append(try EventLoop(name: "loop-\(index)")) }
        self.loops = loops
    }

    /// Starts the threads. Once only.
    package func start() throws(EventLoopError) {
        for loop in loops {
            let thread = try PosixThread(name: loop.name) { loop.run() }
            threads.withLock { $0.append(thread) }
        }
    }

    /// Asks every loop to end after its current turn. Any thread.
    package func stop() {
        for loop in loops { loop.stop() }
    }

    /// Waits until every loop ended. Not from a thread of the group.
    package func join() {
        let ended = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in ended { thread.join() }
    }
}
