\set id :first + :step * random(0, :count - 1)
select array_agg(id) as ids, array_agg(title) as titles, array_agg(average) as averages, array_agg(genre_ids::text) as genres from (
\include page.sql
) page \gset
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
