import GraphQL
import PostgreSQL

/// What to go on with: the current run of a show in which something that has aired is left. As the viewer.
typealias UpNextItem = Record<UpNextColumn>

/// What is read, where `t` is the run, `n` the episode that waited in it when it was last looked at, and `l` the library's
/// entry.
enum UpNextColumn: Int, EntityColumn {
    /// The run.
    case id
    case showId, episodeId, episodesLeft, reason

    /// Episodes that have aired since the run was looked at, count and are not watched: few, found by their days.
    private static let newlyAired = """
        from episodes e where e.show_id = t.show_id and e.air_date > t.settled_on and e.air_date <= current_date and counts_in(t, e)
           and not exists (select from plays p where p.user_id = t.user_id and p.run_id = t.id and p.episode_id = e.id)
        """

    /// How many episodes of a run have aired, count and are not watched.
    static let left = "(t.left_count + (select count(*) \(newlyAired)))"

    var expression: String {
        switch self {
        case .episodeId:
            """
            (select x.id from (select n.id, n.season_number, n.number
                               union all select e.id, e.season_number, e.number \(Self.newlyAired)) x
              order by x.season_number, x.number limit 1)
            """
        case .episodesLeft: Self.left
        // Who had caught up has seen all that aired until the day of the last play.
        case .reason:
            """
            case when t.last_watched_at is null or n.air_date <= (t.last_watched_at at time zone 'UTC')::date then 'continue'
                 when n.season_number > (select b.season_number from episodes b where b.id = t.last_episode_id)
                   and not exists (select from episodes b where b.show_id = n.show_id and b.season_number = n.season_number
                                                           and b.number < n.number) then 'new_season'
                 else 'new_episode' end
            """
        default: ownColumn
        }
    }
}

/// An order of up next: the enum `UpNextOrder`.
enum UpNextOrder: String, CaseIterable {
    case recentlyWatched = "RECENTLY_WATCHED"
    case recentlyAired = "RECENTLY_AIRED"
    case closestToFinish = "CLOSEST_TO_FINISH"

    fileprivate var key: SortKey {
        switch self {
        case .recentlyWatched: ProgressColumn.lastWatched
        case .recentlyAired: SortKey("n.air_date", .day)
        // Descending like the others.
        case .closestToFinish: SortKey("-\(UpNextColumn.left)", .bigint)
        }
    }
}

enum UpNextStatements {
    private static let lists = Dictionary(uniqueKeysWithValues: UpNextOrder.allCases.map { ($0, list($0)) })

    static func list(by order: UpNextOrder) -> PagedList<UpNextColumn> {
        guard let list = lists[order] else { preconditionFailure("Every order has its list.") }
        return list
    }

    /// Paused and given-up shows are left out.
    private static func list(_ order: UpNextOrder) -> PagedList<UpNextColumn> {
        PagedList(
            "up_next_by_\(order)",
            from: """
                viewing_runs t join episodes n on n.id = t.next_episode_id and n.air_date <= current_date
                  left join library_entries l on l.user_id = t.user_id and l.title_id = t.show_id {joins}
                """,
            where: """
                t.user_id = k.key and t.is_current and t.next_episode_id is not null
                   and coalesce(l.status::text, '') not in ('on_hold', 'dropped')
                """, by: [order.key, SortKey("t.id", .bigint)], isDescending: true, isLong: true)
    }
}

extension Resolvers<RequestContext> {
    mutating func upNext(_ schema: Schema) {
        object("UpNextItem", UpNextItem.self) { item in
            item.columns(of: "UpNextItem", in: schema)
            item.load("title", needs: AttributeSet(UpNextColumn.showId)) { items, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, items.map { $0.int(.showId) },
                        needs: call.needs | AttributeSet(TitleColumn.kind)))
            }
            item.load("episode", needs: AttributeSet(UpNextColumn.episodeId)) { items, call in
                Resolved(
                    try await call.context.one(
                        EpisodeStatements.byID, items.map { $0.optionalInt(.episodeId) }, needs: call.needs))
            }
            item.load("progress", needs: AttributeSet(UpNextColumn.showId)) { items, call in
                Resolved(
                    try await call.context.one(
                        ProgressStatements.ofShows, items.map { $0.int(.showId) }, needs: call.needs,
                        as: call.context.caller.viewer))
            }
        }
        connection("UpNext", of: UpNextColumn.self)
        object("Viewer", Viewer.self) { viewer in
            viewer.load("upNext") { viewers, call in
                let order = call.arguments.string("orderBy").flatMap(UpNextOrder.init) ?? .recentlyWatched
                return try await call.context.page(
                    UpNextStatements.list(by: order), viewers.map(\.id), call, as: call.context.caller.viewer)
            }
        }
    }
}
