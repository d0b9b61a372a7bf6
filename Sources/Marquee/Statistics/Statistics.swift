import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func statistics(_ schema: Schema) {
        object("Viewer", Viewer.self) { viewer in
            viewer.load("statistics") { viewers, call in
                let range = InputReader(call.arguments).object("range")
                let (from, to) = (range?.fields.string("from"), range?.fields.string("to"))
                if let range, let from, let to, from > to {
                    throw range.error("to", "expected a day that is not before \(from), got \(to)")
                }
                return Resolved(
                    try await call.context.one(
                        StatisticsStatements.ofViewer, viewers.map(\.id), needs: call.needs, [.text(from), .text(to)],
                        as: call.context.caller.viewer))
            }
        }
        object("Statistics", Statistics.self) { statistics in
            statistics.columns(of: "Statistics", in: schema)
            statistics.series()
            statistics.givenStars()
            statistics.child("binges", forwardsNeeds: true) { $0 }
        }
        timelinePoints()
        genreCounts()
        binges(schema)
    }
}

extension ObjectBinder where Parent == Statistics, Context == RequestContext {
    /// What the statement of the totals tells, too.
    fileprivate mutating func series() {
        derive("timeline", needs: AttributeSet(StatisticsColumn.days)) { statistics, call in
            let step = TimeStep(rawValue: call.arguments.string("step") ?? "") ?? .month
            return Resolved(lists: statistics.map { TimelinePoint.points(of: $0.optionalText(.days), by: step) })
        }
        derive("byGenre", needs: AttributeSet(StatisticsColumn.genres)) { statistics, call in
            let first = try call.arguments.bounded("first", 1...50, default: 20)
            return Resolved(
                lists: statistics.map { Array(GenreCount.counts(of: $0.optionalText(.genres)).prefix(Int(first))) })
        }
    }

    /// What reads ratings, by statements of its own.
    fileprivate mutating func givenStars() {
        let span = AttributeSet(StatisticsColumn.from, .to)
        load("topRated", needs: span) { statistics, call in
            let viewer = try call.context.signedIn()
            let first = try call.arguments.bounded("first", 1...50, default: 10)
            let kind = call.arguments.string("kind")?.lowercased()
            return try await call.context.many(
                GivenStarsStatements.best, [viewer.id], needs: call.needs,
                statistics[0].span + [.text(kind), .int(first)], as: viewer)
        }
        load("ratings", needs: span) { statistics, call in
            let viewer = try call.context.signedIn()
            let votes = try await call.context.one(
                GivenStarsStatements.ofViewer, [viewer.id], needs: call.needs, statistics[0].span, as: viewer)
            return Resolved(votes.map { $0.map { RatingSummary($0) } })
        }
    }
}

extension Statistics {
    /// First and last day, as parameters.
    fileprivate var span: [Parameter] { [.text(optionalText(.from)), .text(optionalText(.to))] }
}
