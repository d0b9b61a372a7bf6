-- What viewers mark as watched, and what follows from it: runs, progress, the state of titles in the library. The functions
-- run as the viewer, held by row-level security; one call is one statement and one transaction. What they write for one
-- viewer and title happens in order, by lock_tracking. They are written in PL/pgSQL, which keeps its plans; those in SQL
-- are of the kinds that PostgreSQL expands into the statement around them.
alter table viewing_runs add column completed boolean not null default false;   -- it has once held all that had aired by then
alter table viewing_runs add column closed_at timestamptz;                      -- by endRewatch
alter table library_entries add column was_planned boolean not null default false;   -- before plays moved its status

-- Undated plays come last: their key is a time before all that is accepted. Under row-level security `coalesce` counts as
-- leaky, so that no index answers a comparison with it; `case` does not.
drop index plays_history;
create index plays_history on plays
  (user_id, (case when watched_at is null then timestamptz '1700-01-01 00:00:00+00' else watched_at end) desc, id desc);
-- Past runs, too: an episode that goes takes its plays out of all of them.
drop index runs_show;
create index runs_show on viewing_runs (show_id);

create function lock_tracking(of_title bigint) returns void language plpgsql as $$
begin perform pg_advisory_xact_lock(hashtextextended('tracking ' || viewer_id() || ' ' || of_title, 0)); end $$;

-- Days, months and years are kept as their beginnings in UTC, whatever the viewer's time zone; but what has begun, the
-- viewer's calendar tells.
create function refuse_future(at timestamptz, how date_precision) returns void language plpgsql stable as $$
begin
  if how = 'instant' and at > now() + interval '1 minute'
    or how in ('day', 'month', 'year')
      and (at at time zone 'UTC')::date > (select (now() at time zone a.time_zone)::date from accounts a where a.user_id = viewer_id())
  then raise check_violation using message = 'a play lies in the future', constraint = 'plays_not_in_future'; end if;
end $$;

-- Whether an episode counts for progress in a run: specials do not, nor what the run passes over.
create function counts_in(run viewing_runs, episode episodes) returns boolean language sql immutable parallel safe
  as $$ select (episode).season_number > 0
           and ((run).start_season is null or ((episode).season_number, (episode).number) >= ((run).start_season, (run).start_number)) $$;

-- What a run comes to. The next episode is the first one that has aired and is not watched; if there is none, the one
-- that airs first, which tells when to look again.
create function run_standing(run viewing_runs)
returns table (watched integer, minutes integer, first_at timestamptz, last_at timestamptz, last_id bigint, next_id bigint,
               all_seen boolean) language sql stable as $$
  select w.watched, w.minutes, w.first_at, w.last_at, l.id, n.id, w.seen > 0 and coalesce(n.air_date > current_date, true)
    from (select count(*)::integer as watched, coalesce(sum(p.minutes), 0)::integer as minutes,
                 count(*) filter (where counts_in(run, e) and e.air_date <= current_date) as seen,
                 min(p.watched_at) as first_at, max(p.watched_at) as last_at
            from plays p join episodes e on e.id = p.episode_id
           where p.user_id = (run).user_id and p.run_id = (run).id and e.season_number > 0) w
         left join lateral (
           select e.id from plays p join episodes e on e.id = p.episode_id
            where p.user_id = (run).user_id and p.run_id = (run).id and e.season_number > 0
            order by p.watched_at desc nulls last, e.season_number desc, e.number desc limit 1) l on true
         left join lateral (
           select e.id, e.air_date from episodes e
            where e.show_id = (run).show_id and counts_in(run, e) and e.air_date is not null
              and not exists (select from plays p where p.user_id = (run).user_id and p.run_id = (run).id and p.episode_id = e.id)
            order by e.air_date > current_date, case when e.air_date > current_date then e.air_date end, e.season_number, e.number
            limit 1) n on true $$;

-- `taken`: whether plays were taken out of the run, which may undo its completion.
create function settle_run(of_run bigint, taken boolean) returns void language plpgsql as $$
begin
  update viewing_runs r
     set watched_count = s.watched, minutes_watched = s.minutes, started_at = s.first_at, last_watched_at = s.last_at,
         last_episode_id = s.last_id, next_episode_id = s.next_id, completed = s.all_seen or r.completed and not taken,
         finished_at = case when s.all_seen then s.last_at else r.closed_at end
    from viewing_runs o cross join lateral run_standing(o) s
   where o.user_id = viewer_id() and o.id = of_run and r.user_id = o.user_id and r.id = o.id;
end $$;

-- How often a title was watched completely, and when at all.
create function title_watches(entry library_entries) returns table (watches integer, first_at timestamptz, last_at timestamptz)
language sql stable as $$
  select case when (entry).kind = 'movie'
              then (select count(*) from plays p where p.user_id = (entry).user_id and p.title_id = (entry).title_id)
              else (select count(*) from viewing_runs r
                     where r.user_id = (entry).user_id and r.show_id = (entry).title_id and r.completed) end::integer,
         (select min(p.watched_at) from plays p where p.user_id = (entry).user_id and p.title_id = (entry).title_id),
         (select max(p.watched_at) from plays p where p.user_id = (entry).user_id and p.title_id = (entry).title_id) $$;

-- Whether something that has aired is left to watch in the current run of a show.
create function is_something_left(who bigint, of_show bigint) returns boolean language plpgsql stable as $$
begin
  return exists (select from viewing_runs r join episodes n on n.id = r.next_episode_id
                  where r.user_id = who and r.show_id = of_show and r.is_current and n.air_date <= current_date);
end $$;

-- The state that plays move a title to. `gained`: something that counts was watched; `lost`: plays were taken away.
create function moved_status(entry library_entries, gained boolean, lost boolean) returns library_status language plpgsql stable as $$
declare is_left constant boolean := entry.kind = 'show' and is_something_left(entry.user_id, entry.title_id);
begin
  if gained and (entry.kind = 'movie' or not is_left and exists (
    select from titles t where t.id = entry.title_id and t.status in ('ended', 'canceled')))
  then return 'completed'; end if;
  if gained then return 'watching'; end if;
  if lost and entry.status in ('watching', 'completed') then
    if entry.kind = 'movie' and not exists (select from plays p where p.user_id = entry.user_id and p.title_id = entry.title_id)
      or entry.kind = 'show' and not exists (
        select from viewing_runs r where r.user_id = entry.user_id and r.show_id = entry.title_id and r.watched_count > 0)
    then return case when entry.was_planned then 'planned' end; end if;
    if is_left then return 'watching'; end if;
  end if;
  return entry.status;
end $$;

create function open_entries(of_titles bigint[]) returns void language plpgsql as $$
begin
  insert into library_entries (user_id, title_id, kind, stars)
  select viewer_id(), t.id, t.kind, (select g.stars from ratings g where g.user_id = viewer_id() and g.title_id = t.id)
    from titles t where t.id = any (of_titles) order by t.id
  on conflict do nothing;
end $$;

-- An entry that says nothing about its title is none.
create function drop_empty_entries(of_titles bigint[]) returns void language plpgsql as $$
begin
  delete from library_entries l
   where l.user_id = viewer_id() and l.title_id = any (of_titles) and l.status is null and l.favorited_at is null
     and l.priority is null and l.note is null and l.stars is null
     and not exists (select from plays p where p.user_id = l.user_id and p.title_id = l.title_id);
end $$;

create function settle_entry(of_title bigint, gained boolean, lost boolean) returns void language plpgsql as $$
begin
  if not lost then perform open_entries(array[of_title]); end if;
  update library_entries l
     set watch_count = w.watches, first_watched_at = w.first_at, last_watched_at = w.last_at, updated_at = now(), status = m.status,
         status_changed_at = case when m.status is distinct from l.status then now() else l.status_changed_at end,
         was_planned = m.status is distinct from 'planned' and (l.was_planned or gained and l.status is not distinct from 'planned')
                       and m.status is not null
    from library_entries o cross join lateral title_watches(o) w
         cross join lateral (select moved_status(o, gained, lost) as status) m
   where o.user_id = viewer_id() and o.title_id = of_title and l.user_id = o.user_id and l.title_id = o.title_id;
  perform drop_empty_entries(array[of_title]);
end $$;

-- Of each movie or episode, the first play is no repetition and the others are.
create function settle_repetitions(of_title bigint, of_episodes bigint[]) returns void language plpgsql as $$
begin
  if cardinality(of_episodes) = 0 then               -- a movie
    update plays p set is_rewatch = x.again
      from (select id, row_number() over (order by watched_at nulls first, id) > 1 as again
              from plays where user_id = viewer_id() and title_id = of_title) x
     where p.user_id = viewer_id() and p.id = x.id and p.is_rewatch <> x.again;
  else
    update plays p set is_rewatch = x.again
      from (select id, row_number() over (partition by episode_id order by watched_at nulls first, id) > 1 as again
              from plays where user_id = viewer_id() and episode_id = any (of_episodes)) x
     where p.user_id = viewer_id() and p.id = x.id and p.is_rewatch <> x.again;
  end if;
end $$;

create function open_run(of_show bigint) returns bigint language plpgsql as $$
declare run bigint;
begin
  select id into run from viewing_runs where user_id = viewer_id() and show_id = of_show and is_current;
  if run is null then
    insert into viewing_runs (user_id, show_id, number)
      select viewer_id(), of_show, coalesce(max(number), 0) + 1 from viewing_runs where user_id = viewer_id() and show_id = of_show
      returning id into run;
  end if;
  return run;
end $$;

-- Marks episodes of a show in the current run; those that are marked stay as they are. Gives the new plays.
create function mark_watched(of_show bigint, picked bigint[], at timestamptz, how date_precision, on_release boolean)
returns setof bigint language plpgsql as $$
declare run bigint; made bigint[]; marked bigint[];
begin
  if cardinality(picked) is null or cardinality(picked) = 0 then return; end if;
  if on_release then
    perform refuse_future(max(air_date) at time zone 'UTC', 'day') from episodes where id = any (picked);
  else
    perform refuse_future(at, how);
  end if;
  run := open_run(of_show);
  with new as (
    insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, precision, minutes)
    select viewer_id(), of_show, 'show', e.id, run, case when on_release then e.air_date at time zone 'UTC' else at end,
           case when on_release and e.air_date is null then 'unknown' else how end, coalesce(e.runtime, t.runtime)
      from episodes e join titles t on t.id = e.show_id where e.id = any (picked) order by e.season_number, e.number
    on conflict (user_id, run_id, episode_id) where run_id is not null do nothing returning id, episode_id)
  select array_agg(id order by id), array_agg(episode_id) into made, marked from new;
  if made is null then return; end if;
  perform settle_repetitions(of_show, marked);
  perform settle_run(run, taken => false);
  perform settle_entry(of_show, gained => exists (select from episodes where id = any (marked) and season_number > 0), lost => false);
  return query select unnest(made);
end $$;

create function current_run(of_show bigint) returns viewing_runs language plpgsql stable as $$
declare run viewing_runs;
begin
  select * into run from viewing_runs r where r.user_id = viewer_id() and r.show_id = of_show and r.is_current;
  return run;
end $$;

-- These give the show first, then the new plays; nothing if there is no such episode, season or show.
create function mark_episode(of_episode bigint, and_earlier boolean, at timestamptz, how date_precision, on_release boolean)
returns setof bigint language plpgsql as $$
declare e episodes; picked bigint[]; run viewing_runs;
begin
  select * into e from episodes where id = of_episode;
  if not found then return; end if;
  perform lock_tracking(e.show_id);
  if and_earlier then
    run := current_run(e.show_id);
    select array_agg(x.id) into picked from episodes x
     where x.show_id = e.show_id and counts_in(run, x) and x.air_date <= current_date
       and (x.season_number, x.number) < (e.season_number, e.number);
  end if;
  return next e.show_id;
  return query select * from mark_watched(e.show_id, of_episode || picked, at, how, on_release);
end $$;

create function mark_season(of_season bigint, at timestamptz, how date_precision, on_release boolean)
returns setof bigint language plpgsql as $$
declare show bigint; picked bigint[]; run viewing_runs;
begin
  select show_id into show from seasons where id = of_season;
  if not found then return; end if;
  perform lock_tracking(show);
  run := current_run(show);
  select array_agg(x.id) into picked from episodes x
   where x.season_id = of_season and x.air_date <= current_date and (x.season_number = 0 or counts_in(run, x));
  return next show;
  return query select * from mark_watched(show, picked, at, how, on_release);
end $$;

-- Up to an episode of the show, or all. Specials come along up to the day the episode aired.
create function mark_show(of_show bigint, until bigint, with_specials boolean, at timestamptz, how date_precision, on_release boolean)
returns setof bigint language plpgsql as $$
declare e episodes; picked bigint[]; run viewing_runs;
begin
  if not exists (select from titles where id = of_show and kind = 'show') then return; end if;
  select * into e from episodes where id = until and show_id = of_show and season_number > 0;
  if until is not null and not found then
    raise no_data_found using message = 'no such episode', constraint = 'until_episode';
  end if;
  perform lock_tracking(of_show);
  run := current_run(of_show);
  select array_agg(x.id) into picked from episodes x
   where x.show_id = of_show and x.air_date <= current_date
     and case when x.season_number = 0 then with_specials and (until is null or x.air_date <= e.air_date)
              else counts_in(run, x) and (until is null or (x.season_number, x.number) <= (e.season_number, e.number)) end;
  return next of_show;
  return query select * from mark_watched(of_show, picked, at, how, on_release);
end $$;

-- Deletes plays of one title and gives those there were.
create function forget_plays(of_title bigint, gone bigint[]) returns setof bigint language plpgsql as $$
declare forgotten bigint[]; runs bigint[]; poorer_runs bigint[]; of_episodes bigint[];
begin
  with taken as (delete from plays where user_id = viewer_id() and title_id = of_title and id = any (gone)
                 returning id, run_id, episode_id)
  select array_agg(t.id order by t.id), array_agg(distinct t.run_id) filter (where t.run_id is not null),
         array_agg(distinct t.run_id) filter (where t.run_id is not null and e.season_number > 0), array_agg(distinct t.episode_id)
    into forgotten, runs, poorer_runs, of_episodes from taken t left join episodes e on e.id = t.episode_id;
  if forgotten is null then return; end if;
  perform settle_repetitions(of_title, array_remove(of_episodes, null));
  perform settle_run(r, taken => r = any (poorer_runs)) from unnest(runs) r;
  -- A first run in which nothing is marked was not begun.
  delete from viewing_runs r
   where r.user_id = viewer_id() and r.show_id = of_title and r.number = 1 and r.is_current
     and not exists (select from plays p where p.user_id = r.user_id and p.run_id = r.id)
     and not exists (select from viewing_runs o where o.user_id = r.user_id and o.show_id = of_title and o.number > 1);
  perform settle_entry(of_title, gained => false, lost => true);
  return query select unnest(forgotten);
end $$;

-- Plays of any titles; gives those there were.
create function delete_plays(wanted bigint[]) returns table (title bigint, play bigint) language plpgsql as $$
begin
  for title in select distinct p.title_id from plays p where p.user_id = viewer_id() and p.id = any (wanted) order by 1 loop
    perform lock_tracking(title);
    for play in select * from forget_plays(title, wanted) loop return next; end loop;
  end loop;
end $$;

-- These give the show first, then the plays that went.
create function unmark_episode(of_episode bigint, all_plays boolean) returns setof bigint language plpgsql as $$
declare show bigint;
begin
  select show_id into show from episodes where id = of_episode;
  if not found then return; end if;
  perform lock_tracking(show);
  return next show;
  return query select * from forget_plays(show, array(
    select p.id from plays p where p.user_id = viewer_id() and p.episode_id = of_episode
       and (all_plays or p.run_id = (select r.id from current_run(show) r))));
end $$;

create function unmark_season(of_season bigint) returns setof bigint language plpgsql as $$
declare show bigint;
begin
  select show_id into show from seasons where id = of_season;
  if not found then return; end if;
  perform lock_tracking(show);
  return next show;
  return query select * from forget_plays(show, array(
    select p.id from plays p join episodes e on e.id = p.episode_id
     where p.user_id = viewer_id() and p.run_id = (select r.id from current_run(show) r) and e.season_id = of_season));
end $$;

create function unmark_show(of_show bigint, all_runs boolean) returns setof bigint language plpgsql as $$
declare forgotten bigint[];
begin
  if not exists (select from titles where id = of_show and kind = 'show') then return; end if;
  perform lock_tracking(of_show);
  forgotten := array(select * from forget_plays(of_show, array(
    select p.id from plays p where p.user_id = viewer_id() and p.title_id = of_show and p.run_id is not null
       and (all_runs or p.run_id = (select r.id from current_run(of_show) r)))));
  if all_runs then
    delete from viewing_runs where user_id = viewer_id() and show_id = of_show;
    perform settle_entry(of_show, gained => false, lost => true);
  end if;
  return next of_show;
  return query select unnest(forgotten);
end $$;

-- Gives the show, or nothing if there is none. A rewatch in which nothing is marked yet is begun anew instead of being
-- followed by another.
create function start_rewatch(of_show bigint, first_episode bigint) returns bigint language plpgsql as $$
declare e episodes; run viewing_runs;
begin
  if not exists (select from titles where id = of_show and kind = 'show') then return null; end if;
  select * into e from episodes where id = first_episode and show_id = of_show and season_number > 0;
  if first_episode is not null and not found then
    raise no_data_found using message = 'no such episode', constraint = 'from_episode';
  end if;
  perform lock_tracking(of_show);
  run := current_run(of_show);
  if run.id is null then raise object_not_in_prerequisite_state using message = 'nothing was watched', constraint = 'runs_begun'; end if;
  if run.number > 1 and not exists (select from plays p where p.user_id = run.user_id and p.run_id = run.id) then
    update viewing_runs set start_season = e.season_number, start_number = e.number where user_id = run.user_id and id = run.id;
  else
    update viewing_runs set is_current = false where user_id = run.user_id and id = run.id;
    insert into viewing_runs (user_id, show_id, number, start_season, start_number)
      select viewer_id(), of_show, max(number) + 1, e.season_number, e.number
        from viewing_runs where user_id = viewer_id() and show_id = of_show
      returning * into run;
  end if;
  perform settle_run(run.id, taken => false);
  perform settle_entry(of_show, gained => true, lost => false);
  return of_show;
end $$;

-- Goes back to the latest earlier run that was not itself closed; the first one cannot be.
create function end_rewatch(of_show bigint, with_plays boolean) returns bigint language plpgsql as $$
declare run viewing_runs; earlier bigint;
begin
  if not exists (select from titles where id = of_show and kind = 'show') then return null; end if;
  perform lock_tracking(of_show);
  run := current_run(of_show);
  select id into earlier from viewing_runs
   where user_id = viewer_id() and show_id = of_show and number < run.number and closed_at is null order by number desc limit 1;
  if earlier is null then raise object_not_in_prerequisite_state using message = 'no rewatch', constraint = 'rewatch_begun'; end if;
  if with_plays then
    perform forget_plays(of_show, array(select id from plays where user_id = viewer_id() and run_id = run.id));
    delete from viewing_runs where user_id = viewer_id() and id = run.id;
  else
    update viewing_runs set is_current = false, closed_at = now() where user_id = viewer_id() and id = run.id;
    perform settle_run(run.id, taken => false);
  end if;
  update viewing_runs set is_current = true where user_id = viewer_id() and id = earlier;
  perform settle_run(earlier, taken => false);
  -- Who paused or gave up the show meanwhile does not go on with it now.
  perform settle_entry(of_show, lost => false, gained => exists (
    select from library_entries where user_id = viewer_id() and title_id = of_show and status = 'watching'));
  return of_show;
end $$;

-- A play of a movie or an episode; of an episode in the current run, unless it is there or a stray replay is meant.
-- Gives the title and the play.
create function log_play(of_title bigint, of_episode bigint, at timestamptz, how date_precision, on_release boolean,
  remark text, given_stars smallint, in_run boolean, out title bigint, out play bigint) language plpgsql as $$
declare run bigint; counts boolean := true; released date; length integer;
begin
  if of_episode is null then
    select id, release_date, runtime into title, released, length from titles where id = of_title and kind = 'movie';
  else
    select e.show_id, e.air_date, coalesce(e.runtime, t.runtime), e.season_number > 0 into title, released, length, counts
      from episodes e join titles t on t.id = e.show_id where e.id = of_episode;
  end if;
  if title is null then return; end if;
  if on_release then
    at := released at time zone 'UTC';
    how := case when released is null then 'unknown' else 'day' end;
  end if;
  perform refuse_future(at, how);
  perform lock_tracking(title);
  if given_stars is not null then
    insert into ratings (user_id, title_id, episode_id, stars)
      values (viewer_id(), case when of_episode is null then title end, of_episode, given_stars)
      on conflict (user_id, title_id, season_id, episode_id) do update set stars = excluded.stars, rated_at = excluded.rated_at;
  end if;
  if of_episode is not null and in_run then
    run := open_run(title);
    if exists (select from plays where user_id = viewer_id() and run_id = run and episode_id = of_episode) then run := null; end if;
  end if;
  insert into plays (user_id, title_id, kind, episode_id, run_id, watched_at, precision, minutes, note)
    values (viewer_id(), title, case when of_episode is null then 'movie' else 'show' end, of_episode, run, at, how, length, remark)
    returning id into play;
  perform settle_repetitions(title, array_remove(array[of_episode], null));
  if run is not null then perform settle_run(run, taken => false); end if;
  perform settle_entry(title, gained => of_episode is null or run is not null and counts, lost => false);
end $$;

-- Gives the title of the play; nothing if there is no such play.
create function update_play(wanted bigint, moves boolean, at timestamptz, how date_precision, on_release boolean,
  annotates boolean, remark text) returns bigint language plpgsql as $$
declare p plays;
begin
  select * into p from plays where user_id = viewer_id() and id = wanted;
  if not found then return null; end if;
  perform lock_tracking(p.title_id);
  if moves and on_release then
    select coalesce(e.air_date, t.release_date) at time zone 'UTC' into at
      from titles t left join episodes e on e.id = p.episode_id
     where t.id = p.title_id and (p.episode_id is null or e.air_date is not null);
    how := case when at is null then 'unknown' else 'day' end;
  end if;
  if moves then perform refuse_future(at, how); end if;
  update plays set watched_at = case when moves then at else watched_at end, precision = case when moves then how else precision end,
                   note = case when annotates then remark else note end
   where user_id = viewer_id() and id = wanted;
  if not found then return null; end if;
  if moves then
    perform settle_repetitions(p.title_id, array_remove(array[p.episode_id], null));
    if p.run_id is not null then perform settle_run(p.run_id, taken => false); end if;
    perform settle_entry(p.title_id, gained => false, lost => false);
  end if;
  return p.title_id;
end $$;

-- ------------------------------------------------------------------------------------------------------ library
-- The places, from 1, of keys that are no titles, or not of the kind.
create function missing_titles(keys bigint[], kinds text[]) returns setof bigint language sql stable as $$
  select g.place from unnest(keys, kinds) with ordinality g (id, kind, place)
   where not exists (select from titles t where t.id = g.id and t.kind = g.kind) order by 1 $$;

create function lock_tracking(of_titles bigint[]) returns void language plpgsql as $$
begin perform lock_tracking(t) from (select distinct t from unnest(of_titles) t order by 1) t; end $$;

create function set_library_status(of_titles bigint[], wanted library_status) returns void language plpgsql as $$
begin
  perform lock_tracking(of_titles);
  if wanted is not null then perform open_entries(of_titles); end if;
  update library_entries l set status = wanted, status_changed_at = now(), was_planned = false, updated_at = now()
   where l.user_id = viewer_id() and l.title_id = any (of_titles) and l.status is distinct from wanted;
  perform drop_empty_entries(of_titles);
end $$;

create function set_favorite(of_titles bigint[], wanted boolean) returns void language plpgsql as $$
begin
  perform lock_tracking(of_titles);
  if wanted then perform open_entries(of_titles); end if;
  update library_entries l set favorited_at = case when wanted then now() end, updated_at = now()
   where l.user_id = viewer_id() and l.title_id = any (of_titles) and (l.favorited_at is not null) <> wanted;
  perform drop_empty_entries(of_titles);
end $$;

create function update_library_entry(of_title bigint, ranks boolean, new_priority smallint, annotates boolean, remark text)
returns void language plpgsql as $$
begin
  perform lock_tracking(of_title);
  perform open_entries(array[of_title]);
  update library_entries l set priority = case when ranks then new_priority else priority end,
         note = case when annotates then remark else note end, updated_at = now()
   where l.user_id = viewer_id() and l.title_id = of_title;
  perform drop_empty_entries(array[of_title]);
end $$;

-- Gives the titles that were in the library.
create function remove_from_library(of_titles bigint[], with_history boolean, with_ratings boolean) returns setof bigint language plpgsql as $$
begin
  perform lock_tracking(of_titles);
  if with_history then
    delete from plays where user_id = viewer_id() and title_id = any (of_titles);
    delete from viewing_runs where user_id = viewer_id() and show_id = any (of_titles);
  end if;
  if with_ratings then
    delete from ratings g where g.user_id = viewer_id()
       and (g.title_id = any (of_titles) or g.season_id in (select id from seasons where show_id = any (of_titles))
            or g.episode_id in (select id from episodes where show_id = any (of_titles)));
    delete from reviews v where v.author_id = viewer_id() and (v.title_id = any (of_titles) or v.show_id = any (of_titles));
  end if;
  return query delete from library_entries where user_id = viewer_id() and title_id = any (of_titles) returning title_id;
end $$;

-- ------------------------------------------------------------------------------------- what the catalogue changes
-- After episodes changed: what the runs of some shows come to, for every viewer. Who had completed a show watches again
-- when something has aired that is left. `recounts`: what was watched may have changed, too. Gives how many runs changed.
create function refresh_runs(shows bigint[], recounts boolean) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  update viewing_runs r
     set watched_count = s.watched, minutes_watched = s.minutes, started_at = s.first_at, last_watched_at = s.last_at,
         last_episode_id = s.last_id, next_episode_id = s.next_id, completed = s.all_seen or r.completed,
         finished_at = case when s.all_seen then s.last_at else r.closed_at end
    from viewing_runs o cross join lateral run_standing(o) s
   where o.show_id = any (shows) and (o.is_current or recounts) and r.user_id = o.user_id and r.id = o.id
     and (o.watched_count, o.minutes_watched, o.started_at, o.last_watched_at, o.last_episode_id, o.next_episode_id, o.completed, o.finished_at)
         is distinct from (s.watched, s.minutes, s.first_at, s.last_at, s.last_id, s.next_id, s.all_seen or o.completed,
                           case when s.all_seen then s.last_at else o.closed_at end);
  get diagnostics n = row_count;
  update library_entries l set status = 'watching', status_changed_at = now(), updated_at = now()
    from viewing_runs r join episodes e on e.id = r.next_episode_id
   where r.show_id = any (shows) and r.is_current and e.air_date <= current_date and r.watched_count > 0
     and l.user_id = r.user_id and l.title_id = r.show_id and l.status = 'completed';
  if recounts then
    delete from viewing_runs r
     where r.show_id = any (shows) and r.number = 1 and r.is_current
       and not exists (select from plays p where p.user_id = r.user_id and p.run_id = r.id)
       and not exists (select from viewing_runs o where o.user_id = r.user_id and o.show_id = r.show_id and o.number > 1);
    update library_entries l set watch_count = w.watches, first_watched_at = w.first_at, last_watched_at = w.last_at
      from library_entries o cross join lateral title_watches(o) w
     where o.title_id = any (shows) and l.user_id = o.user_id and l.title_id = o.title_id
       and (o.watch_count, o.first_watched_at, o.last_watched_at) is distinct from (w.watches, w.first_at, w.last_at);
  end if;
  return n;
end $$;
drop function refresh_runs(bigint);
revoke execute on function refresh_runs(bigint[], boolean) from public;

create function episodes_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare shows bigint[];
begin
  if tg_op = 'UPDATE' then                          -- a new text changes no progress
    shows := array(select s from changed c join former f using (id) cross join lateral (values (c.show_id), (f.show_id)) v (s)
                    where (c.show_id, c.season_number, c.number, c.air_date) is distinct from (f.show_id, f.season_number, f.number, f.air_date));
  else
    shows := array(select show_id from changed);
  end if;
  shows := array(select s from unnest(shows) s group by s
                 having exists (select from viewing_runs r where r.show_id = s) or exists (select from library_entries l where l.title_id = s));
  if shows <> '{}' then perform refresh_runs(shows, recounts => tg_op <> 'INSERT'); end if;
  return null;
end $$;
create trigger runs_inserted after insert on episodes referencing new table as changed for each statement execute function episodes_changed();
create trigger runs_updated  after update on episodes referencing new table as changed old table as former for each statement execute function episodes_changed();
create trigger runs_deleted  after delete on episodes referencing old table as changed for each statement execute function episodes_changed();

-- What airs becomes what has aired at midnight, without a change of any row: shows for which a day has come since `last`
-- are looked at again.
create index episodes_of_show_air on episodes (show_id, air_date);
create index episodes_air_private on episodes (air_date) where owner_id is not null;
create function refresh_airings(last date) returns void language plpgsql as $$
begin
  perform refresh_runs(array(
    select show_id from episodes where owner_id is null and air_date > last and air_date <= current_date
    union select show_id from episodes where owner_id is not null and air_date > last and air_date <= current_date), recounts => false);
end $$;
create or replace function run_job(wanted text, every interval) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare last timestamptz;
begin
  if not pg_try_advisory_xact_lock(hashtext('marquee job'), hashtext(wanted)) then return false; end if;
  select finished_at into last from job_runs where job = wanted;
  if last > clock_timestamp() - every then return false; end if;
  case wanted
    when 'statistics' then
      perform fold_stat_deltas();
      return true;                                  -- each second: when it was done is not written down
    when 'trending' then perform refresh_trending();
    when 'popularity' then perform refresh_popularity(), refresh_person_popularity(), refresh_search_top();
    when 'words' then perform refresh_search_words();
    when 'activity' then delete from title_activity where hour < now() - 8 * interval '30 days';   -- as far as trends look back
    when 'airings' then perform refresh_airings(coalesce((last at time zone 'UTC')::date, current_date - 30));
  end case;
  insert into job_runs values (wanted, clock_timestamp()) on conflict (job) do update set finished_at = excluded.finished_at;
  return true;
end $$;
revoke execute on function refresh_airings(date) from public;

-- --------------------------------------------------------------------------------------------------- statistics
-- Whether what took place between two days lies in a span; without bounds, what has no day does, too.
create function in_span(day date, until date, first date, last date) returns boolean language sql immutable parallel safe
  as $$ select first is null and last is null or day >= coalesce(first, '-infinity') and until <= coalesce(last, 'infinity') $$;

-- The viewer's plays in a span of days of the viewer's calendar. A month or year is in it as a whole or not at all.
create function viewer_plays(first date, last date)
returns table (id bigint, title_id bigint, kind title_kind, episode_id bigint, run_id bigint, watched_at timestamptz,
               "precision" date_precision, minutes smallint, day date, until date) language sql stable as $$
  select p.id, p.title_id, p.kind, p.episode_id, p.run_id, p.watched_at, p.precision, p.minutes, d.day, u.until
    from accounts a cross join plays p
         cross join lateral (select (p.watched_at at time zone case p.precision when 'instant' then a.time_zone else 'UTC' end)::date) d (day)
         cross join lateral (select case p.precision when 'month' then (d.day + interval '1 month')::date - 1
                                                     when 'year' then (d.day + interval '1 year')::date - 1 else d.day end) u (until)
   where a.user_id = viewer_id() and p.user_id = viewer_id() and in_span(d.day, u.until, first, last) $$;

-- The days on which the viewer gave stars.
create function viewer_ratings(first date, last date)
returns table (title_id bigint, stars smallint, day date) language sql stable as $$
  select g.title_id, g.stars, d.day
    from accounts a cross join ratings g cross join lateral (select (g.rated_at at time zone a.time_zone)::date) d (day)
   where a.user_id = viewer_id() and g.user_id = viewer_id() and in_span(d.day, d.day, first, last) $$;

-- Seasons of runs that were watched as far as they have aired, with the days of the first and the last play; by season,
-- or, if `whole`, shows that have ended.
create function viewer_completions(first date, last date, whole boolean)
returns table (run_id bigint, first_day date, last_day date, is_exact boolean) language sql stable as $$
  with counted as (
    select r.id as run_id, r.show_id, case when whole then 0 else e.season_number end as part, count(*) as aired, count(p.id) as watched,
           min(p.day) as first_day, max(p.day) as last_day, max(p.until) as last_until, bool_and(p.precision in ('instant', 'day')) as is_exact
      from viewing_runs r join episodes e on e.show_id = r.show_id
           left join viewer_plays(null, null) p on p.run_id = r.id and p.episode_id = e.id
     where r.user_id = viewer_id() and e.air_date <= current_date and counts_in(r, e) group by 1, 2, 3)
  select c.run_id, c.first_day, c.last_day, c.is_exact from counted c
   where c.aired = c.watched and in_span(c.last_day, c.last_until, first, last)
     and (not whole or exists (select from titles t where t.id = c.show_id and t.status in ('ended', 'canceled'))) $$;

-- Binges: at least three episodes of a show, less than two hours between one and the next. Plays that bear one and the
-- same moment were not watched but marked.
create function viewer_binges(first date, last date)
returns table (show_id bigint, began date, episodes bigint, minutes bigint) language sql stable as $$
  select title_id, min(day), count(*), coalesce(sum(minutes), 0)
    from (select *, count(*) filter (where is_first) over (partition by title_id order by watched_at) as binge
            from (select *, coalesce(watched_at - lag(watched_at) over (partition by title_id order by watched_at) >= interval '2 hours', true) as is_first
                    from (select *, count(*) over (partition by title_id, watched_at) as together
                            from viewer_plays(first, last) where kind = 'show' and precision = 'instant') p
                   where together = 1) p) p
   group by title_id, binge having count(*) >= 3 $$;
