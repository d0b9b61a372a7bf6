-- The server makes the words of the second statement from the answer to the first, which a pipeline of pgbench cannot.
\set id :first + :step * random(0, :count - 1)
\startpipeline
with q as (select (:text::text[])[:id] as text),
\include reading.sql
;
with q as materialized (
  select (:_folded::text[])[:id] as folded, ((:_asked::text[])[:id])::tsquery as asked,
         ((:_completed::text[])[:id])::tsquery as completed),
\include hits.sql
select initcap(coalesce(h.kind, 'person')), h.id, t.title, t.release_date, p.name
  from hits h left join titles t on h.thing = 0 and t.id = h.id left join people p on h.thing = 1 and p.id = h.id;
\endpipeline
