import Testing

@testable import Marquee

@Suite struct RefusalsTests {
    private static let (honest, stranger) = ("192.0.2.1", "192.0.2.2")

    /// A budget of which an address may have twenty requests refused in a minute.
    private static func run(
        _ body: @escaping @Sendable (RateBudget, _ refuse: @Sendable (String) async -> Void) async throws -> Void
    ) async throws {
        try await RateTestBed.run { loop, store in
            let budget = RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            try await body(budget) { address in
                budget.countRefusal(from: address)
                // Behind the lease that the first of them asks for.
                _ = await budget.charge(0, to: RatePayer(refusedFrom: address))
            }
        }
    }

    @Test func `an address of which too much was refused is told so, and no other`() async throws {
        try await Self.run { budget, refuse in
            for _ in 0..<20 {
                #expect(budget.refusal(of: Self.stranger) == nil)
                await refuse(Self.stranger)
            }
            await refuse(Self.stranger)
            let error = try #require(budget.refusal(of: Self.stranger))
            #expect(
                error.message.hasPrefix("Too many requests from your address were refused this minute. Try again in "))
            #expect(error.extensions.contains(.code(.rateLimited)))
            #expect(error.extensions.contains { $0.name == "retryAfter" })
            #expect(budget.refusal(of: Self.honest) == nil)
        }
    }

    @Test func `refusals take nothing from what the address may ask, nor what it asks from them`() async throws {
        try await Self.run { budget, refuse in
            let neighbour = RatePayer(Caller(address: Self.stranger))
            #expect(await budget.charge(200, to: neighbour).isAllowed)
            await refuse(Self.stranger)
            #expect(budget.refusal(of: Self.stranger) == nil)
            for _ in 0..<20 { await refuse(Self.honest) }
            await refuse(Self.honest)
            #expect(budget.refusal(of: Self.honest) != nil)
            #expect(await budget.charge(200, to: RatePayer(Caller(address: Self.honest))).isAllowed)
        }
    }
}
