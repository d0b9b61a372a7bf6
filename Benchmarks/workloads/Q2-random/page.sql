       select t.id, t.kind, t.title, t.genre_ids, case when s.rating_count > 0 then s.rating_sum::float8 / s.rating_count / 2 end as average,
              s.popularity
         from genre_popularity g join title_stats s using (title_id) join titles t on t.id = g.title_id
        where g.genre_id = (select _genre from bench.q2_random where id = :id)
          and g.kind = (select _kind from bench.q2_random where id = :id) and not t.adult
        order by g.popularity desc, g.title_id desc limit 20
