import GraphQL
import PostgreSQL

/// A row of `viewing_runs`: one pass through a show. Read as the viewer.
typealias ViewingRun = Record<RunColumn>

enum RunColumn: Int, EntityColumn {
    case id, owner, showId, number, startedAt, finishedAt, watchedCount, current

    var expression: String {
        switch self {
        case .owner: "t.user_id"
        case .current: "t.is_current"
        // What has aired since the run was last looked at makes it unfinished.
        case .finishedAt:
            """
            case when not (t.is_current and exists (
              select from episodes n where n.id = t.next_episode_id and n.air_date <= current_date)) then t.finished_at end
            """
        default: ownColumn
        }
    }
}

enum RunStatements {
    static let byID = Template<RunColumn>(
        "runs_by_id",
        "select t.id, {columns} from viewing_runs t where t.user_id = viewer_id() and t.id = any ($1::bigint[])")

    static let ofShows = Template<RunColumn>(
        "runs_of_shows",
        """
        select t.show_id, {columns} from viewing_runs t
         where t.user_id = viewer_id() and t.show_id = any ($1::bigint[]) order by t.show_id, t.number desc
        """)
}

extension Resolvers<RequestContext> {
    mutating func viewingRuns(_ schema: Schema) {
        object("ViewingRun", ViewingRun.self) { run in
            run.columns(of: "ViewingRun", in: schema)
            run.ownID(.viewingRun, owner: RunColumn.owner, key: .id)
            run.load("show", needs: AttributeSet(RunColumn.showId)) { runs, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, runs.map { $0.int(.showId) }, needs: call.needs))
            }
        }
    }
}
