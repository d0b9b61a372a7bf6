-- The server looks the rating up by the key that the first statement gives, which a pipeline of pgbench cannot.
\set viewer random(:first_viewer, :last_viewer)
\set id :first + :step * random(0, :count - 1)
\startpipeline
select set_config('marquee.viewer', :viewer::text, true), set_config('marquee.role', 'user', true);
insert into ratings (user_id, title_id, stars, rated_at)
  select viewer_id(), t.id, 8, now() from titles t where t.id = :id and t.kind = 'movie'
  on conflict (user_id, title_id, season_id, episode_id) do update set stars = excluded.stars, rated_at = excluded.rated_at
  returning id;
\endpipeline
\startpipeline
select k.key, h.votes
  from unnest(array[:id]::bigint[]) k (key) join title_stats s on s.title_id = k.key
       cross join lateral (
         select array_agg(coalesce(s.rating_hist[i.stars], 0) + coalesce(p.votes, 0) order by i.stars) as votes
           from generate_series(1, 10) i (stars) left join (
             select v.stars, sum(v.weight) as votes
               from stat_deltas d cross join lateral (values (d.old_stars, -1), (d.new_stars, 1)) v (stars, weight)
              where d.title_id = k.key group by 1) p on p.stars = i.stars) h;
\endpipeline
\startpipeline
select set_config('marquee.viewer', :viewer::text, true), set_config('marquee.role', 'user', true);
select t.id, t.stars / 2 as stars from ratings t where t.user_id = viewer_id() and t.title_id = :id;
\endpipeline
