-- 100 names of movies and people, every second one as if its last word were still being typed; each as the server reads it.
with named as (
       (select title as name from titles where title ~ ' .* ' and not adult order by md5(id::text) limit 70)
       union all
       (select name from people order by md5(id::text) limit 30)),
     asked as (select row_number() over (order by name) as place, name from named),
     c as (select place, case place % 2 when 0 then regexp_replace(name, '(\w{3})\w*$', '\1') else name end as text from asked)
select c.text, r.folded as _folded, r.asked as _asked, r.completed as _completed, r.in_titles as _in_titles,
       r.in_people as _in_people
  from c cross join lateral (
\include words.sql
  ) r
