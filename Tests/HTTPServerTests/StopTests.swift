import EventLoop
import Glibc
import HTTPServer
import Synchronization
import Testing

@Suite struct StopTests {
    @Test func `stopping closes idle connections at once and finishes the request in flight`() async throws {
        let gate = Gate()
        try await withServer { request in
            gate.isReached.store(true, ordering: .relaxed)
            while !gate.isOpen.load(ordering: .relaxed) { try? await request.loop.sleep(for: .milliseconds(1)) }
            return .text("finished")
        } _: { test in
            let idle = try test.connect()
            let busy = try test.connect()
            busy.get("/")
            try waitUntil { gate.isReached.load(ordering: .relaxed) && test.server.statistics.openConnections == 2 }
            test.loop.spawn {
                await test.server.stop(within: .seconds(5))
                gate.isStopped.store(true, ordering: .relaxed)
            }
            #expect(idle.isClosedByServer())
            #expect(throws: (any Error).self) { _ = try test.connect() }
            #expect(!gate.isStopped.load(ordering: .relaxed))
            gate.isOpen.store(true, ordering: .relaxed)
            let answer = try busy.receive()
            #expect(answer.text == "finished")
            #expect(answer["Connection"] == "close")
            #expect(busy.isClosedByServer())
            try waitUntil { gate.isStopped.load(ordering: .relaxed) }
        }
    }

    @Test func `what is not done in time is cancelled and cut off`() async throws {
        let gate = Gate()
        try await withServer { request in
            gate.isReached.store(true, ordering: .relaxed)
            try? await request.loop.sleep(for: .seconds(3600))
            gate.isOpen.store(Task.isCancelled, ordering: .relaxed)
            return .text("")
        } _: { test in
            let client = try test.connect()
            client.get("/")
            try waitUntil { gate.isReached.load(ordering: .relaxed) }
            try await test.onLoop { await test.server.stop(within: .milliseconds(20)) }
            #expect(client.isClosedByServer())
            try waitUntil { gate.isOpen.load(ordering: .relaxed) }
        }
    }
}

/// Where a handler waits for its test.
private final class Gate: Sendable {
    let isReached = Atomic(false)
    let isOpen = Atomic(false)
    let isStopped = Atomic(false)
}
