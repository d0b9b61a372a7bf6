import PostgreSQL

/// Statements that read episodes.
enum EpisodeStatements {
    static let byID = Template<EpisodeColumn>(
        "episodes_by_id", caching: .rows(of: .episode), mayBeOwn: true,
        "select {columns} from episodes t {joins} where t.id = any ($1::bigint[])")

    static let ofSeasons = PagedList<EpisodeColumn>(
        "episodes_of_seasons", from: "episodes t {joins}", where: "t.season_id = k.key",
        by: [SortKey("t.number", .integer), SortKey("t.id", .bigint)], caching: .rows(of: .season, and: .episode))

    /// Parameters: season, aired, whether specials are wanted. A season asked for by its number is given even if it
    /// holds specials.
    static let ofShows = PagedList<EpisodeColumn>(
        "episodes_of_shows", from: "episodes t {joins}",
        where: """
            t.show_id = k.key and ($3::integer is null or t.season_number = $3::integer)
               and ($4::boolean is null or coalesce(t.air_date <= current_date, false) = $4::boolean)
               and (t.season_number > 0 or $5::boolean or $3::integer is not null)
            """, parameters: 3, by: [SortKey("t.season_number", .integer), SortKey("t.number", .integer)],
        caching: .rows(of: .title, and: .episode, for: RowCaching.minutes))

    static let byNumber = Template<EpisodeColumn>(
        "episode_by_number", caching: .rows(of: .title, and: .episode),
        """
        select t.show_id, {columns} from episodes t {joins}
         where t.show_id = any ($1::bigint[]) and t.season_number = $2::integer and t.number = $3::integer
        """)

    static let next = neighbour("next_episode", ">", "asc")
    static let previous = neighbour("previous_episode", "<", "desc")

    /// The episode beside another in aired order. Specials stand apart: they have no neighbours but each other.
    private static func neighbour(_ name: String, _ comparison: String, _ direction: String) -> Template<EpisodeColumn>
    {
        Template(
            name, caching: .rows(of: [], and: .episode),
            """
            select k.id, t.* from episodes k cross join lateral (
              select {columns} from episodes t {joins}
               where t.show_id = k.show_id and (t.season_number = 0) = (k.season_number = 0)
                 and (t.season_number, t.number) \(comparison) (k.season_number, k.number)
               order by t.season_number \(direction), t.number \(direction) limit 1) t
             where k.id = any ($1::bigint[])
            """)
    }

    static let nextToAir = edge("next_episode_to_air", "t.air_date > current_date", "asc")
    static let lastAired = edge("last_episode_aired", "t.air_date <= current_date", "desc")

    private static func edge(_ name: String, _ condition: String, _ direction: String) -> Template<EpisodeColumn> {
        Template(
            name, caching: .rows(of: .title, and: .episode, for: RowCaching.minutes),
            """
            select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
              select {columns} from episodes t {joins}
               where t.show_id = k.key and t.season_number > 0 and \(condition)
               order by t.air_date \(direction), t.season_number \(direction), t.number \(direction) limit 1) t
            """)
    }
}
