-- The words of q.text at their places, and at -1 what completes the last one: as the server asks for it.
asked as materialized (
  select a.word, a.place, a.place = max(a.place) over () as is_last
    from (select lexeme collate "C" as word, positions[1] as place
            from unnest(to_tsvector('simple'::regconfig,
                   lower(public.unaccent('public.unaccent'::regdictionary, (select text from q))))) order by 2 limit 12) a)
select 0 as place, lower(public.unaccent('public.unaccent'::regdictionary, (select text from q))) as word, 0 as titles, 0 as people
union all
select a.place, a.word, coalesce(w.titles, 0), coalesce(w.people, 0) from asked a left join search_words w on w.word = a.word
union all
select -1, c.* from asked a cross join lateral (
  select w.word, w.titles, w.people from search_words w
   where length(a.word) > 2 and w.word >= a.word and w.word < a.word || U&'\+10FFFF'
   order by w.fame desc limit 20) c
 where a.is_last
