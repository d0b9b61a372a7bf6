-- Each viewer has watched half of 20 shows: empty tables would be planned for, and read whole, unlike those of a server at work.
insert into viewing_runs (user_id, show_id, number)
  select v, s.id, 1 from generate_series(:first_viewer, :last_viewer) v cross join lateral (
    select id from titles where kind = 'show' and (id + v) % 9 = 0 order by id limit 20) s;
insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, minutes)
  select r.user_id, r.show_id, 'show', e.id, r.id, now(), 40 from viewing_runs r join episodes e on e.show_id = r.show_id
   where r.user_id between :first_viewer and :last_viewer and e.season_number > 0 and e.number % 2 = 1;
insert into library_entries (user_id, title_id, kind, status)
  select user_id, show_id, 'show', 'watching' from viewing_runs where user_id between :first_viewer and :last_viewer;
