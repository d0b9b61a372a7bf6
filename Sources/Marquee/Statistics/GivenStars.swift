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
          select coalesce(sum(stars), 0) as rating_sum, count(*) as rating_count,
                 array(select count(*) filter (where g.stars = s) from generate_series(1, 10) s
                         left join viewer_ratings($2::text::date, $3::text::date) g on g.stars = s group by s order by s) as rating_hist
            from viewer_ratings($2::text::date, $3::text::date)) t
        """)
}
