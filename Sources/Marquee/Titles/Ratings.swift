import GraphQL

/// What votes come to, as the statistics of titles, seasons and episodes keep it: in half stars.
package struct RatingSummary: Sendable {
    let count: Int64
    /// Mean stars; nil without votes.
    let average: Double?
    let weightedAverage: Double?
    /// Votes for each half star, from 0.5 to 5.
    let histogram: [RatingBucket]
}

/// One step of a histogram.
struct RatingBucket: Sendable {
    let halfStars: Int64
    let count: Int64
}

/// Entities that can be rated name the columns that hold their votes.
protocol RatedColumn: EntityColumn {
    static var ratingSum: Self { get }
    static var ratingCount: Self { get }
    static var ratingHist: Self { get }
    /// The mean pulled to the server's mean, kept only where it orders anything.
    static var weighted: Self? { get }
}

extension TitleColumn: RatedColumn {
    static var weighted: TitleColumn? { .ratingWeighted }
}

extension RatingSummary {
    static func needs<Column: RatedColumn>(of _: Column.Type) -> AttributeSet {
        AttributeSet(Column.ratingSum, .ratingCount, .ratingHist) | (Column.weighted?.bit ?? 0)
    }

    init<Column: RatedColumn>(_ record: Record<Column>) {
        count = record.int(.ratingCount)
        let sum = Double(record.int(.ratingSum))
        let mean = count > 0 ? sum / Double(count) / 2 : nil
        average = mean
        // Where no weighted mean is kept it is computed as fold_stat_deltas does, with 20 votes of 7 half stars.
        let kept = Column.weighted.flatMap { record.optionalDouble($0) }.map { $0 / 2 }
        weightedAverage = mean == nil ? nil : kept ?? (sum + 140) / Double(count + 20) / 2
        let votes = record.optionalText(.ratingHist)?.dropFirst().dropLast().split(separator: ",").map {
            Int64($0) ?? 0
        }
        histogram = (1...10).map { step in
            RatingBucket(halfStars: Int64(step), count: votes.map { $0[step - 1] } ?? 0)
        }
    }
}

extension Resolvers<RequestContext> {
    mutating func ratings() {
        object("RatingSummary", RatingSummary.self) { summary in
            summary.value("average") { $0.average }
            summary.value("weightedAverage") { $0.weightedAverage }
            summary.value("count") { $0.count }
            summary.children("histogram") { $0.histogram }
        }
        object("RatingBucket", RatingBucket.self) { bucket in
            bucket.value("stars") { Double($0.halfStars) / 2 }
            bucket.value("count") { $0.count }
        }
    }
}
