import PostgreSQL

/// Statements that read titles.
enum TitleStatements {
    static let byID = Template<TitleColumn>(
        "titles_by_id", caching: .rows(of: .title), mayBeOwn: true,
        "select {columns} from titles t {joins} where t.id = any ($1::bigint[])")

    /// Parameters: kind, slug.
    static let bySlug = Template<TitleColumn>(
        "title_by_slug", caching: .rows(of: [], and: .title),
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join titles t {joins}
         where t.kind = $2::text and t.slug = $3::text and t.owner_id is null
        """)

    /// Parameters: source, value, kind. Where both kinds have the value and none is asked for, the movie comes first.
    static let byExternalID = Template<TitleColumn>(
        "title_by_external_id", caching: .rows(of: [], and: [.title, .external]),
        """
        select k.key, {columns}
          from unnest($1::bigint[]) k (key) cross join external_ids x join titles t on t.id = x.title_id {joins}
         where x.source = $2::text and x.value = $3::text and x.entity = any (array['movie', 'show']) and x.owner_id is null
           and ($4::text is null or x.entity = $4::text) order by x.entity
        """)

    /// Titles a person is best known for: by popularity, weighed by how weighty the part was.
    static let knownFor = Template<TitleColumn>(
        "titles_known_for", caching: .rows(of: [], and: [.title, .credits], for: RowCaching.hour),
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          select {columns}
            from (select c.title_id, max(coalesce(p.popularity, 0) / (1 + c.billing / 10.0)) as weight
                    from credits c left join title_stats p on p.title_id = c.title_id
                   where c.person_id = k.key and c.episode_id is null group by 1) best
                 join titles t on t.id = best.title_id {joins}
           order by best.weight desc, t.id limit $2::integer) t
        """)

    /// Public titles of the same kind that have a name in common with a title, and about the same year if both have one.
    static let alike = Template<TitleColumn>(
        "titles_alike",
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) join titles n on n.id = k.key cross join lateral (
          select {columns} from titles t {joins}
           where t.id in (select s.title_id from search_names s where s.folded = fold_text(n.title) and s.title_id is not null)
             and t.kind = n.kind and t.id <> n.id and t.owner_id is null and coalesce(abs(t.year - n.year) <= 1, true)
           order by t.id limit 10) t
        """)
}
