import EventLoop
import Glibc
import Synchronization
import Testing

@Suite struct SideThreadsTests {
    @Test func `blocking work runs elsewhere and its caller resumes on its loop`() async throws {
        let threads = SideThreads(name: "side", threads: 2)
        try await withLoop { loop in
            let places = try await onLoop(loop) {
                let during = try await threads.run { loop.isCurrent }
                return [during, loop.isCurrent]
            }
            #expect(places == [false, true])
        }
        threads.stop()
    }

    @Test func `errors of the work reach the caller`() async throws {
        struct Failure: Error {}
        let threads = SideThreads(name: "side", threads: 1)
        await #expect(throws: Failure.self) { try await threads.run { throw Failure() } }
        threads.stop()
    }

    @Test func `no more threads work at once than allowed`() async throws {
        let threads = SideThreads(name: "side", threads: 3)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await threads.run {
                        gauge.enter()
                        usleep(3000)
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((2...3).contains(gauge.peak.load(ordering: .relaxed)))
        threads.stop()
    }

    @Test func `stopping waits for work, but not for what hangs`() throws {
        let threads = SideThreads(name: "side", threads: 2)
        let gauge = Gauge()
        gauge.enter()
        try threads.submit { while gauge.current.load(ordering: .relaxed) == 1 { usleep(100) } }
        try threads.submit {
            usleep(50_000)
            gauge.peak.store(7, ordering: .relaxed)
        }
        let start = ContinuousClock.now
        threads.stop(within: .milliseconds(300))
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(gauge.peak.load(ordering: .relaxed) == 7)
        gauge.leave()
    }

    @Test func `work beyond the bound is refused at once`() async throws {
        let threads = SideThreads(name: "side", threads: 1, maximumWaiting: 2)
        let gauge = Gauge()
        gauge.enter()
        try threads.submit { while gauge.current.load(ordering: .relaxed) > 0 { usleep(100) } }
        usleep(20_000)
        try threads.submit {}
        try threads.submit {}
        #expect(throws: EventLoopError.sideThreadsBusy(waiting: 2)) { try threads.submit {} }
        gauge.leave()
        threads.stop()
    }

    @Test func `work whose caller is cancelled before its turn is not done, and the caller goes on`() async throws {
        let threads = SideThreads(name: "side", threads: 1)
        let (gauge, done) = (Gauge(), Gauge())
        gauge.enter()
        try threads.submit { while gauge.current.load(ordering: .relaxed) > 0 { usleep(100) } }
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await threads.run { done.enter() } }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        gauge.leave()
        #expect(try await threads.run { true })
        #expect(done.current.load(ordering: .relaxed) == 0)
        threads.stop()
    }
}

/// How many are inside now, and at most.
private final class Gauge: Sendable {
    let current = Atomic(0)
    let peak = Atomic(0)

    func enter() {
        let now = current.add(1, ordering: .relaxed).newValue
        peak.max(now, ordering: .relaxed)
    }

    func leave() {
        current.subtract(1, ordering: .relaxed)
    }
}
