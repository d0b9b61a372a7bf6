import PostgreSQL

/// Statements that write stars and reviews, as the viewer. `$1` is the subject's key and `$2` the kind of a title, any
/// text for seasons and episodes; what the viewer may not see is not found.
enum RatingCommands {
    /// Parameters: half stars, when. One row, the rating's key, if there is such a subject.
    static let rate = byLevel { level in
        Statement(
            "\(level)_rate",
            """
            insert into ratings (user_id, \(level.column), stars, rated_at)
            select viewer_id(), t.id, $3::smallint, coalesce($4::text::timestamptz, now())
              from \(level.table) t where t.id = $1::bigint and \(level.isOfKind("$2"))
            on conflict (user_id, title_id, season_id, episode_id) do update
               set stars = excluded.stars, rated_at = excluded.rated_at
            returning id
            """)
    }

    /// One row if there is such a subject, rated or not.
    static let unrate = byLevel { level in
        Statement(
            "\(level)_unrate",
            """
            with subject as (select t.id from \(level.table) t where t.id = $1::bigint and \(level.isOfKind("$2"))),
                 gone as (delete from ratings r using subject t where r.user_id = viewer_id() and r.\(level.column) = t.id)
            select id from subject
            """)
    }

    /// Parameters: body, whether it contains spoilers, half stars to give at once or null. One row, the review's key,
    /// whether it is new and the show of a season or episode, if there is such a subject that others may see, too.
    static let review = byLevel { level in
        let show = level == .title ? "null::bigint" : "t.show_id"
        return Statement(
            "\(level)_review",
            """
            with subject as (select t.id, \(show) as show_id from \(level.table) t
                              where t.id = $1::bigint and \(level.isOfKind("$2")) and t.owner_id is null),
                 rated as (insert into ratings (user_id, \(level.column), stars)
                           select viewer_id(), t.id, $5::smallint from subject t where $5::smallint is not null
                           on conflict (user_id, title_id, season_id, episode_id) do update
                              set stars = excluded.stars, rated_at = excluded.rated_at)
            insert into reviews as r (author_id, \(level.column), show_id, body, contains_spoilers)
            select viewer_id(), t.id, t.show_id, $3::text, $4::boolean from subject t
            on conflict (author_id, title_id, season_id, episode_id) where author_id is not null do update
               set body = excluded.body, contains_spoilers = excluded.contains_spoilers,
                   edited_at = case when r.body = excluded.body then r.edited_at else now() end
            returning id, xmax = 0, show_id
            """)
    }

    /// Whether there is such a subject.
    static let find = byLevel { level in
        Statement(
            "\(level)_find", "select t.id from \(level.table) t where t.id = $1::bigint and \(level.isOfKind("$2"))")
    }

    /// The votes of each key as they are: those that are counted, and those that wait for it. No row for a title that only
    /// its owner sees, whose votes nobody counts.
    static let votes = byLevel { level in
        Statement(
            "\(level)_votes",
            """
            select k.key, h.votes
              from unnest($1::bigint[]) k (key) \(level == .title ? "" : "left ")join \(level.statistics) s on s.\(level.column) = k.key
                   cross join lateral (
                     select array_agg(coalesce(s.rating_hist[i.stars], 0) + coalesce(p.votes, 0) order by i.stars) as votes
                       from generate_series(1, 10) i (stars) left join (
                         select v.stars, sum(v.weight) as votes
                           from stat_deltas d cross join lateral (values (d.old_stars, -1), (d.new_stars, 1)) v (stars, weight)
                          where d.\(level.column) = k.key group by 1) p on p.stars = i.stars) h
            """)
    }

    /// What the viewer has voted on of some titles, and of the seasons and episodes of those that are shows: the key, in the
    /// column of its level.
    static let given = Statement(
        "ratings_given_to_titles",
        """
        select \(levelsGiven.map(\.column).joined(separator: ", ")) from ratings
         where user_id = viewer_id()
           and (title_id = any ($1::bigint[]) or season_id in (select id from seasons where show_id = any ($1::bigint[]))
                or episode_id in (select id from episodes where show_id = any ($1::bigint[])))
        """)

    /// The levels of the columns of `given`, in their order.
    static var levelsGiven: [ReviewableLevel] { [.title, .season, .episode] }

    private static func byLevel(_ make: (ReviewableLevel) -> Statement) -> [ReviewableLevel: Statement] {
        Dictionary(uniqueKeysWithValues: ReviewableLevel.allCases.map { ($0, make($0)) })
    }
}

enum ReviewCommands {
    /// Parameters: the review, whether the viewer's stars go too. One row, what it was about, if the viewer wrote it or is
    /// a moderator.
    static let delete = Statement(
        "review_delete",
        """
        with gone as (delete from reviews where id = $1::bigint and (author_id = viewer_id() or viewer_is('moderator'))
                      returning title_id, season_id, episode_id, author_id),
             unrated as (delete from ratings r using gone g
                          where $2::boolean and r.user_id = viewer_id() and g.author_id = viewer_id()
                            and (r.title_id = g.title_id or r.season_id = g.season_id or r.episode_id = g.episode_id))
        select title_id, season_id, episode_id from gone
        """)

    /// One row, whether the viewer wrote it, if there is such a review.
    static let author = Statement(
        "review_author", "select author_id is not distinct from viewer_id() from reviews where id = $1::bigint")

    static let like = Statement(
        "review_like",
        """
        insert into review_likes (review_id, user_id) select id, viewer_id() from reviews where id = $1::bigint
        on conflict (review_id, user_id) do nothing
        """)

    static let unlike = Statement(
        "review_unlike", "delete from review_likes where review_id = $1::bigint and user_id = viewer_id()")
}
