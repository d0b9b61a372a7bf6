       select t.id, t.kind, t.title, case when s.rating_count > 0 then s.rating_sum::float8 / s.rating_count / 2 end as average,
              s.popularity
         from title_stats s join titles t on t.id = s.title_id
        where s.kind = (select _kind from bench.q2_random where id = :id) and not t.adult
          and exists (select from title_genres x where x.title_id = s.title_id
                         and x.genre_id = (select _genre from bench.q2_random where id = :id))
        order by s.popularity desc, s.title_id desc limit 20
