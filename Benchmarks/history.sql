-- A viewer with :plays plays: a twentieth of them movies, the others episodes, an hour and a half apart; of each show all
-- but the last three episodes. Besides: stars, favourites, plans, what was paused and given up, and a list of 1,000 movies.
create temporary table viewer as select :first_viewer::bigint as id;

insert into viewing_runs (user_id, show_id, number)
  select viewer.id, shows.id, 1
    from viewer, (select id, sum(episode_count) over (order by id) - episode_count as before from titles where kind = 'show') shows
   where before < :plays * 1.2;
insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, minutes)
  select user_id, show_id, 'show', id, run, now() - number * interval '90 minutes', runtime
    from (select r.user_id, r.show_id, e.id, r.id as run, coalesce(e.runtime, t.runtime) as runtime,
                 row_number() over (order by e.show_id desc, e.season_number desc, e.number desc) as number,
                 row_number() over (partition by e.show_id order by e.season_number desc, e.number desc) as from_end
            from viewer join viewing_runs r on r.user_id = viewer.id join episodes e on e.show_id = r.show_id
                 join titles t on t.id = e.show_id
           where e.season_number > 0 and e.air_date < current_date) e
   where (from_end > 3 or show_id % 5 = 2) order by number limit (:plays * 0.95)::integer;
delete from viewing_runs r using viewer
 where r.user_id = viewer.id and not exists (select from plays p where p.user_id = r.user_id and p.run_id = r.id);
insert into plays (user_id, title_id, kind, watched_at, minutes)
  select viewer.id, t.id, 'movie', now() - row_number() over (order by t.id) * interval '30 hours', t.runtime
    from viewer, titles t where t.kind = 'movie' order by t.id limit (:plays * 0.05)::integer;

insert into library_entries (user_id, title_id, kind, status)
  select viewer.id, r.show_id, 'show', (array['watching', 'watching', 'completed', 'on_hold', 'dropped'])[1 + r.show_id % 5]::library_status
    from viewer join viewing_runs r on r.user_id = viewer.id;
insert into library_entries (user_id, title_id, kind, status, watch_count, first_watched_at, last_watched_at)
  select user_id, title_id, 'movie', 'completed', 1, watched_at, watched_at
    from viewer join plays p on p.user_id = viewer.id where kind = 'movie';
insert into library_entries (user_id, title_id, kind, status)
  select viewer.id, t.id, t.kind, 'planned' from viewer, titles t
   where t.kind = 'movie' and not exists (select from library_entries l where l.user_id = viewer.id and l.title_id = t.id)
   order by t.id limit 500;
update library_entries l set favorited_at = now() from viewer where l.user_id = viewer.id and l.title_id % 7 = 0;
insert into ratings (user_id, title_id, stars, rated_at)
  select viewer.id, l.title_id, 1 + l.title_id % 10, coalesce(l.last_watched_at, now())
    from viewer join library_entries l on l.user_id = viewer.id where l.status <> 'planned';
with list as (insert into lists (owner_id, name, slug, ranked) select id, 'The thousand', 'the-thousand', true from viewer returning id, owner_id)
insert into list_entries (list_id, owner_id, title_id, order_key)
  select list.id, list.owner_id, t.id, lpad(to_hex(row_number() over (order by t.id)), 14, '0')
    from list, titles t where t.kind = 'movie' order by t.id limit 1000;
select count(refresh_runs(array(select show_id from viewing_runs r join viewer on r.user_id = viewer.id), recounts => true));
