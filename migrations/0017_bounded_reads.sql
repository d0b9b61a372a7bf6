-- What a viewer with a long history reads is bounded: up next by what has aired since a run was looked at, statistics of a
-- span by the plays of that span.

-- ----------------------------------------------------------------------------------------------------- up next
-- How many episodes of the run had aired, counted and were not watched on the day it was looked at. What has aired since,
-- a reader finds by the day; what else changes has the run looked at again.
alter table viewing_runs add column left_count integer not null default 0, add column settled_on date not null default current_date;

-- In the order of what was watched last (as in 0012: `case`, since `coalesce` counts as leaky).
drop index runs_up_next, runs_progress;
create index runs_up_next on viewing_runs
  (user_id, (case when last_watched_at is null then timestamptz '1700-01-01 00:00:00+00' else last_watched_at end) desc, id desc)
  where is_current and next_episode_id is not null;
create index runs_progress on viewing_runs
  (user_id, (case when last_watched_at is null then timestamptz '1700-01-01 00:00:00+00' else last_watched_at end) desc, id desc)
  where is_current;

-- As before, and what is left.
drop function run_standing(viewing_runs);
create function run_standing(run viewing_runs)
returns table (watched integer, minutes integer, first_at timestamptz, last_at timestamptz, last_id bigint, next_id bigint,
               left_count integer, all_seen boolean) language sql stable as $$
  select w.watched, w.minutes, w.first_at, w.last_at, l.id, n.id, coalesce(n.left_count, 0)::integer,
         w.seen > 0 and coalesce(n.air_date > current_date, true)
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
           select e.id, e.air_date, count(*) filter (where e.air_date <= current_date) over () as left_count from episodes e
            where e.show_id = (run).show_id and counts_in(run, e) and e.air_date is not null
              and not exists (select from plays p where p.user_id = (run).user_id and p.run_id = (run).id and p.episode_id = e.id)
            order by e.air_date > current_date, case when e.air_date > current_date then e.air_date end, e.season_number, e.number
            limit 1) n on true $$;

create or replace function settle_run(of_run bigint, taken boolean) returns void language plpgsql as $$
begin
  update viewing_runs r
     set watched_count = s.watched, minutes_watched = s.minutes, started_at = s.first_at, last_watched_at = s.last_at,
         last_episode_id = s.last_id, next_episode_id = s.next_id, left_count = s.left_count, settled_on = current_date,
         completed = s.all_seen or r.completed and not taken,
         finished_at = case when s.all_seen then s.last_at else r.closed_at end
    from viewing_runs o cross join lateral run_standing(o) s
   where o.user_id = viewer_id() and o.id = of_run and r.user_id = o.user_id and r.id = o.id;
end $$;

-- As before, and what is left, with the day it was counted on: the two are only true together.
create or replace function refresh_runs(shows bigint[], recounts boolean) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  update viewing_runs r
     set watched_count = s.watched, minutes_watched = s.minutes, started_at = s.first_at, last_watched_at = s.last_at,
         last_episode_id = s.last_id, next_episode_id = s.next_id, left_count = s.left_count, settled_on = current_date,
         completed = s.all_seen or r.completed, finished_at = case when s.all_seen then s.last_at else r.closed_at end
    from viewing_runs o cross join lateral run_standing(o) s
   where o.show_id = any (shows) and (o.is_current or recounts) and r.user_id = o.user_id and r.id = o.id
     and (o.watched_count, o.minutes_watched, o.started_at, o.last_watched_at, o.last_episode_id, o.next_episode_id, o.left_count,
          o.settled_on, o.completed, o.finished_at)
         is distinct from (s.watched, s.minutes, s.first_at, s.last_at, s.last_id, s.next_id, s.left_count,
                           current_date, s.all_seen or o.completed, case when s.all_seen then s.last_at else o.closed_at end);
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

select refresh_runs(array(select distinct show_id from viewing_runs), recounts => true);

-- -------------------------------------------------------------------------------------------------- statistics
-- Bounds of what may lie in a span of days, whatever the time zone: none is a day or more from UTC. Undated plays, which
-- stand at the year 1700, lie in no span with bounds.
create function span_begins(first date, last date) returns timestamptz language sql immutable parallel safe
  as $$ select case when first is not null then (first - 1)::timestamp at time zone 'UTC'
                    when last is not null then timestamptz '1700-01-02 00:00:00+00' else timestamptz '-infinity' end $$;
create function span_ends(last date) returns timestamptz language sql immutable parallel safe
  as $$ select case when last is not null then (last + 2)::timestamp at time zone 'UTC' else timestamptz 'infinity' end $$;

-- As before, and only what lies between the bounds is read, by the index plays_history.
create or replace function viewer_plays(first date, last date)
returns table (id bigint, title_id bigint, kind title_kind, episode_id bigint, run_id bigint, watched_at timestamptz,
               "precision" date_precision, minutes smallint, day date, until date) language sql stable as $$
  select p.id, p.title_id, p.kind, p.episode_id, p.run_id, p.watched_at, p.precision, p.minutes, d.day, u.until
    from accounts a cross join plays p
         cross join lateral (select (p.watched_at at time zone case p.precision when 'instant' then a.time_zone else 'UTC' end)::date) d (day)
         cross join lateral (select case p.precision when 'month' then (d.day + interval '1 month')::date - 1
                                                     when 'year' then (d.day + interval '1 year')::date - 1 else d.day end) u (until)
   where a.user_id = viewer_id() and p.user_id = viewer_id() and in_span(d.day, u.until, first, last)
     and (case when p.watched_at is null then timestamptz '1700-01-01 00:00:00+00' else p.watched_at end) >= span_begins(first, last)
     and (case when p.watched_at is null then timestamptz '1700-01-01 00:00:00+00' else p.watched_at end) < span_ends(last) $$;

-- The days on which the viewer gave stars, likewise by the index ratings_recent.
create or replace function viewer_ratings(first date, last date)
returns table (title_id bigint, stars smallint, day date) language sql stable as $$
  select g.title_id, g.stars, d.day
    from accounts a cross join ratings g cross join lateral (select (g.rated_at at time zone a.time_zone)::date) d (day)
   where a.user_id = viewer_id() and g.user_id = viewer_id() and in_span(d.day, d.day, first, last)
     and g.rated_at >= span_begins(first, last) and g.rated_at < span_ends(last) $$;

-- Worked out by the statement that reads the plays (`StatisticsStatements`).
drop function viewer_completions(date, date, boolean), viewer_binges(date, date);
