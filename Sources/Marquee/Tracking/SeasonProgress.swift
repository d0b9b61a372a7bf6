import GraphQL
import PostgreSQL

/// What a run comes to in one season. As the viewer.
typealias SeasonProgress = Record<SeasonProgressColumn>

/// What is read, where `t` is the season and `r` the run, or nothing if none was begun. Specials count in their own season.
enum SeasonProgressColumn: Int, EntityColumn {
    case id, airedCount, watchedCount, completedAt

    private static let aired = """
        from episodes e left join plays p on p.user_id = r.user_id and p.run_id = r.id and p.episode_id = e.id
         where e.season_id = t.id and e.air_date <= current_date and (t.number = 0 or counts_in(r, e))
        """

    var expression: String {
        switch self {
        case .airedCount: "(select count(*) \(Self.aired))"
        case .watchedCount: "(select count(p.id) \(Self.aired))"
        case .completedAt: "(select case when count(*) = count(p.id) then max(p.watched_at) end \(Self.aired))"
        default: ownColumn
        }
    }
}

enum SeasonProgressStatements {
    /// In the current run, begun or not.
    static let ofSeasons = Template<SeasonProgressColumn>(
        "progress_of_seasons",
        """
        select t.id, {columns}
          from seasons t left join viewing_runs r on r.user_id = viewer_id() and r.show_id = t.show_id and r.is_current
         where t.id = any ($1::bigint[])
        """)

    /// Of each season of a run's show, the specials left out.
    static let ofRuns = Template<SeasonProgressColumn>(
        "season_progress_of_runs",
        """
        select r.id, {columns} from viewing_runs r join seasons t on t.show_id = r.show_id and t.number > 0
         where r.user_id = viewer_id() and r.id = any ($1::bigint[]) order by r.id, t.number
        """)
}

extension Resolvers<RequestContext> {
    mutating func seasonProgress(_ schema: Schema) {
        object("SeasonProgress", SeasonProgress.self) { progress in
            progress.columns(of: "SeasonProgress", in: schema)
            progress.load("season", needs: AttributeSet(SeasonProgressColumn.id)) { progress, call in
                Resolved(
                    try await call.context.one(
                        SeasonStatements.byID, progress.map { $0.int(.id) }, needs: call.needs))
            }
            progress.value("isComplete", needs: AttributeSet(SeasonProgressColumn.airedCount, .watchedCount)) {
                $0.int(.airedCount) > 0 && $0.int(.airedCount) == $0.int(.watchedCount)
            }
        }
        object("Season", Season.self) { season in
            season.load("viewerProgress", needs: AttributeSet(SeasonColumn.id)) { seasons, call in
                guard let viewer = call.context.caller.viewer else {
                    return Resolved([SeasonProgress?](repeating: nil, count: seasons.count))
                }
                return Resolved(
                    try await call.context.one(
                        SeasonProgressStatements.ofSeasons, seasons.map { $0.int(.id) }, needs: call.needs, as: viewer))
            }
        }
    }
}
