import PostgreSQL

/// Statements of search that do not depend on a filter.
enum SearchStatements {
    /// Words are completed from their second letter on, by so many at most: by then the vocabulary has few enough to choose
    /// from.
    static var mostCompletions: Int { 20 }

    /// What `fold_text` makes of a question: as that is declared to depend on nothing, its body would be parsed and planned
    /// whenever the statement is executed, which took half of its time.
    private static var folded: String { "lower(public.unaccent('public.unaccent'::regdictionary, k.question))" }

    /// Reads a question by the vocabulary: at place 0 the question folded; at their places its first words, each as often as
    /// names have it; at place -1 what completes the last one. Parameter: the questions, one a key.
    static let reading = Statement(
        "search_reading",
        """
        select k.key, r.place, r.word, r.titles, r.people, r.episodes, r.fame
          from \(KeyText.table(SearchReading.texts)) cross join lateral (
            with asked as materialized (
              select a.word, a.place, a.place = max(a.place) over () as is_last
                from (select lexeme collate "C" as word, positions[1] as place
                        from unnest(to_tsvector('simple'::regconfig, \(folded))) order by 2 limit 12) a)
            select 0 as place, \(folded) as word, 0 as titles, 0 as people, 0 as episodes, 0::real as fame
            union all
            select a.place, a.word, coalesce(w.titles, 0), coalesce(w.people, 0), coalesce(w.episodes, 0), coalesce(w.fame, 0)
              from asked a left join search_words w on w.word = a.word
            union all
            select -1, c.* from asked a cross join lateral (
              (select w.* from search_words w where length(a.word) = 2 and left(w.word, 2) = a.word
                order by w.fame desc limit \(mostCompletions))
              union all
              (select w.* from search_words w where length(a.word) > 2 and w.word >= a.word and w.word < a.word || U&'\\+10FFFF'
                order by w.fame desc limit \(mostCompletions))) c
             where a.is_last) r
        """)

    /// What each of some words may be a misspelling of, by its place among them. Parameter: the words.
    static let similar = Statement(
        "search_similar",
        """
        select k.key, w.* from unnest($1::bigint[]) k (key) cross join lateral similar_words(($2::text[])[k.key]) w
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
