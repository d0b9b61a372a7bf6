import GraphQL
import PostgreSQL

/// Seasons and episodes are written while their show is held: its counts follow, and no two edits wait for each other
/// crosswise.
extension Edit {
    /// Holds the show of a season or episode; nil for other kinds, and for what is not there.
    func holdShow(of part: GlobalID) async throws -> Int64? {
        let statement: Statement
        switch part.kind {
        case .season: statement = ShowCommands.holdOfSeason
        case .episode: statement = ShowCommands.holdOfEpisode
        default: return nil
        }
        let held = try await query(statement, [.int(part.key)])
        return held.optionalInt(0, 0)
    }

    /// After its seasons or episodes have changed: the show's counts and days. What comes next for who watches it a
    /// trigger sees to.
    func refreshShow(_ show: Int64) async throws {
        _ = try await query(ShowCommands.refresh, [.int(show)])
    }
}

enum ShowCommands {
    static let holdOfSeason = hold("seasons")
    static let holdOfEpisode = hold("episodes")

    private static func hold(_ table: String) -> Statement {
        Statement(
            "show_of_\(table)_hold",
            """
            select t.id from titles t
             where t.id = (select x.show_id from \(table) x where x.id = $1) and t.owner_id is null for no key update
            """)
    }

    /// Specials do not count. A show none of whose episodes here was aired may have been aired all the same.
    static let refresh = Statement(
        "show_refresh",
        """
        update titles t set season_count = n.seasons, episode_count = n.episodes, last_air_date = coalesce(n.last_day, t.last_air_date)
          from (select count(distinct e.season_id) as seasons, count(*) as episodes,
                       max(e.air_date) filter (where e.air_date <= current_date) as last_day
                  from episodes e where e.show_id = $1 and e.season_number > 0) n
         where t.id = $1 and (t.season_count, t.episode_count, t.last_air_date)
                             is distinct from (n.seasons, n.episodes, coalesce(n.last_day, t.last_air_date))
        """)
}
