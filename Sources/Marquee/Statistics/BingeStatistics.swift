import GraphQL

extension Resolvers<RequestContext> {
    /// `BingeStatistics`: columns of the statistics of a span.
    mutating func binges(_ schema: Schema) {
        object("BingeStatistics", Statistics.self) { binges in
            binges.columns(of: "BingeStatistics", in: schema)
            binges.load("longestShow", needs: AttributeSet(StatisticsColumn.longestShowId)) { statistics, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, statistics.map { $0.optionalInt(.longestShowId) }, needs: call.needs))
            }
        }
    }
}
