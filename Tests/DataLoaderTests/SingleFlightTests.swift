import EventLoop
import Testing

@testable import DataLoader

@Suite struct SingleFlightTests {
    private func onLoop(_ body: @escaping @Sendable (EventLoop) async -> Void) async throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer {
            group.stop()
            group.join()
        }
        await withCheckedContinuation { continuation in
            group.loops[0].spawn {
                await body(group.loops[0])
                continuation.resume()
            }
        }
    }

    @Test func `one makes the value, the others get it`() async throws {
        try await onLoop { loop in
            let flights = SingleFlight<Int, String>(loop: loop)
            guard case .leads = flights.join(1), case .follows(let other) = flights.join(1) else {
                Issue.record("the first leads, the second follows")
                return
            }
            guard case .leads = flights.join(2) else {
                Issue.record("another key has a flight of its own")
                return
            }
            #expect(flights.isUnderWay(1))
            loop.execute { flights.land(1, "value") }
            #expect(await other.value == "value")
            #expect(await other.value == "value")
            #expect(!flights.isUnderWay(1))
            guard case .leads = flights.join(1) else {
                Issue.record("after it landed, another begins")
                return
            }
        }
    }

    @Test func `who is cancelled waits no more, and nobody waits for what failed`() async throws {
        try await onLoop { loop in
            let flights = SingleFlight<Int, String>(loop: loop)
            _ = flights.join(1)
            guard case .follows(let other) = flights.join(1) else {
                Issue.record("the second follows")
                return
            }
            let waiting = loop.spawn { #expect(await other.value == nil) }
            waiting.cancel()
            await waiting.value
            flights.land(1, nil)
            #expect(await other.value == nil)
        }
    }
}
