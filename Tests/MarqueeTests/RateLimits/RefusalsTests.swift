import GraphQL
import HTTPServer
import Testing

@testable import Marquee

@Suite struct RefusalsTests {
    private static let (honest, stranger) = ("192.0.2.1", "192.0.2.2")

    @Test func `an address of which too much was refused is told so, and no other`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            try await budget.refuse(Self.stranger, 19, of: 200, on: loop)
            #expect(budget.refusal(of: Self.stranger) == nil)
            try await budget.refuse(Self.stranger, 1, of: 10, on: loop)
            let error = try #require(budget.refusal(of: Self.stranger))
            #expect(
                error.message.hasPrefix("Too many requests from your address were refused this minute. Try again in "))
            #expect(error.extensions.contains(.code(.rateLimited)))
            #expect(error.extensions.contains { $0.name == "retryAfter" })
            #expect(budget.refusal(of: Self.honest) == nil)
        }
    }

    @Test func `refusals take nothing from what the address may ask, nor what it asks from them`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            #expect(await budget.charge(200, to: RatePayer(Caller(client: ClientAddress(Self.stranger)))).isAllowed)
            try await budget.refuse(Self.stranger, 1, of: 200, on: loop)
            #expect(budget.refusal(of: Self.stranger) == nil)
            try await budget.refuse(Self.honest, 20, of: 200, on: loop)
            #expect(budget.refusal(of: Self.honest) != nil)
            #expect(await budget.charge(200, to: RatePayer(Caller(client: ClientAddress(Self.honest)))).isAllowed)
        }
    }

    @Test func `an exempt address is refused as often as it likes`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = try RateBudget(
                loop: loop, store: store, limit: 10, exempt: [#require(IPNetwork("192.0.2.0/24"))])
            for _ in 0..<100 { budget.countRefusal(from: Self.stranger) }
            #expect(budget.refusal(of: Self.stranger) == nil)
        }
    }
}
