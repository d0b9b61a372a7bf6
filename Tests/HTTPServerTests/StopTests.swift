import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct StopTests {
    @Test func `stopping closes idle connections at once and finishes the request in flight`() async throws {
        let gate = Gate()
        try await withServer { request in
            gate.isReached.value = true
            while !gate.isOpen.value { try? await request.loop.sleep(for: .milliseconds(1)) }
            return .text("finished")
        } _: { test in
            let idle = try test.connect()
            let busy = try test.connect()
            busy.get("/")
            try waitUntil { gate.isReached.value && test.server.statistics.openConnections == 2 }
            test.loop.spawn {
                await test.server.stop(within: .seconds(5))
                gate.isStopped.value = true
            }
            #expect(try idle.isClosedByServer())
            #expect(throws: TestClient.Ended.self) { _ = try test.connect() }
            #expect(!gate.isStopped.value)
            gate.isOpen.value = true
            let answer = try busy.receive()
            #expect(answer.text == "finished")
            #expect(answer["Connection"] == "close")
            #expect(try busy.isClosedByServer())
            try waitUntil { gate.isStopped.value }
        }
    }

    @Test func `what is not done in time is cancelled and cut off`() async throws {
        let gate = Gate()
        try await withServer { request in
            gate.isReached.value = true
            try? await request.loop.sleep(for: .seconds(3600))
            gate.isOpen.value = Task.isCancelled
            return .text("")
        } _: { test in
            let client = try test.connect()
            client.get("/")
            try waitUntil { gate.isReached.value }
            try await test.onLoop { await test.server.stop(within: .milliseconds(20)) }
            #expect(try client.isClosedByServer())
            try waitUntil { gate.isOpen.value }
        }
    }
}

/// Where a handler waits for its test.
private final class Gate: Sendable {
    let isReached = Shared(false)
    let isOpen = Shared(false)
    let isStopped = Shared(false)
}
