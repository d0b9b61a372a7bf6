import GraphQL
import PostgreSQL

enum StatisticsStatements {
    /// Parameters: first day, last day. It reads each play of the span once, whatever is asked for, since all that counts
    /// plays stands on one step (`StatisticsStep`).
    static let ofViewer = Template<StatisticsColumn>(
        "statistics", planning: .eachTime, lane: .leased,
        """
        select k.key, t.*
          from unnest($1::bigint[]) k (key) cross join (select $2::text::date as first, $3::text::date as last) span
               cross join lateral ({joins} select {columns}) t
        """)
}

/// The steps in which statistics are worked out; each rests on those above it. A statement has those that its columns need:
/// PostgreSQL keeps the rows of a step that several others read, and passes on those that one alone reads.
enum StatisticsStep: CaseIterable {
    case played, daily, totals, marked, parts, binges, longest

    /// What is read from it, or from a step that rests on it.
    private var columns: AttributeSet {
        switch self {
        case .played: ~AttributeSet(StatisticsColumn.from, .to)
        case .daily: AttributeSet(StatisticsColumn.days, .genres)
        case .totals:
            AttributeSet(
                StatisticsColumn.moviePlays, .movies, .episodePlays, .shows, .minutes, .movieMinutes, .showMinutes,
                .undatedPlays)
        case .marked, .parts: AttributeSet(StatisticsColumn.showsCompleted, .seasonsCompleted, .averageDaysPerSeason)
        case .binges: AttributeSet(StatisticsColumn.count) | Self.longest.columns
        case .longest: AttributeSet(StatisticsColumn.longestEpisodes, .longestMinutes, .longestShowId, .longestOn)
        }
    }

    private var query: String {
        switch self {
        case .played: "select * from viewer_plays($2::text::date, $3::text::date)"
        case .daily: Self.dailyQuery
        case .totals: Self.totalsQuery
        case .marked: Self.markedQuery
        case .parts: Self.partsQuery
        case .binges: Self.bingesQuery
        // Of binges with as many episodes the one with most minutes, then the first.
        case .longest: "select * from binges order by episodes desc, minutes desc, began, show_id limit 1"
        }
    }

    /// The steps that some columns need.
    static func with(for columns: AttributeSet) -> String {
        let steps = allCases.filter { $0.columns & columns != 0 }
        return steps.isEmpty ? "" : "with " + steps.map { "\($0) as (\($0.query))" }.joined(separator: ", ")
    }

    /// Plays of a title on a day. Days are known less exactly where the precision says so.
    private static let dailyQuery = """
        select title_id, kind, day, case when precision = 'instant' then 'day' else precision end as precision,
               count(*) as plays, coalesce(sum(minutes), 0) as minutes
          from played group by 1, 2, 3, 4
        """

    private static let totalsQuery = """
        select count(*) filter (where kind = 'movie') as movie_plays,
               count(distinct title_id) filter (where kind = 'movie') as movies,
               count(episode_id) as episode_plays, count(distinct title_id) filter (where kind = 'show') as shows,
               coalesce(sum(minutes), 0) as minutes,
               coalesce(sum(minutes) filter (where kind = 'movie'), 0) as movie_minutes,
               coalesce(sum(minutes) filter (where kind = 'show'), 0) as show_minutes,
               count(*) filter (where precision = 'unknown') as undated_plays
          from played
        """

    /// All plays of the runs in which something was watched in the span: of a span with bounds, those outside of it, too.
    private static let markedQuery = """
        select run_id, episode_id, day, until, precision from played
         where $2::text is null and $3::text is null and run_id is not null
        union all
        select o.run_id, o.episode_id, o.day, o.until, o.precision from viewer_plays(null, null) o
         where ($2::text is not null or $3::text is not null) and o.run_id in (select run_id from played)
        """

    /// Seasons of those runs, as far as they have aired: whether all of it was watched, with the days of the first and the
    /// last play.
    private static let partsQuery = """
        select r.id as run_id, r.show_id, e.season_number, bool_and(m.run_id is not null) as is_complete, min(m.day) as first_day,
               max(m.day) as last_day, max(m.until) as last_until, bool_and(m.precision in ('instant', 'day')) as is_exact
          from viewing_runs r join episodes e on e.show_id = r.show_id
               left join marked m on m.run_id = r.id and m.episode_id = e.id
         where r.user_id = viewer_id() and r.id in (select run_id from played) and e.air_date <= current_date and counts_in(r, e)
         group by 1, 2, 3
        """

    /// At least three episodes of a show, less than two hours between one and the next. Plays that bear one and the same
    /// moment were not watched but marked.
    private static let bingesQuery = """
        select title_id as show_id, min(day) as began, count(*) as episodes, coalesce(sum(minutes), 0) as minutes
          from (select *, count(*) filter (where is_first) over (partition by title_id order by watched_at) as binge
                  from (select *, coalesce(watched_at - lag(watched_at) over (partition by title_id order by watched_at)
                                             >= interval '2 hours', true) as is_first
                          from (select title_id, watched_at, day, minutes, lag(watched_at) over w as former, lead(watched_at) over w as next
                                  from played where kind = 'show' and precision = 'instant'
                                window w as (partition by title_id order by watched_at)) p
                         where former is distinct from watched_at and next is distinct from watched_at) p) p
         group by title_id, binge having count(*) >= 3
        """
}
