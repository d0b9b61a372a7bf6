\set viewer random(:first_viewer, :last_viewer)
\set id :first + :step * random(0, :count - 1)
\startpipeline
select title from titles where id = :id;
select id, number, coalesce(title, 'Season ' || number) from seasons where show_id = :id order by number;
select season_id, id, coalesce(title, 'Episode ' || number), overview, air_date from episodes
 where show_id = :id order by season_number, number;
\endpipeline
\startpipeline
select set_config('marquee.viewer', :viewer::text, true), set_config('marquee.role', 'user', true);
select k.key, upper(t.status::text), case when t.favorited_at is null then 'False' end,
       (select g.stars / 2 from ratings g where g.user_id = viewer_id() and g.title_id = k.key)
  from unnest(array[:id]::bigint[]) k (key) left join library_entries t on t.user_id = viewer_id() and t.title_id = k.key;
select t.id, case when exists (select from plays p join viewing_runs r on r.user_id = p.user_id and r.id = p.run_id and r.is_current
                                where p.user_id = viewer_id() and p.episode_id = t.id) then 'True' else 'False' end,
       (select g.stars / 2 from ratings g where g.user_id = viewer_id() and g.episode_id = t.id)
  from episodes t where t.show_id = :id;
\endpipeline
