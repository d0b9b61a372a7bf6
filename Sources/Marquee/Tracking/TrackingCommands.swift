import PostgreSQL

/// What viewers mark: calls of the functions of `0012_tracking.sql`, each a transaction of its own. Those that mark or
/// unmark give the show in their first row and the plays in the others; no row stands for a subject that is not there.
enum TrackingCommands {
    static let markEpisode = Statement(
        "mark_episode", effect: .write,
        "select mark_episode($1, $2, $3::timestamptz, $4::text::date_precision, $5)")

    static let markSeason = Statement(
        "mark_season", effect: .write, "select mark_season($1, $2::timestamptz, $3::text::date_precision, $4)")

    static let markShow = Statement(
        "mark_show", effect: .write,
        "select mark_show($1, $2, $3, $4::timestamptz, $5::text::date_precision, $6)")

    static let unmarkEpisode = Statement("unmark_episode", effect: .write, "select unmark_episode($1, $2)")
    static let unmarkSeason = Statement("unmark_season", effect: .write, "select unmark_season($1)")
    static let unmarkShow = Statement("unmark_show", effect: .write, "select unmark_show($1, $2)")

    /// Gives the title, then the play.
    static let logPlay = Statement(
        "log_play", effect: .write,
        """
        select unnest(array[p.title, p.play])
          from log_play($1, $2, $3::timestamptz, $4::text::date_precision, $5, $6, $7::smallint, $8) p where p.play is not null
        """)

    /// Gives the title.
    static let updatePlay = Statement(
        "update_play", effect: .write,
        """
        select title from update_play($1, $2, $3::timestamptz, $4::text::date_precision, $5, $6, $7) title
         where title is not null
        """)

    /// Gives the title and the key of each play there was.
    static let deletePlays = Statement(
        "delete_plays", effect: .write, "select title, play from delete_plays($1::bigint[])")

    /// These give the show.
    static let startRewatch = Statement(
        "start_rewatch", effect: .write, "select show from start_rewatch($1, $2) show where show is not null")
    static let endRewatch = Statement(
        "end_rewatch", effect: .write, "select show from end_rewatch($1, $2) show where show is not null")

    /// Those of some shows that the viewer has begun.
    static let begun = Statement(
        "shows_begun",
        """
        select show_id from viewing_runs
         where user_id = viewer_id() and show_id = any ($1::bigint[]) and is_current order by show_id
        """)
}
