-- Each viewer has rated 200 movies: empty tables would be planned for, and read whole, unlike those of a server at work.
insert into ratings (user_id, title_id, stars)
  select v, m.id, 1 + m.id % 10 from generate_series(:first_viewer, :last_viewer) v cross join lateral (
    select id from titles where kind = 'movie' and (id + v) % 9 = 0 order by id limit 200) m;
