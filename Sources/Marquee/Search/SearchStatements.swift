import PostgreSQL

/// Statements of search that do not depend on a filter.
enum SearchStatements {
    /// Reads a question by the vocabulary. First comes a row with the question folded, then for each of its words, in their
    /// order, the word itself (relation 0), for the last one what completes it (1), and what it resembles (2).
    ///
    /// Words are completed from their second letter on: by then the vocabulary has few enough to choose from. Parameters:
    /// the question; whether known words may be misspelt.
    static let reading = Statement(
        "search_reading",
        """
        with asked as materialized (
          select a.word, a.place, a.place = max(a.place) over () as is_last,
                 exists (select from search_words w where w.word = a.word) as is_known
            from (select lexeme collate "C" as word, row_number() over (order by positions[1]) as place
                    from unnest(to_tsvector('simple'::regconfig, fold_text($2::text))) order by 2 limit 12) a)
        select k.key, r.relation, r.word, r.titles, r.people, r.episodes, r.fame
          from unnest($1::bigint[]) k (key) cross join lateral (
            select 0 as place, 0 as relation, fold_text($2::text) as word, 0 as titles, 0 as people, 0 as episodes, 0::real as fame
            union all
            select a.place, v.* from asked a cross join lateral (
              select 0, a.word, coalesce(max(w.titles), 0), coalesce(max(w.people), 0), coalesce(max(w.episodes), 0),
                     coalesce(max(w.fame), 0) from search_words w where w.word = a.word
              union all
              (select 1, w.* from search_words w where a.is_last and length(a.word) = 2 and left(w.word, 2) = a.word
                order by w.fame desc limit 20)
              union all
              (select 1, w.* from search_words w
                where a.is_last and length(a.word) > 2 and w.word >= a.word and w.word < a.word || U&'\\+10FFFF'
                order by w.fame desc limit 20)
              union all
              select 2, w.* from similar_words(case when length(a.word) between 4 and 30 and (not a.is_known or $3::boolean)
                                                    then a.word end) w) v
            order by 1, 2) r
        """)

    /// The best names to complete to, each once a kind. Parameters: how many, then those of `SearchNames`.
    static let suggestions = Statement(
        "search_suggestions",
        """
        select k.key, n.* from unnest($1::bigint[]) k (key) cross join lateral (
          with \(SearchNames.text)
          select s.name, s.kind, s.id from (
            select distinct on (f.kind, f.folded) f.* from (
              select distinct on (n.thing, n.id)
                     n.name, n.folded, n.score, n.id, coalesce(t.kind, case n.thing when 1 then 'person' else 'episode' end) as kind
                from scored n left join episodes e on n.thing = 2 and e.id = n.id
                     left join titles t on t.id = case n.thing when 0 then n.id when 2 then e.show_id end
               where n.thing = 1 or n.thing = 0 and t.kind = any ($7::text[]) and not t.adult or n.thing = 2 and not t.adult
               order by n.thing, n.id, n.score desc) f
             order by f.kind, f.folded, f.score desc, f.id) s
           order by s.score desc, s.kind, s.id limit $2::integer) n
        """)
}
