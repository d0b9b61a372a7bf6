import EventLoop
import Testing

@Suite struct LoopTimerTests {
    @Test func `timers fire in the order of their times, not of their making`() async throws {
        try await withLoop { loop in
            let order = try await onLoop(loop) {
                let order = LoopBound<[Int]>(loop, [])
                loop.schedule(after: .milliseconds(20)) { order.withValue { $0.append(20) } }
                loop.schedule(after: .milliseconds(2)) { order.withValue { $0.append(2) } }
                loop.schedule(after: .milliseconds(10)) { order.withValue { $0.append(10) } }
                try await loop.sleep(for: .milliseconds(40))
                return order.withValue { $0 }
            }
            #expect(order == [2, 10, 20])
        }
    }

    @Test func `a cancelled timer never fires`() async throws {
        try await withLoop { loop in
            try await onLoop(loop) {
                let timer = loop.schedule(after: .milliseconds(2)) { Issue.record("fired") }
                timer.cancel()
                try await loop.sleep(for: .milliseconds(10))
            }
        }
    }

    @Test func `sleep lasts at least as long as asked`() async throws {
        try await withLoop { loop in
            let elapsed = try await onLoop(loop) {
                let start = loop.now
                try await loop.sleep(for: .milliseconds(15))
                return loop.now - start
            }
            #expect(elapsed >= .milliseconds(14))
        }
    }

    @Test func `cancelling a sleeping task wakes it at once`() async throws {
        try await withLoop { loop in
            let elapsed = try await onLoop(loop) {
                let start = loop.now
                let sleeper = loop.spawn {
                    await #expect(throws: CancellationError.self) { try await loop.sleep(for: .seconds(3600)) }
                }
                try await loop.sleep(for: .milliseconds(1))
                sleeper.cancel()
                await sleeper.value
                return loop.now - start
            }
            #expect(elapsed < .seconds(5))
        }
    }

    @Test func `a task cancelled before it sleeps does not sleep`() async throws {
        try await withLoop { loop in
            try await onLoop(loop) {
                let sleeper = loop.spawn {
                    await #expect(throws: CancellationError.self) { try await loop.sleep(for: .seconds(3600)) }
                }
                sleeper.cancel()
                await sleeper.value
            }
        }
    }
}
