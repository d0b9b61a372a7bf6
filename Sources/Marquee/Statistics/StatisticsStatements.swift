import PostgreSQL

enum StatisticsStatements {
    /// Parameters: first day, last day. It reads each play of the span once, whatever is asked for: what counts plays
    /// stands on `played`, the other steps are worked out only where a column names them.
    static let ofViewer = Template<StatisticsColumn>(
        "statistics", planning: .eachTime,
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          with played as materialized (select * from viewer_plays($2::text::date, $3::text::date)),
               \(daily), \(totals), \(marked), \(parts), \(binges), \(longestBinge)
          select {columns}) t
        """)

    /// Plays of a title on a day. Days are known less exactly where the precision says so.
    private static let daily = """
        daily as materialized (
          select title_id, kind, day, case when precision = 'instant' then 'day' else precision end as precision,
                 count(*) as plays, coalesce(sum(minutes), 0) as minutes
            from played group by 1, 2, 3, 4)
        """

    private static let totals = """
        totals as materialized (
          select coalesce(sum(plays) filter (where kind = 'movie'), 0) as movie_plays,
                 count(distinct title_id) filter (where kind = 'movie') as movies,
                 coalesce(sum(plays) filter (where kind = 'show'), 0) as episode_plays,
                 count(distinct title_id) filter (where kind = 'show') as shows,
                 coalesce(sum(minutes), 0)::bigint as minutes,
                 coalesce(sum(minutes) filter (where kind = 'movie'), 0)::bigint as movie_minutes,
                 coalesce(sum(minutes) filter (where kind = 'show'), 0)::bigint as show_minutes,
                 coalesce(sum(plays) filter (where precision = 'unknown'), 0) as undated_plays
            from daily)
        """

    /// All plays of the runs in which something was watched in the span: of a span with bounds, those outside of it, too.
    private static let marked = """
        marked as (
          select run_id, episode_id, day, until, precision from played
           where $2::text is null and $3::text is null and run_id is not null
          union all
          select o.run_id, o.episode_id, o.day, o.until, o.precision from viewer_plays(null, null) o
           where ($2::text is not null or $3::text is not null) and o.run_id in (select run_id from played))
        """

    /// Seasons of those runs, as far as they have aired: whether all of it was watched, with the days of the first and the
    /// last play.
    private static let parts = """
        parts as materialized (
          select r.id as run_id, r.show_id, e.season_number, bool_and(m.run_id is not null) as is_complete, min(m.day) as first_day,
                 max(m.day) as last_day, max(m.until) as last_until, bool_and(m.precision in ('instant', 'day')) as is_exact
            from viewing_runs r join episodes e on e.show_id = r.show_id
                 left join marked m on m.run_id = r.id and m.episode_id = e.id
           where r.user_id = viewer_id() and r.id in (select run_id from played) and e.air_date <= current_date and counts_in(r, e)
           group by 1, 2, 3)
        """

    /// At least three episodes of a show, less than two hours between one and the next. Plays that bear one and the same
    /// moment were not watched but marked.
    private static let binges = """
        binges as materialized (
          select title_id as show_id, min(day) as began, count(*) as episodes, coalesce(sum(minutes), 0) as minutes
            from (select *, count(*) filter (where is_first) over (partition by title_id order by watched_at) as binge
                    from (select *, coalesce(watched_at - lag(watched_at) over (partition by title_id order by watched_at)
                                               >= interval '2 hours', true) as is_first
                            from (select title_id, watched_at, day, minutes, lag(watched_at) over w as former, lead(watched_at) over w as next
                                    from played where kind = 'show' and precision = 'instant'
                                  window w as (partition by title_id order by watched_at)) p
                           where former is distinct from watched_at and next is distinct from watched_at) p) p
           group by title_id, binge having count(*) >= 3)
        """

    /// Of binges with as many episodes the one with most minutes, then the first.
    private static let longestBinge =
        "longest as materialized (select * from binges order by episodes desc, minutes desc, began, show_id limit 1)"
}
