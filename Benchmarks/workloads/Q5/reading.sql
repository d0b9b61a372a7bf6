-- The words of q.text, what completes the last one, and what those that nobody knows resemble: as the server asks for it.
asked as materialized (
  select a.word, a.place, a.place = max(a.place) over () as is_last,
         exists (select from search_words w where w.word = a.word) as is_known
    from (select lexeme collate "C" as word, row_number() over (order by positions[1]) as place
            from unnest(to_tsvector('simple'::regconfig, fold_text((select text from q)))) order by 2 limit 12) a)
select 0 as place, 0 as relation, fold_text((select text from q)) as word, 0 as titles, 0 as people
union all
select a.place, v.* from asked a cross join lateral (
  select 0, a.word, coalesce(max(w.titles), 0), coalesce(max(w.people), 0) from search_words w where w.word = a.word
  union all
  (select 1, w.word, w.titles, w.people from search_words w
    where a.is_last and length(a.word) > 2 and w.word >= a.word and w.word < a.word || U&'\+10FFFF'
    order by w.fame desc limit 20)
  union all
  select 2, w.word, w.titles, w.people
    from similar_words(case when length(a.word) between 4 and 30 and not a.is_known then a.word end) w) v
order by 1, 2
