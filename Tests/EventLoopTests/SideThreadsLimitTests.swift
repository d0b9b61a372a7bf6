import EventLoop
import Glibc
import Testing

@Suite struct SideThreadsLimitTests {
    @Test func `what ends in time gives its value or its error`() async throws {
        struct Failure: Error {}
        let threads = SideThreads(name: "side", threads: 1)
        try await withLoop { loop in
            try await onLoop(loop) {
                let value = try await threads.run(within: .seconds(10), on: loop) { 7 }
                #expect(value == 7)
                await #expect(throws: Failure.self) {
                    try await threads.run(within: .seconds(10), on: loop) { throw Failure() }
                }
            }
        }
        threads.stop()
    }

    @Test func `what hangs is left behind, and its late value is discarded`() async throws {
        let threads = SideThreads(name: "side", threads: 1)
        let gate = Semaphore()
        let discarded = Locked<[Int]>([])
        try await withLoop { loop in
            try await onLoop(loop) {
                let limit: Duration = .milliseconds(100)
                // So that its thread runs, and what hangs begins in time.
                try await threads.run(within: .seconds(10), on: loop) {}
                await #expect(throws: EventLoopError.sideThreadSlow(limit: limit)) {
                    try await threads.run(
                        within: limit, on: loop, discard: { value in discarded.withLock { $0.append(value) } },
                        { () -> Int in
                            gate.wait()
                            return 1
                        })
                }
                // Nobody waits any more for what never began, so it never does.
                await #expect(throws: EventLoopError.sideThreadSlow(limit: limit)) {
                    try await threads.run(
                        within: limit, on: loop, discard: { value in discarded.withLock { $0.append(value) } }, { 2 })
                }
            }
        }
        gate.post()
        threads.stop()
        #expect(discarded.withLock { $0 } == [1])
    }

    @Test func `a task that is cancelled waits no longer`() async throws {
        let threads = SideThreads(name: "side", threads: 1)
        let gate = Semaphore()
        try await withLoop { loop in
            try await onLoop(loop) {
                let task = loop.spawn {
                    await #expect(throws: CancellationError.self) {
                        try await threads.run(within: .seconds(3600), on: loop) { gate.wait() }
                    }
                }
                try await loop.sleep(for: .milliseconds(10))
                task.cancel()
                await task.value
                let late = loop.spawn {
                    await #expect(throws: CancellationError.self) {
                        try? await loop.sleep(for: .seconds(3600))
                        try await threads.run(within: .seconds(3600), on: loop) {}
                    }
                }
                late.cancel()
                await late.value
            }
        }
        gate.post()
        threads.stop()
    }
}
