import GraphQL

/// Figures about what a viewer watched in a span of days of their calendar. As the viewer.
typealias Statistics = Record<StatisticsColumn>

/// What is read from the steps of `StatisticsStep`. The last ones are those of `BingeStatistics`.
enum StatisticsColumn: Int, EntityColumn {
    case from, to, moviePlays, movies, episodePlays, episodes, shows, showsCompleted, seasonsCompleted
    case minutes, movieMinutes, showMinutes, undatedPlays
    /// Rows of `TimelineDay` and of `GenreCount`, as `NumberTable` reads them; null for none.
    case days, genres
    case count, longestEpisodes, longestMinutes, longestShowId, longestOn, averageDaysPerSeason

    var expression: String {
        switch self {
        case .from: "span.first"
        case .to: "span.last"
        case .episodes: "(select count(*) from (select distinct episode_id from played where episode_id is not null) e)"
        case .showsCompleted:
            """
            (select count(*) from (
               select from parts c where exists (select from titles s where s.id = c.show_id and s.status in ('ended', 'canceled'))
                group by c.run_id having bool_and(c.is_complete) and \(Self.isInSpan("max(c.last_day)", "max(c.last_until)"))) c)
            """
        case .seasonsCompleted: "(select count(*) from parts c where \(Self.isCompleted))"
        case .days: Self.dayRows
        case .genres: Self.genreRows
        case .count: "(select count(*) from binges)"
        case .longestEpisodes: "coalesce((select episodes from longest), 0)"
        case .longestMinutes: "coalesce((select minutes from longest), 0)"
        case .longestShowId: "(select show_id from longest)"
        case .longestOn: "(select began from longest)"
        case .averageDaysPerSeason:
            "(select avg(c.last_day - c.first_day)::double precision from parts c where c.is_exact and \(Self.isCompleted))"
        default: "(select \(ownColumn) from totals t)"
        }
    }

    static func joins(for columns: AttributeSet) -> String { StatisticsStep.with(for: columns) }

    private static func isInSpan(_ day: String, _ until: String) -> String {
        "in_span(\(day), \(until), $2::text::date, $3::text::date)"
    }

    private static var isCompleted: String { "c.is_complete and \(isInSpan("c.last_day", "c.last_until"))" }

    /// Days, months and years on which something was watched, and days on which stars were given.
    private static let dayRows = """
        (select string_agg(concat_ws(' ', x.precision, x.day, date_trunc('week', x.day)::date, x.movies, x.episodes, x.minutes,
                                     x.halves, x.ratings), ',' order by x.day)
           from (select coalesce(w.precision, 'day') as precision, coalesce(w.day, g.day) as day, coalesce(w.movies, 0) as movies,
                        coalesce(w.episodes, 0) as episodes, coalesce(w.minutes, 0) as minutes, coalesce(g.halves, 0) as halves,
                        coalesce(g.ratings, 0) as ratings
                   from (select precision, day, coalesce(sum(plays) filter (where kind = 'movie'), 0) as movies,
                                coalesce(sum(plays) filter (where kind = 'show'), 0) as episodes, sum(minutes) as minutes
                           from daily where day is not null group by 1, 2) w
                        full join (select 'day'::date_precision as precision, day, sum(stars) as halves, count(*) as ratings
                                     from viewer_ratings($2::text::date, $3::text::date) group by 2) g
                               on g.day = w.day and g.precision = w.precision) x)
        """

    /// Genres, those with most plays first, with the stars of the titles that were watched in the span.
    private static let genreRows = """
        (select string_agg(concat_ws(' ', x.genre_id, x.plays, x.minutes, x.halves, x.ratings), ','
                           order by x.plays desc, x.minutes desc, x.genre_id)
           from (select g.genre_id, sum(w.plays) as plays, sum(w.minutes) as minutes, coalesce(sum(r.stars), 0) as halves,
                        count(r.stars) as ratings
                   from (select title_id, sum(plays) as plays, sum(minutes) as minutes from daily group by 1) w
                        join title_genres g on g.title_id = w.title_id
                        left join ratings r on r.user_id = k.key and r.title_id = w.title_id
                  group by 1) x)
        """
}
