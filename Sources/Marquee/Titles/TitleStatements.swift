import PostgreSQL

/// Statements that read titles.
enum TitleStatements {
    static let byID = Template<TitleColumn>(
        "titles_by_id", "select t.id, {columns} from titles t {joins} where t.id = any ($1::bigint[])")

    /// Titles of one kind by popularity, along the index of `title_stats`; private titles have no row there.
    static let byPopularity = PagedList<TitleColumn>(
        "titles_by_popularity", order: CursorOrder(name: "popularity", values: [.real, .bigint]),
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          select p.popularity || E'\\t' || t.id, {columns}
            from title_stats p join titles t on t.id = p.title_id {joins}
           where p.kind = $3::text {after}
           order by p.popularity desc, p.title_id desc limit $2::integer) t
        """,
        after: "and (p.popularity, p.title_id) < ($4::real, $5::bigint)",
        count:
            "select k.key, (select count(*) from title_stats where kind = $2::text) from unnest($1::bigint[]) k (key)")

    /// Titles a person is best known for: by popularity, weighed by how weighty the part was.
    static let knownFor = Template<TitleColumn>(
        "titles_known_for",
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          select {columns}
            from (select c.title_id, max(coalesce(p.popularity, 0) / (1 + c.billing / 10.0)) as weight
                    from credits c left join title_stats p on p.title_id = c.title_id
                   where c.person_id = k.key and c.episode_id is null group by 1) best
                 join titles t on t.id = best.title_id {joins}
           order by best.weight desc, t.id limit $2::integer) t
        """)
}
