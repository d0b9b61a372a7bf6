\set id :first + :step * random(0, :count - 1)
select json_build_object('movie', (
  select json_build_object('title', m.title, 'reviews', json_build_object('nodes', (
    select coalesce(json_agg(json_build_object(
             'stars', (r.stars / 2.0)::float8, 'body', r.body,
             'author', json_build_object('username', u.username, 'reviews', json_build_object('nodes', (
               select json_agg(json_build_object('subject', json_build_object(
                        'title', t.title, 'genres', (
                          select coalesce(json_agg(json_build_object('name', g.name) order by x.ordinal, g.id), '[]')
                            from unnest(t.genre_ids) with ordinality x (id, ordinal) join genres g on g.id = x.id)))
                        order by o.created_at desc, o.id desc)
                 from (select id, title_id, created_at from reviews
                        where author_id = r.author_id order by created_at desc, id desc limit 5) o
                      join titles t on t.id = o.title_id)))) order by r.created_at desc, r.id desc), '[]')
      from (select id, author_id, stars, body, created_at from reviews
             where title_id = m.id order by created_at desc, id desc limit 20) r
           join users u on u.id = r.author_id)))
    from titles m where m.id = :id));
