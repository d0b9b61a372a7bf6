/// The enum `SearchOrder`.
enum SearchOrder: String, CaseIterable, Sendable {
    case relevance = "RELEVANCE"
    case popularity = "POPULARITY"
    case newest = "NEWEST"
    case rating = "RATING"

    /// The value that places a title, where `h` is the candidate, `t` the title and `s` its statistics.
    var ofTitle: String {
        switch self {
        case .relevance: "h.score"
        case .popularity: "s.popularity"
        case .newest: "coalesce(t.release_date - date '2000-01-01', \(Self.never))"
        case .rating: "case when s.rating_count > 0 then s.rating_weighted else 0 end"
        }
    }

    /// The same of an episode `e` with its votes `v`; it is as popular as its show.
    var ofEpisode: String {
        switch self {
        case .newest: "coalesce(e.air_date - date '2000-01-01', \(Self.never))"
        // As fold_stat_deltas weighs votes.
        case .rating: "case when v.rating_count > 0 then (v.rating_sum + 140.0) / (v.rating_count + 20) else 0 end"
        default: ofTitle
        }
    }

    /// The same of a person, whose statistics are `s`. Persons are neither released nor rated: they come last.
    var ofPerson: String {
        switch self {
        case .relevance: "h.score"
        case .popularity: "s.popularity"
        case .newest: "\(Self.never)"
        case .rating: "0"
        }
    }

    /// Days from 2000-01-01, before all there is.
    private static let never = -3_000_000
}
