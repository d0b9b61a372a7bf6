import GraphQL
package import GraphQLHTTP
import HTTPServer

/// An answer that was made for others costs a point of those that the address has for operations: no work is as good as
/// free to who asks for it without end. It is charged of the lease at hand, and a lease that is used up is renewed while the
/// answer is on its way, so that no answer waits for Redis; until the store has said that nothing is left, answers go out.
extension RateBudget {
    private static var costOfAnswer: Int { 1 }

    /// Charges an address for an answer; what refuses it if too few points are left. On the loop.
    func chargeAnswer(to client: ClientAddress) -> GraphQLError? {
        let payer = RatePayer(Caller(client: client))
        if let reading = shortage(of: payer, for: Self.costOfAnswer) { return .spent(reading) }
        chargeLater(Self.costOfAnswer, to: payer)
        return nil
    }

    /// For an endpoint.
    package var toll: AnswerToll {
        AnswerToll(points: Self.costOfAnswer) { [self] in chargeAnswer(to: $0.client) }
    }
}

extension GraphQLError {
    static func spent(_ reading: RateBudget.Reading) -> GraphQLError {
        .rateLimited("You have spent your \(reading.limit) points of this minute.", reading)
    }
}
