\set id :first + :step * random(0, :count - 1)
with q as materialized (
  select r.* from bench.q5 c cross join lateral (
\include words.sql
  ) r where c.id = :id),
\include hits.sql
select json_build_object('search', json_build_object('nodes', (
  select coalesce(json_agg(
           case h.thing
             when 0 then json_build_object(
               '__typename', initcap(t.kind), 'id', upper(left(t.kind, 1)) || '_' || t.id, 'title', t.title,
               'releaseDate', t.release_date)
             else json_build_object('__typename', 'Person', 'id', 'P_' || p.id, 'name', p.name) end
           order by h.score desc, h.id * 4 + h.thing desc), '[]')
    from hits h left join titles t on h.thing = 0 and t.id = h.id left join people p on h.thing = 1 and p.id = h.id)));
