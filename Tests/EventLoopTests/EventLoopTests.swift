import EventLoop
import Glibc
import Testing

/// Runs a loop on a thread of its own for one test, and ends it.
func withLoop<Value: Sendable>(_ body: @Sendable (EventLoop) async throws -> Value) async throws -> Value {
    let group = try EventLoopGroup(count: 1)
    try group.start()
    defer {
        group.stop()
        group.join()
    }
    return try await body(group.loops[0])
}

/// Runs `body` as a task of the loop and returns its result.
func onLoop<Value: Sendable>(
    _ loop: EventLoop, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        loop.spawn {
            do { continuation.resume(returning: try await body()) } catch { continuation.resume(throwing: error) }
        }
    }
}

@Suite struct EventLoopTests {
    @Test func `a task and its children stay on the loop`() async throws {
        try await withLoop { loop in
            let places = try await onLoop(loop) {
                var places = [loop.isCurrent]
                await Task.yield()
                places.append(loop.isCurrent)
                try await Task.sleep(for: .milliseconds(1))
                places.append(EventLoop.current === loop)
                async let child = loop.isCurrent
                places.append(await child)
                await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<3 { group.addTask { loop.isCurrent } }
                    for await place in group { places.append(place) }
                }
                return places
            }
            #expect(places == Array(repeating: true, count: 7))
            #expect(!loop.isCurrent)
            #expect(EventLoop.current == nil)
        }
    }

    @Test func `work handed over by other threads runs on the loop, all of it`() async throws {
        try await withLoop { loop in
            let count = LoopBound(loop, 0)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<500 { loop.execute { count.withValue { $0 += 1 } } }
                    }
                }
            }
            let total = try await onLoop(loop) { count.withValue { $0 } }
            #expect(total == 4000)
        }
    }

    @Test func `a loop that has ended goes, whatever is handed to it then`() async throws {
        weak var ended: EventLoop?
        try await {
            let loop = try await withLoop { loop in
                try await onLoop(loop) { loop.execute { loop.stop() } }
                return loop
            }
            let held = LoopBound(loop, 0)
            loop.execute { held.withValue { $0 += 1 } }
            ended = loop
        }()
        #expect(ended == nil)
    }

    @Test func `the idle hook runs once, after every ready job`() async throws {
        try await withLoop { loop in
            let events = try await onLoop(loop) {
                let events = LoopBound<[String]>(loop, [])
                loop.whenIdle { events.withValue { $0.append("idle") } }
                for _ in 0..<3 {
                    loop.spawn {
                        events.withValue { $0.append("job") }
                        await Task.yield()
                        events.withValue { $0.append("job") }
                    }
                }
                try await loop.sleep(for: .milliseconds(5))
                return events.withValue { $0 }
            }
            #expect(events == Array(repeating: "job", count: 6) + ["idle"])
        }
    }

    @Test func `what an idle hook starts runs before the loop waits, and so do its own hooks`() async throws {
        try await withLoop { loop in
            let events = try await onLoop(loop) {
                let events = LoopBound<[String]>(loop, [])
                loop.whenIdle {
                    loop.spawn {
                        events.withValue { $0.append("job of the hook") }
                        loop.whenIdle { events.withValue { $0.append("second hook") } }
                    }
                }
                try await loop.sleep(for: .milliseconds(5))
                return events.withValue { $0 }
            }
            #expect(events == ["job of the hook", "second hook"])
        }
    }

    @Test func `everything that became readable together is handled before the idle hook`() async throws {
        try await withLoop { loop in
            let seen = try await onLoop(loop) {
                let pipes = try (0..<20).map { _ in try Pipe() }
                let handled = LoopBound(loop, 0)
                let atIdle = LoopBound<[Int]>(loop, [])
                let watches = try pipes.map { pipe in
                    try loop.watch(pipe.readEnd, .readable) { _ in
                        pipe.read()
                        loop.spawn { handled.withValue { $0 += 1 } }
                        loop.whenIdle { atIdle.withValue { $0.append(handled.withValue { $0 }) } }
                    }
                }
                for pipe in pipes { pipe.write() }
                for _ in 0..<500 where atIdle.withValue({ $0.isEmpty }) { try await loop.sleep(for: .milliseconds(10)) }
                for watch in watches { watch.cancel() }
                return atIdle.withValue { $0 }
            }
            #expect(seen == Array(repeating: 20, count: 20))
        }
    }

    @Test func `endless jobs do not starve the sockets`() async throws {
        try await withLoop { loop in
            let rounds = try await onLoop(loop) {
                let isDone = LoopBound(loop, false)
                loop.schedule(after: .milliseconds(2)) { isDone.withValue { $0 = true } }
                var rounds = 0
                while !isDone.withValue({ $0 }) {
                    await Task.yield()
                    rounds += 1
                }
                return rounds
            }
            #expect(rounds > 0)
        }
    }

    @Test func `stop ends the loop from any thread and frees what was pending`() async throws {
        let group = try EventLoopGroup(count: 2)
        try group.start()
        for loop in group.loops {
            try await onLoop(loop) { _ = loop.schedule(after: .seconds(3600)) { Issue.record("fired") } }
        }
        group.stop()
        group.join()
        weak let loop = group.loops[0]
        #expect(loop?.isCurrent == false)
    }

    @Test func `a loop that is woken interrupts nobody`() async throws {
        let policy = try await withLoop { loop in try await onLoop(loop) { sched_getscheduler(0) } }
        let batch: Int32 = 3
        #expect(policy == batch)
    }

    @Test func `statistics count jobs and turns`() async throws {
        try await withLoop { loop in
            for _ in 0..<10 { try await onLoop(loop) {} }
            usleep(2000)
            let statistics = loop.statistics()
            #expect(statistics.jobs >= 9)
            #expect(statistics.turns >= 1)
            #expect(statistics.longestTurn > .zero)
            #expect(statistics.busy >= statistics.longestTurn)
        }
    }
}

/// A non-blocking pipe, closed with the value.
final class Pipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        let status = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
        try #require(status == 0)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func write() {
        var byte: UInt8 = 1
        _ = unsafe Glibc.write(writeEnd, &byte, 1)
    }

    func read() {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = unsafe Glibc.read(readEnd, &bytes, bytes.count)
    }
}
