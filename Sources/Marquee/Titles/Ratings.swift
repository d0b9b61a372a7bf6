import GraphQL

/// What votes come to, as the statistics of titles, seasons and episodes keep it: in half stars.
package struct RatingSummary: Sendable {
    /// What the selection does not need is 0 or nil here.
    let count: Int64
    private let sum: Int64
    /// Kept only where it orders anything.
    private let weighted: Double?
    private let votes: String?
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

/// The attributes that hold votes. They have the same bits in all entities that can be rated, so that what is asked of a
/// `RatingSummary` can be said without knowing whose it is.
enum RatingNeeds {
    static let sum: AttributeSet = 1 << 50
    static let count: AttributeSet = 1 << 51
    static let histogram: AttributeSet = 1 << 52
    static let weighted: AttributeSet = 1 << 53
    static let all = sum | count | histogram | weighted
}

extension TitleColumn: RatedColumn {
    static var weighted: TitleColumn? { .ratingWeighted }
}

extension RatingSummary {
    init<Column: RatedColumn>(_ record: Record<Column>) {
        let read = record.columns
        count = read & RatingNeeds.count == 0 ? 0 : record.int(.ratingCount)
        sum = read & RatingNeeds.sum == 0 ? 0 : record.int(.ratingSum)
        votes = read & RatingNeeds.histogram == 0 ? nil : record.optionalText(.ratingHist)
        weighted = read & RatingNeeds.weighted == 0 ? nil : Column.weighted.flatMap { record.optionalDouble($0) }
    }

    /// - Parameter votes: for each half star from 1 to 10, as PostgreSQL writes arrays.
    init(votes: String) {
        let counts = votes.dropFirst().dropLast().split(separator: ",").map { Int64($0) ?? 0 }
        self.init(
            count: counts.reduce(0, +), sum: zip(1..., counts).reduce(0) { $0 + $1.0 * $1.1 }, weighted: nil,
            votes: votes)
    }

    /// Mean stars; nil without votes.
    var average: Double? { count > 0 ? Double(sum) / Double(count) / 2 : nil }

    /// Where none is kept it is computed as fold_stat_deltas does, with 20 votes of 7 half stars.
    var weightedAverage: Double? {
        count > 0 ? (weighted ?? Double(sum + 140) / Double(count + 20)) / 2 : nil
    }

    /// Votes for each half star, from 0.5 to 5.
    var histogram: [RatingBucket] {
        let counts = votes?.dropFirst().dropLast().split(separator: ",").map { Int64($0) ?? 0 }
        return (1...10).map { RatingBucket(halfStars: Int64($0), count: counts?[$0 - 1] ?? 0) }
    }
}

extension Resolvers<RequestContext> {
    mutating func ratings() {
        object("RatingSummary", RatingSummary.self) { summary in
            let mean = RatingNeeds.sum | RatingNeeds.count
            summary.value("average", needs: mean) { $0.average }
            summary.value("weightedAverage", needs: mean | RatingNeeds.weighted) { $0.weightedAverage }
            summary.value("count", needs: RatingNeeds.count) { $0.count }
            summary.children("histogram", needs: RatingNeeds.histogram) { $0.histogram }
        }
        object("RatingBucket", RatingBucket.self) { bucket in
            bucket.value("stars") { Double($0.halfStars) / 2 }
            bucket.value("count") { $0.count }
        }
    }
}
