-- Each viewer has watched half of each of the 40 shows that are asked for, and given stars to a tenth of that.
create temporary table asked as
  select id from titles where season_count = 10 and episode_count = 200 order by id limit 40;
insert into viewing_runs (user_id, show_id, number)
  select v, id, 1 from generate_series(:first_viewer, :last_viewer) v, asked;
insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, minutes)
  select r.user_id, r.show_id, 'show', e.id, r.id, now(), 40
    from asked join viewing_runs r on r.show_id = asked.id join episodes e on e.show_id = asked.id
   where r.user_id between :first_viewer and :last_viewer and e.number % 2 = 1;
insert into library_entries (user_id, title_id, kind, status)
  select v, id, 'show', 'watching' from generate_series(:first_viewer, :last_viewer) v, asked;
insert into ratings (user_id, episode_id, stars)
  select p.user_id, p.episode_id, 8 from plays p join episodes e on e.id = p.episode_id
   where p.user_id between :first_viewer and :last_viewer and e.number = 1;
