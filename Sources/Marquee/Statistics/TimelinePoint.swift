import GraphQL
import PostgreSQL

/// What was watched and rated in one step of time. As the viewer.
typealias TimelinePoint = Record<TimelineColumn>

enum TimelineColumn: Int, EntityColumn {
    /// First day of the step.
    case date
    case movies, episodes, minutes, averageStars

    var expression: String { ownColumn }
}

enum TimelineStatements {
    /// Parameters: first day, last day, step. Plays whose date is known less exactly than a step is wide are left out, and
    /// so are steps in which nothing was.
    static let ofViewer = Template<TimelineColumn>(
        "statistics_timeline", planning: .eachTime,
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join lateral (
          select coalesce(w.date, g.date) as date, coalesce(w.movies, 0) as movies, coalesce(w.episodes, 0) as episodes,
                 coalesce(w.minutes, 0) as minutes, g.stars as average_stars
            from (select date_trunc($4::text, day)::date as date, count(*) filter (where kind = 'movie') as movies,
                         count(episode_id) as episodes, sum(minutes) as minutes
                    from viewer_plays($2::text::date, $3::text::date)
                   where precision <= case $4::text when 'month' then 'month' when 'year' then 'year' else 'day' end::date_precision
                   group by 1) w
                 full join (select date_trunc($4::text, day)::date as date, (avg(stars) / 2)::double precision as stars
                              from viewer_ratings($2::text::date, $3::text::date) group by 1) g on g.date = w.date) t
         order by k.key, t.date
        """)
}

extension Resolvers<RequestContext> {
    mutating func timelinePoints(_ schema: Schema) {
        object("TimelinePoint", TimelinePoint.self) { $0.columns(of: "TimelinePoint", in: schema) }
    }
}
