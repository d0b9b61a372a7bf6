    -- A question c.text as words that all have to be in a name: as they stand, and the last one also as 20 others begin.
    select fold_text(c.text) as folded, string_agg(quote_literal(w.word), ' & ')::tsquery as asked,
           string_agg('(' || concat_ws(' | ', quote_literal(w.word), w.completions) || ')', ' & ')::tsquery as completed
      from (select a.word, case when a.is_last and length(a.word) > 2 then (
                     select string_agg(quote_literal(s.word), ' | ') from (
                       select word from search_words
                        where word >= a.word and word < a.word || U&'\+10FFFF' order by fame desc limit 20) s) end as completions
              from (select lexeme collate "C" as word, positions[1] = max(positions[1]) over () as is_last
                      from unnest(to_tsvector('simple'::regconfig, fold_text(c.text)))) a) w
