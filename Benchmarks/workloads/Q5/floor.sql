-- The server makes the words of the second statement from the answer to the first, which a pipeline of pgbench cannot.
\set id :first + :step * random(0, :count - 1)
\startpipeline
with q as (select text from bench.q5 where id = :id),
\include reading.sql
;
with q as materialized (
  select _folded as folded, _asked as asked, _completed as completed, _in_titles as in_titles, _in_people as in_people
    from bench.q5 where id = :id),
\include hits.sql
select initcap(coalesce(h.kind, 'person')), h.id, t.title, t.release_date, p.name
  from hits h left join titles t on h.thing = 0 and t.id = h.id left join people p on h.thing = 1 and p.id = h.id;
\endpipeline
