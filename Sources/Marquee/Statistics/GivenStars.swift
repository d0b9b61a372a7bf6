import GraphQL
import PostgreSQL

/// The stars a viewer gave in a span, as columns of a `RatingSummary`. As the viewer.
enum GivenStarsColumn: Int, EntityColumn {
    case viewer
    case ratingSum = 50, ratingCount, ratingHist

    var expression: String {
        switch self {
        case .viewer: "k.key"
        default: ownColumn
        }
    }
}

extension GivenStarsColumn: RatedColumn {
    static var weighted: GivenStarsColumn? { nil }
}

enum GivenStarsStatements {
    /// Parameters: first day, last day.
    static let ofViewer = Template<GivenStarsColumn>(
        "statistics_ratings", planning: .eachTime,
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join lateral (
          select coalesce(sum(stars), 0) as rating_sum, count(*) as rating_count, array[\(histogram)] as rating_hist
            from viewer_ratings($2::text::date, $3::text::date)) t
        """)

    private static let histogram = (1...10).map { "count(*) filter (where stars = \($0))" }.joined(separator: ", ")

    /// Titles with most stars, newest first. Parameters: first day, last day, kind, how many.
    static let best = Template<UserRatingColumn>(
        "statistics_top_rated", planning: .eachTime,
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) join accounts a on a.user_id = k.key cross join lateral (
          select g.* from ratings g cross join lateral (select (g.rated_at at time zone a.time_zone)::date) d (day)
           where g.user_id = k.key and g.title_id is not null and in_span(d.day, d.day, $2::text::date, $3::text::date)
             and ($4::text is null or exists (select from titles s where s.id = g.title_id and s.kind = $4::text))
           order by g.stars desc, g.rated_at desc, g.id desc limit $5::integer) t
         order by k.key, t.stars desc, t.rated_at desc, t.id desc
        """)
}
