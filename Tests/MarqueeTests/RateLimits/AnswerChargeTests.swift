import EventLoop
import GraphQL
import HTTPServer
import Testing

@testable import Marquee

@Suite struct AnswerChargeTests {
    private static let (hungry, other) = (ClientAddress("192.0.2.1"), ClientAddress("192.0.2.2"))

    /// Charges for answers until one is refused; how many were given.
    private static func answers(to address: ClientAddress, of budget: RateBudget, atMost most: Int) async throws -> Int
    {
        for count in 0..<most {
            if budget.chargeAnswer(to: address) != nil { return count }
            // Leases come while answers go out.
            try await EventLoop.current?.sleep(for: .milliseconds(1))
        }
        return most
    }

    @Test func `answers of others use up the points of an address, about one each, and of no other`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = RateBudget(loop: loop, store: store, limit: 200, exempt: [])
            let given = try await Self.answers(to: Self.hungry, of: budget, atMost: 400)
            // A few leave while a lease is on its way.
            #expect(200...260 ~= given, "\(given)")
            let refusal = try #require(budget.chargeAnswer(to: Self.hungry))
            #expect(refusal.message.hasPrefix("You have spent your 200 points of this minute. Try again in "))
            #expect(await !budget.charge(1, to: RatePayer(Caller(client: Self.hungry))).isAllowed)
            #expect(budget.chargeAnswer(to: Self.other) == nil)
            #expect(budget.refusal(of: Self.hungry.text) == nil, "it was refused nothing else")
        }
    }

    @Test func `an exempt address is given as many as it likes`() async throws {
        try await RateTestBed.run { loop, store in
            let budget = try RateBudget(
                loop: loop, store: store, limit: 10, exempt: [#require(IPNetwork("192.0.2.0/24"))])
            #expect(try await Self.answers(to: Self.hungry, of: budget, atMost: 50) == 50)
        }
    }
}
