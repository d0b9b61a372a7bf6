-- 100 names of movies and people, every second one as if its last word were still being typed; each as the server reads it.
with named as (
       (select title as name from titles where title ~ ' .* ' and not adult order by md5(id::text) limit 70)
       union all
       (select name from people order by md5(id::text) limit 30)),
     asked as (select row_number() over (order by name) as place, name from named),
     c as (select place, case place % 2 when 0 then regexp_replace(name, '(\w{3})\w*$', '\1') else name end as text from asked)
select json_build_object(
         'text', json_agg(c.text order by c.place), '_folded', json_agg(r.folded order by c.place),
         '_asked', json_agg(r.asked::text order by c.place), '_completed', json_agg(r.completed::text order by c.place))
  from c cross join lateral (
\include words.sql
  ) r;
