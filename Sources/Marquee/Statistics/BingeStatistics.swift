import GraphQL
import PostgreSQL

/// Figures about binge watching. As the viewer.
typealias BingeStatistics = Record<BingeColumn>

enum BingeColumn: Int, EntityColumn {
    case count, longestEpisodes, longestMinutes, longestShowId, longestOn, averageDaysPerSeason

    var expression: String {
        switch self {
        case .averageDaysPerSeason:
            """
            (select avg(c.last_day - c.first_day)::double precision
               from viewer_completions($2::text::date, $3::text::date, false) c where c.is_exact)
            """
        default: ownColumn
        }
    }
}

enum BingeStatements {
    /// Parameters: first day, last day. Of binges with as many episodes the one with most minutes, then the first, is the
    /// longest.
    static let ofViewer = Template<BingeColumn>(
        "statistics_binges", planning: .eachTime,
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join lateral (
          with binges as materialized (select * from viewer_binges($2::text::date, $3::text::date))
          select n.count, coalesce(b.episodes, 0) as longest_episodes, coalesce(b.minutes, 0) as longest_minutes,
                 b.show_id as longest_show_id, b.began as longest_on
            from (select count(*) as count from binges) n
                 left join (select * from binges order by episodes desc, minutes desc, began, show_id limit 1) b on true) t
        """)
}

extension Resolvers<RequestContext> {
    mutating func binges(_ schema: Schema) {
        object("BingeStatistics", BingeStatistics.self) { binges in
            binges.columns(of: "BingeStatistics", in: schema)
            binges.load("longestShow", needs: AttributeSet(BingeColumn.longestShowId)) { binges, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, binges.map { $0.optionalInt(.longestShowId) }, needs: call.needs))
            }
        }
    }
}
