import EventLoop
import Testing

@Suite struct KeeperTests {
    @Test func `it tries until a connection opens, and again when that has ended`() async throws {
        try await Self.withBench([.refused, .refused, .open]) { bench in
            try await bench.wait { $0.connections.count == 1 }
            bench.connections[0].close(Loss(reason: "cut"))
            try await bench.wait { $0.connections.count == 2 }
            #expect(bench.told == ["failure: refused", "failure: refused", "up", "down: cut", "up"])
            #expect(bench.keeper.statistics.failures == 2)
            #expect(bench.keeper.statistics.opened == 2)
            #expect(bench.keeper.statistics.lost == 1)
        }
    }

    @Test func `a connection that ended before its keeper held it is replaced`() async throws {
        try await Self.withBench([.endedEarly, .open]) { bench in
            try await bench.wait { $0.connections.count == 1 }
            #expect(bench.told == ["failure: ended early", "up"])
            #expect(bench.keeper.statistics.opened == 1)
        }
    }

    @Test func `closing ends the connection, which does not count as lost`() async throws {
        try await Self.withBench([.open]) { bench in
            try await bench.wait { $0.connections.count == 1 }
            await bench.keeper.close()
            #expect(bench.connections[0].loss == Loss(reason: "closed"))
            #expect(bench.told == ["up", "down: closed"])
            #expect(bench.keeper.statistics.lost == 0)
        }
    }

    @Test func `after a loss it pauses as long as is asked`() async throws {
        try await Self.withBench([.refused, .open], leastPause: .milliseconds(60)) { bench in
            let start = ContinuousClock.now
            try await bench.wait { $0.connections.count == 1 }
            #expect(ContinuousClock.now - start > .milliseconds(40))
        }
    }

    private static func withBench(
        _ plan: [Bench.Attempt], leastPause: Duration = .zero,
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        try await withLoop { loop in
            try await onLoop(loop) {
                let bench = Bench(on: loop, plan, leastPause: leastPause)
                bench.keeper.start()
                try await body(bench)
                await bench.keeper.close()
            }
        }
    }
}

private struct Loss: Error, Equatable { let reason: String }

/// A connection that ends when it is told to.
private final class FakeConnection: KeptConnection {
    private(set) var loss: Loss?
    var onLost: (Loss) -> Void = { _ in }

    func close(_ loss: Loss) {
        guard self.loss == nil else { return }
        self.loss = loss
        onLost(loss)
    }
}

/// A keeper whose attempts to open go by a plan, the last entry for all that follow, and what it told.
private final class Bench {
    enum Attempt { case refused, endedEarly, open }

    let keeper: Keeper<FakeConnection>
    private(set) var told: [String] = []
    private(set) var connections: [FakeConnection] = []
    private let loop: EventLoop

    init(on loop: EventLoop, _ plan: [Attempt], leastPause: Duration) {
        self.loop = loop
        var attempts = plan.makeIterator()
        let last = plan[plan.count - 1]
        keeper = Keeper(
            on: loop, backoff: Backoff(base: .milliseconds(1), limit: .milliseconds(2)),
            closing: Loss(reason: "closed"), leastPause: { _ in leastPause }
        ) { () async throws(Loss) in
            let connection = FakeConnection()
            switch attempts.next() ?? last {
            case .refused: throw Loss(reason: "refused")
            case .endedEarly: connection.close(Loss(reason: "ended early"))
            case .open: break
            }
            return connection
        }
        keeper.onUp = { [unowned self] in
            told.append("up")
            connections.append($0)
        }
        keeper.onDown = { [unowned self] in told.append("down: \($1.reason)") }
        keeper.onFailure = { [unowned self] in told.append("failure: \($0.reason)") }
    }

    func wait(until condition: (Bench) -> Bool) async throws {
        let end = loop.now + .seconds(5)
        while !condition(self) {
            try #require(loop.now < end, "nothing happened")
            try await loop.sleep(for: .milliseconds(1))
        }
    }
}
