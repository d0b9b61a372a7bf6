import EventLoop
import GraphQL

/// What every request to the engine pays, and what it may know of that.
extension RequestContext {
    /// Charges the request before anything of it runs; the error if there is not enough left.
    func charge(_ cost: Int) async -> GraphQLError? {
        guard let budget = services.budget else { return nil }
        // Almost all are charged at once.
        let payer = RatePayer(caller)
        let reading =
            if let known = budget.chargeNow(cost, to: payer) { known } else { await budget.charge(cost, to: payer) }
        state.withValue { $0.rate = reading }
        if reading.isAllowed { return nil }
        return .spent(reading)
    }

    /// Without a limit there is always as much as a number can tell.
    fileprivate var rateReading: RateBudget.Reading {
        let endless = Int(Int32.max)
        return state.withValue { $0.rate }
            ?? RateBudget.Reading(limit: endless, cost: 0, remaining: endless, resetAt: .now, isAllowed: true)
    }
}

extension Resolvers<RequestContext> {
    mutating func rateLimit() {
        root("Query") { query in
            query.derive("rateLimit") { _, call in Resolved([call.context.rateReading]) }
        }
        object("RateLimit", RateBudget.Reading.self) { reading in
            reading.value("limit", \.limit)
            reading.value("cost", \.cost)
            reading.value("remaining", \.remaining)
            reading.value("resetAt", \.resetAt)
        }
    }
}
