\set id :first + :step * random(0, :count - 1)
select (select title from titles where id = :id) as title, array_agg(author_id) as authors, array_agg(body) as bodies,
       array_agg(stars / 2.0) as stars, array_agg(username::text) as names
  from (select author_id, body, stars from reviews where title_id = :id order by created_at desc, id desc limit 20) r
       join users u on u.id = r.author_id \gset
\startpipeline
select k.key, t.id, t.title, t.genre_ids
  from unnest(:authors::bigint[]) k (key) cross join lateral (
    select title_id from reviews where author_id = k.key order by created_at desc, id desc limit 5) r
  join titles t on t.id = r.title_id;
select id, name from genres;
\endpipeline
