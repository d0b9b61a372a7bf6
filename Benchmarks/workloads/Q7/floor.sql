-- The server takes the show from the answer to the first statement, which a pipeline of pgbench cannot.
\set viewer random(:first_viewer, :last_viewer)
\set id :first + :step * random(0, :count - 1)
\startpipeline
select set_config('marquee.viewer', :viewer::text, true), set_config('marquee.role', 'user', true);
select mark_episode(:id, false, now(), 'instant', false);
\endpipeline
\startpipeline
select set_config('marquee.viewer', :viewer::text, true), set_config('marquee.role', 'user', true);
select t.show_id, t.id,
       (select array[count(*), count(p.id), coalesce(sum(p.minutes), 0),
                     coalesce(sum(coalesce(e.runtime, s.runtime)) filter (where p.id is null), 0)]
          from episodes e join titles s on s.id = e.show_id
               left join plays p on p.user_id = t.user_id and p.run_id = t.id and p.episode_id = e.id
         where e.show_id = t.show_id and counts_in(t, e) and e.air_date <= current_date)
  from viewing_runs t
 where t.user_id = viewer_id() and t.is_current and t.show_id = any (array(select show_id from episodes where id = :id));
\endpipeline
