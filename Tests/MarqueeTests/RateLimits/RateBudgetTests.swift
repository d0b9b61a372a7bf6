import HTTPServer
import Testing

@testable import Marquee

@Suite struct RateBudgetTests {
    private static let caller = RatePayer(Caller(client: ClientAddress("192.0.2.1")))

    /// How many of `count` requests that cost a point are allowed when they come at once.
    private static func allowed(_ count: Int, of budget: RateBudget) async -> Int {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<count { group.addTask { await budget.charge(1, to: caller).isAllowed } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test func `requests at once take one lease, and no more than the limit is spent`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            #expect(await Self.allowed(64, of: budget) == 64)
            #expect(await budget.charge(0, to: Self.caller).remaining == 200 - 64)
            #expect(await Self.allowed(300, of: budget) == 200 - 64)
            let last = await budget.charge(1, to: Self.caller)
            #expect(!last.isAllowed && last.remaining == 0 && last.resetAt > .now)
            #expect(await budget.charge(1, to: RatePayer(Caller(client: ClientAddress("192.0.2.2")))).isAllowed)
        }
    }

    @Test func `loops share a limit, of which each holds but a twentieth unspent`() async throws {
        try await RateTestBed.run { loop, store in
            let (one, other) = (
                RateBudget(loop: loop, store: store, limit: 200, exempt: []),
                RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            )
            #expect(await one.charge(1, to: Self.caller).isAllowed)
            #expect(await Self.allowed(300, of: other) == 190)
            #expect(await Self.allowed(300, of: one) == 9)
        }
    }

    @Test func `what costs more than is left is refused, what costs less is not`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            #expect(await budget.charge(150, to: Self.caller).isAllowed)
            #expect(await budget.charge(51, to: Self.caller).isAllowed == false)
            #expect(await budget.charge(50, to: Self.caller).isAllowed)
        }
    }

    @Test func `an exempt address asks as much as it likes`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = try RateBudget(
                loop: loop, store: store, limit: 1, exempt: [#require(IPNetwork("192.0.2.0/24"))])
            #expect(await Self.allowed(10, of: budget) == 10)
        }
    }
}
