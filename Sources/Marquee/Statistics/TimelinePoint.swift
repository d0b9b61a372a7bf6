import GraphQL

/// A width of a step in time: the enum `TimeStep`.
enum TimeStep: String {
    case day = "DAY"
    case week = "WEEK"
    case month = "MONTH"
    case year = "YEAR"

    /// The first day of the step a day lies in.
    ///
    /// - Parameter monday: the one before that day, or the day itself.
    fileprivate func beginning(of day: Substring, monday: Substring) -> String {
        switch self {
        case .day: String(day)
        case .week: String(monday)
        case .month: "\(day.dropLast(3))-01"
        case .year: "\(day.dropLast(6))-01-01"
        }
    }

    /// Whether a day, month or year is narrower than the step, or as wide.
    fileprivate func holds(_ precision: Substring) -> Bool {
        switch precision {
        case "month": self == .month || self == .year
        case "year": self == .year
        default: true
        }
    }
}

/// What was watched and rated in one step of time.
struct TimelinePoint: Sendable {
    /// First day of the step.
    let date: String
    var movies: Int64 = 0
    var episodes: Int64 = 0
    var minutes: Int64 = 0
    fileprivate var halves: Int64 = 0
    fileprivate var ratings: Int64 = 0

    var averageStars: Double? { Stars.mean(halves: halves, of: ratings) }

    /// Adds days up. Plays whose date is known less exactly than a step is wide are left out, and so are steps in which
    /// nothing was.
    static func points(of days: String?, by step: TimeStep) -> [TimelinePoint] {
        var points: [String: TimelinePoint] = [:]
        for row in NumberTable(days).rows where step.holds(row[0]) {
            let date = step.beginning(of: row[1], monday: row[2])
            var point = points[date] ?? TimelinePoint(date: date)
            point.movies += row.number(3)
            point.episodes += row.number(4)
            point.minutes += row.number(5)
            point.halves += row.number(6)
            point.ratings += row.number(7)
            points[date] = point
        }
        return points.values.sorted { $0.date < $1.date }
    }
}

extension Resolvers<RequestContext> {
    mutating func timelinePoints() {
        object("TimelinePoint", TimelinePoint.self) { point in
            point.value("date") { $0.date }
            point.value("movies") { $0.movies }
            point.value("episodes") { $0.episodes }
            point.value("minutes") { $0.minutes }
            point.value("averageStars") { $0.averageStars }
        }
    }
}
