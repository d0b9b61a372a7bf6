    -- A question c.text as words that all have to be in a name: as they stand, and the last one also as 20 others begin. An
    -- index is asked for the rarest word, and for the next one unless that is far more common.
    select fold_text(c.text) as folded, string_agg(quote_literal(w.word), ' & ')::tsquery as asked,
           string_agg(w.choices, ' & ')::tsquery as completed,
           (string_agg(w.choices, ' & ') filter (
             where w.title_place = 1 or w.title_place = 2 and w.least_titles > 30 and w.titles <= 64 * w.least_titles))::tsquery as in_titles,
           (string_agg(w.choices, ' & ') filter (
             where w.people_place = 1 or w.people_place = 2 and w.least_people > 30 and w.people <= 64 * w.least_people))::tsquery as in_people
      from (select a.word, v.*, min(v.titles) over () as least_titles, min(v.people) over () as least_people,
                   row_number() over (order by v.titles) as title_place, row_number() over (order by v.people) as people_place
              from (select lexeme collate "C" as word, positions[1] = max(positions[1]) over () as is_last
                      from unnest(to_tsvector('simple'::regconfig, fold_text(c.text)))) a
                   cross join lateral (
                     select format('(%s)', concat_ws(' | ', quote_literal(a.word), string_agg(quote_literal(s.word), ' | ')))
                              as choices, coalesce(sum(s.titles), 0) as titles, coalesce(sum(s.people), 0) as people
                       from (select word, titles, people from search_words where word = a.word
                             union
                             (select word, titles, people from search_words
                               where a.is_last and length(a.word) > 2 and word >= a.word and word < a.word || U&'\+10FFFF'
                               order by fame desc limit 20)) s) v) w
