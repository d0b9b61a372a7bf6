import GraphQL
import PostgreSQL

/// What was watched of a genre. As the viewer.
typealias GenreCount = Record<GenreCountColumn>

enum GenreCountColumn: Int, EntityColumn {
    case genreId, plays, minutes, averageStars

    var expression: String { ownColumn }
}

enum GenreCountStatements {
    /// Parameters: first day, last day, how many genres. Stars are those of the titles that were watched in the span.
    static let ofViewer = Template<GenreCountColumn>(
        "statistics_genres", planning: .eachTime,
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join lateral (
          select g.genre_id, sum(w.plays)::bigint as plays, sum(w.minutes)::bigint as minutes,
                 (avg(r.stars) / 2)::double precision as average_stars
            from (select title_id, count(*) as plays, coalesce(sum(minutes), 0) as minutes
                    from viewer_plays($2::text::date, $3::text::date) group by 1) w
                 join title_genres g on g.title_id = w.title_id
                 left join ratings r on r.user_id = k.key and r.title_id = w.title_id
           group by 1 order by 2 desc, 3 desc, 1 limit $4::integer) t
        """)
}

extension Resolvers<RequestContext> {
    mutating func genreCounts(_ schema: Schema) {
        object("GenreCount", GenreCount.self) { count in
            count.columns(of: "GenreCount", in: schema)
            count.load("genre", needs: AttributeSet(GenreCountColumn.genreId)) { counts, call in
                Resolved(
                    try await call.context.one(
                        GenreStatements.byID, counts.map { $0.int(.genreId) }, needs: call.needs))
            }
        }
    }
}
