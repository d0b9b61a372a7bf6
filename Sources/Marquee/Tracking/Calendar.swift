import GraphQL
import PostgreSQL

/// What airs or opens on a day for a title of the viewer's library. As the viewer.
typealias CalendarEntry = Record<CalendarColumn>

enum CalendarColumn: Int, EntityColumn {
    /// In the viewer's time zone.
    case day
    /// Null on a day on which there is nothing.
    case titleId
    case type, episodeId, at, watched

    var expression: String { ownColumn }
}

/// One day of a calendar.
struct CalendarDay: Sendable {
    let date: String
    let entries: [CalendarEntry]
}

enum CalendarStatements {
    /// Parameters: first day, or null for today; number of days. Every day has a row. An episode whose moment is known airs
    /// on the viewer's day of it. Given-up shows are left out. Bounds are worked out apart (`offset 0`): as an expression
    /// they would count as leaky under row-level security, and no index would answer them.
    static let ofViewer = Template<CalendarColumn>(
        "calendar",
        """
        select k.key, {columns}
          from unnest($1::bigint[]) k (key) join accounts a on a.user_id = k.key
               cross join lateral (
                 select f.first, f.first - 1 as eve, f.first + $3::integer as beyond
                   from (select coalesce($2::text::date, (now() at time zone a.time_zone)::date)) f (first) offset 0) z
               cross join lateral (
          with library as (select l.title_id, l.kind from library_entries l
                            where l.user_id = a.user_id and l.status is distinct from 'dropped'),
               happening as (
            select coalesce((e.airs_at at time zone a.time_zone)::date, e.air_date) as day, l.title_id, e.id as episode_id,
                   e.airs_at as at, e.season_number, e.number,
                   case when e.milestone in ('series_premiere', 'season_premiere')
                          or e.milestone is null and e.season_number > 0 and e.number = 1 then 'premiere'
                        when e.milestone in ('season_finale', 'series_finale') then 'finale' else 'episode' end as type,
                   exists (select from plays p join viewing_runs r on r.user_id = p.user_id and r.id = p.run_id and r.is_current
                            where p.user_id = a.user_id and p.episode_id = e.id) as watched
              from library l join episodes e on e.show_id = l.title_id
             where l.kind = 'show' and e.air_date between z.eve and z.beyond
            union all
            select t.release_date, t.id, null, null, null, null, 'movie_theatrical',
                   exists (select from plays p where p.user_id = a.user_id and p.title_id = t.id)
              from library l join titles t on t.id = l.title_id
             where l.kind = 'movie' and t.release_date between z.first and z.beyond)
          select d.day::date as day, h.title_id, h.episode_id, h.at, h.season_number, h.number, h.type, h.watched
            from generate_series(z.first, z.first + $3::integer - 1, interval '1 day') d (day)
                 left join happening h on h.day = d.day) t
         order by k.key, t.day, t.at nulls last, t.title_id, t.season_number, t.number
        """)
}

/// The last day with which a calendar may begin: all its days have years of four digits.
private let lastBeginning = "9999-09-30"

extension Resolvers<RequestContext> {
    mutating func calendar(_ schema: Schema) {
        object("CalendarDay", CalendarDay.self) { day in
            day.value("date") { $0.date }
            day.children("entries", forwardsNeeds: true) { $0.entries }
        }
        object("CalendarEntry", CalendarEntry.self) { entry in
            entry.columns(of: "CalendarEntry", in: schema)
            entry.load("title", needs: AttributeSet(CalendarColumn.titleId)) { entries, call in
                Resolved(
                    try await call.context.one(
                        TitleStatements.byID, entries.map { $0.int(.titleId) },
                        needs: call.needs | AttributeSet(TitleColumn.kind)))
            }
            entry.load("episode", needs: AttributeSet(CalendarColumn.episodeId)) { entries, call in
                Resolved(
                    try await call.context.one(
                        EpisodeStatements.byID, entries.map { $0.optionalInt(.episodeId) }, needs: call.needs))
            }
        }
        object("Viewer", Viewer.self) { viewer in
            viewer.load("calendar") { viewers, call in
                let days = try call.arguments.bounded("days", 1...92, default: 14)
                let first = call.arguments.string("from")
                if let first, first > lastBeginning {
                    throw FieldError(badArgument: "from", "expected a day up to \(lastBeginning), got \(first)")
                }
                let entries = try await call.context.many(
                    CalendarStatements.ofViewer, viewers.map(\.id),
                    needs: call.needs | AttributeSet(CalendarColumn.day, .titleId),
                    [.text(first), .int(days)], as: call.context.caller.viewer)
                return Resolved(lists: [CalendarDay.days(of: entries.values)])
            }
        }
    }
}

extension CalendarDay {
    /// Parts entries by their days.
    fileprivate static func days(of entries: [CalendarEntry]) -> [CalendarDay] {
        var days: [CalendarDay] = []
        var rest = entries[...]
        while let date = rest.first?.optionalText(.day) {
            let day = rest.prefix { $0.optionalText(.day) == date }
            days.append(CalendarDay(date: date, entries: day.filter { !$0.isNull(.titleId) }))
            rest = rest.dropFirst(day.count)
        }
        return days
    }
}
