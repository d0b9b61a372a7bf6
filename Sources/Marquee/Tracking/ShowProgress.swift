import GraphQL
import PostgreSQL

/// What a run of a show comes to now: a row of `viewing_runs`, held against the episodes that have aired. As the viewer.
typealias ShowProgress = Record<ProgressColumn>

enum ProgressColumn: Int, EntityColumn {
    /// The run.
    case id
    case showId, number, status, lastWatchedAt, lastEpisodeId, nextEpisodeId
    /// Whether the show has ended or was canceled.
    case isEnded
    /// `{aired,watched,minutes watched,minutes left}`, see `ProgressFigures`.
    case figures

    /// What was never watched comes last; as in the indexes `runs_progress` and `runs_up_next`.
    static let lastWatched = SortKey(
        "(case when t.last_watched_at is null then timestamptz '1700-01-01 00:00:00+00' else t.last_watched_at end)",
        .instant)

    var expression: String {
        switch self {
        case .status: "(select l.status from library_entries l where l.user_id = t.user_id and l.title_id = t.show_id)"
        case .isEnded: "exists (select from titles s where s.id = t.show_id and s.status in ('ended', 'canceled'))"
        case .nextEpisodeId:
            """
            (select e.id from episodes e where e.show_id = t.show_id and counts_in(t, e) and e.air_date <= current_date
                and not exists (select from plays p where p.user_id = t.user_id and p.run_id = t.id and p.episode_id = e.id)
              order by e.season_number, e.number limit 1)
            """
        case .figures:
            """
            (select array[count(*), count(p.id), coalesce(sum(p.minutes), 0),
                          coalesce(sum(coalesce(e.runtime, s.runtime)) filter (where p.id is null), 0)]
               from episodes e join titles s on s.id = e.show_id
                    left join plays p on p.user_id = t.user_id and p.run_id = t.id and p.episode_id = e.id
              where e.show_id = t.show_id and counts_in(t, e) and e.air_date <= current_date)
            """
        default: ownColumn
        }
    }
}

/// The figures of a progress: numbers of episodes that have aired and count, and minutes.
struct ProgressFigures {
    let aired: Int64
    let watched: Int64
    let minutesWatched: Int64
    let minutesLeft: Int64

    init(_ progress: ShowProgress) {
        let numbers = (progress.optionalText(.figures) ?? "{0,0,0,0}").dropFirst().dropLast().split(separator: ",")
        let figures = numbers.map { Int64($0) ?? 0 }
        (aired, watched, minutesWatched, minutesLeft) = (figures[0], figures[1], figures[2], figures[3])
    }

    var isCaughtUp: Bool { watched == aired }
}

enum ProgressStatements {
    static let ofShows = Template<ProgressColumn>(
        "progress_of_shows",
        """
        select t.show_id, {columns} from viewing_runs t
         where t.user_id = viewer_id() and t.is_current and t.show_id = any ($1::bigint[])
        """)

    static let ofShowsByNumber = Template<ProgressColumn>(
        "progress_of_shows_by_number",
        """
        select t.show_id, {columns} from viewing_runs t
         where t.user_id = viewer_id() and t.number = $2::integer and t.show_id = any ($1::bigint[])
        """)

    /// Parameters: statuses, whether they are caught up. Given-up shows are left out unless they are asked for.
    static let ofViewers = PagedList<ProgressColumn>(
        "progress",
        from: """
            viewing_runs t left join library_entries l on l.user_id = t.user_id and l.title_id = t.show_id {joins}
            """,
        where: """
            t.user_id = k.key and t.is_current
               and case when $3::text[] is null then l.status is distinct from 'dropped' else l.status = any ($3::text[]) end
               and ($4::boolean is null or is_something_left(t.user_id, t.show_id) <> $4::boolean)
            """, parameters: 2,
        by: [ProgressColumn.lastWatched, SortKey("t.id", .bigint)], isDescending: true, isLong: true)
}

extension Resolvers<RequestContext> {
    mutating func showProgress(_ schema: Schema) {
        object("ShowProgress", ShowProgress.self) { progress in
            progress.columns(of: "ShowProgress", in: schema)
            progress.progressFigures()
            progress.progressObjects()
        }
        connection("ShowProgress", of: ProgressColumn.self)
        object("Viewer", Viewer.self) { viewer in
            viewer.load("progress") { viewers, call in
                let filter = FieldArguments(call.arguments.object("filter") ?? InputObject())
                return try await call.context.page(
                    ProgressStatements.ofViewers, viewers.map(\.id), call,
                    [filter.enumNames("statuses"), .bool(filter.boolean("caughtUp"))], as: call.context.caller.viewer)
            }
        }
    }
}

extension ObjectBinder where Parent == ShowProgress, Context == RequestContext {
    fileprivate mutating func progressFigures() {
        let needs = AttributeSet(ProgressColumn.figures)
        value("airedCount", needs: needs) { ProgressFigures($0).aired }
        value("watchedCount", needs: needs) { ProgressFigures($0).watched }
        value("percent", needs: needs) { progress in
            let figures = ProgressFigures(progress)
            return figures.aired == 0 ? 0 : Double(figures.watched) / Double(figures.aired)
        }
        value("isCaughtUp", needs: needs) { ProgressFigures($0).isCaughtUp }
        value("isComplete", needs: needs | AttributeSet(ProgressColumn.isEnded)) { progress in
            let figures = ProgressFigures(progress)
            return figures.isCaughtUp && figures.aired > 0 && progress.bool(.isEnded)
        }
        value("minutesWatched", needs: needs) { ProgressFigures($0).minutesWatched }
        value("minutesLeft", needs: needs) { ProgressFigures($0).minutesLeft }
    }

    fileprivate mutating func progressObjects() {
        load("show", needs: AttributeSet(ProgressColumn.showId)) { progress, call in
            Resolved(
                try await call.context.one(
                    TitleStatements.byID, progress.map { $0.int(.showId) }, needs: call.needs))
        }
        load("run", needs: AttributeSet(ProgressColumn.id)) { progress, call in
            Resolved(
                try await call.context.one(
                    RunStatements.byID, progress.map { $0.int(.id) }, needs: call.needs, as: call.context.caller.viewer)
            )
        }
        load("runs", needs: AttributeSet(ProgressColumn.showId)) { progress, call in
            try await call.context.many(
                RunStatements.ofShows, progress.map { $0.int(.showId) }, needs: call.needs,
                as: call.context.caller.viewer)
        }
        load("seasons", needs: AttributeSet(ProgressColumn.id)) { progress, call in
            try await call.context.many(
                SeasonProgressStatements.ofRuns, progress.map { $0.int(.id) }, needs: call.needs,
                as: call.context.caller.viewer)
        }
        for (name, column) in [("lastEpisode", ProgressColumn.lastEpisodeId), ("nextEpisode", .nextEpisodeId)] {
            load(name, needs: AttributeSet(column)) { progress, call in
                Resolved(
                    try await call.context.one(
                        EpisodeStatements.byID, progress.map { $0.optionalInt(column) }, needs: call.needs))
            }
        }
    }
}

extension ObjectBinder where Parent == Title, Context == RequestContext {
    /// `Show.viewerProgress`.
    mutating func viewerProgress() {
        load("viewerProgress", needs: AttributeSet(TitleColumn.id)) { shows, call in
            guard let viewer = call.context.caller.viewer else {
                return Resolved([ShowProgress?](repeating: nil, count: shows.count))
            }
            let number = call.arguments.int("run")
            return Resolved(
                try await call.context.one(
                    number == nil ? ProgressStatements.ofShows : ProgressStatements.ofShowsByNumber,
                    shows.map { $0.int(.id) }, needs: call.needs, number.map { [.int($0)] } ?? [], as: viewer))
        }
    }
}
