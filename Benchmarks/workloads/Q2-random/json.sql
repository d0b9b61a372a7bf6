\set id :first + :step * random(0, :count - 1)
select json_build_object('popular', json_build_object('nodes', (
  select json_agg((jsonb_build_object(
    'id', case m.kind when 'movie' then 'M_' else 'S_' end || m.id, 'title', m.title,
    'genres', (
      select coalesce(json_agg(json_build_object('name', n.name) order by g.ordinal, n.id), '[]')
        from unnest(m.genre_ids) with ordinality g (id, ordinal) join genres n on n.id = g.id),
    'cast', json_build_object('nodes', (
      select coalesce(json_agg(json_build_object(
               'character', c.character, 'person', json_build_object('id', 'P_' || c.person_id, 'name', c.person_name))
             order by c.billing, c.id), '[]')
        from (select id, character, person_id, person_name, billing from credits
               where title_id = m.id and episode_id is null and department = 'acting' order by billing, id limit 5) c)),
    'ratings', json_build_object('average', m.average))
    || case m.kind when 'movie' then jsonb_build_object('directors', (
      select coalesce(json_agg(json_build_object('name', c.name) order by c.billing, c.id), '[]')
        from (select min(person_name) as name, min(billing) as billing, min(id) as id from credits
               where title_id = m.id and episode_id is null and department = 'directing' and job = 'Director'
               group by person_id) c)) else '{}' end)
    order by m.popularity desc, m.id desc)
  from (
\include page.sql
  ) m)));
