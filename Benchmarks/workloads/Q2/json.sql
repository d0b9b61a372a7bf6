select json_build_object('popular', json_build_object('nodes', (
  select json_agg(json_build_object(
    'id', 'M_' || m.id, 'title', m.title,
    'genres', (
      select coalesce(json_agg(json_build_object('name', n.name) order by g.ordinal, n.id), '[]')
        from unnest(m.genre_ids) with ordinality g (id, ordinal) join genres n on n.id = g.id),
    'directors', (
      select coalesce(json_agg(json_build_object('name', c.name) order by c.billing, c.id), '[]')
        from (select min(person_name) as name, min(billing) as billing, min(id) as id from credits
               where title_id = m.id and episode_id is null and department = 'directing' and job = 'Director'
               group by person_id) c),
    'cast', json_build_object('nodes', (
      select coalesce(json_agg(json_build_object(
               'character', c.character, 'person', json_build_object('id', 'P_' || c.person_id, 'name', c.person_name))
             order by c.billing, c.id), '[]')
        from (select id, character, person_id, person_name, billing from credits
               where title_id = m.id and episode_id is null and department = 'acting' order by billing, id limit 5) c)),
    'ratings', json_build_object('average', m.average)) order by m.place)
  from (select t.id, t.title, t.genre_ids, case when s.rating_count > 0 then s.rating_sum::float8 / s.rating_count / 2 end as average,
               row_number() over (order by s.popularity desc, s.title_id desc) as place
          from title_stats s join titles t on t.id = s.title_id
         where s.kind = 'movie' and not t.adult order by s.popularity desc, s.title_id desc limit 20) m)));
