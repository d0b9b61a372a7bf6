import GraphQL
package import GraphQLHTTP
import HTTPServer

/// Requests that are refused have no cost of their own: documents that are not valid, credentials that do not count. Each
/// costs its address a few points of as many as callers have for their operations, so that nobody has the server read,
/// check and look up such things without end.
extension RateBudget {
    private static var costOfRefusal: Int { 10 }

    /// Counts a refused request. On the loop.
    func countRefusal(from address: String) {
        let payer = RatePayer(refusedFrom: address)
        if shortage(of: payer, for: Self.costOfRefusal) == nil { chargeLater(Self.costOfRefusal, to: payer) }
    }

    /// What refuses an address of which too much has been refused this minute; nil for all others. On the loop.
    func refusal(of address: String) -> GraphQLError? {
        shortage(of: RatePayer(refusedFrom: address), for: Self.costOfRefusal).map { reading in
            .rateLimited("Too many requests from your address were refused this minute.", reading)
        }
    }

    /// For an endpoint.
    package var refusals: RefusalLimit {
        RefusalLimit(
            count: { [self] in countRefusal(from: $0.clientAddress) },
            refusal: { [self] in refusal(of: $0.clientAddress) })
    }
}

extension GraphQLError {
    /// - Parameter message: what was too much; when to come again is added.
    static func rateLimited(_ message: String, _ reading: RateBudget.Reading) -> GraphQLError {
        let wait = max(1, reading.resetAt.seconds - Moment.now.seconds)
        return GraphQLError(
            "\(message) Try again in \(wait) s.",
            extensions: [
                .code(.rateLimited), ErrorExtension("retryAfter", .int(wait)),
                ErrorExtension("limit", .int(Int64(reading.limit))),
                ErrorExtension("cost", .int(Int64(reading.cost))),
            ])
    }
}
