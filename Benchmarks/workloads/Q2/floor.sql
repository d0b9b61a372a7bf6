select array_agg(id) as ids, array_agg(title) as titles, array_agg(average) as averages, array_agg(genre_ids::text) as genres from (
  select t.id, t.title, t.genre_ids, case when s.rating_count > 0 then s.rating_sum::float8 / s.rating_count / 2 end as average
    from title_stats s join titles t on t.id = s.title_id
   where s.kind = 'movie' and not t.adult order by s.popularity desc, s.title_id desc limit 20) page \gset
\startpipeline
select id, name from genres;
select title_id, min(person_name) from credits
 where title_id = any (:ids::bigint[]) and episode_id is null and department = 'directing' and job = 'Director'
 group by title_id, person_id order by title_id, min(billing), min(id);
select k.key, c.character, c.person_id, c.person_name
  from unnest(:ids::bigint[]) k (key) cross join lateral (
    select character, person_id, person_name from credits
     where title_id = k.key and episode_id is null and department = 'acting' order by billing, id limit 5) c;
\endpipeline
