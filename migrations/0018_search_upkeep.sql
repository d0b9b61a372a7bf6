-- Names stay what search knows of them as long as they are borne. Before, each change of a title, a person or an episode
-- made all its names anew, so that they fell out of search_top until the next hour; and a translated name that had been
-- the title's own was lost when the title was renamed.

-- Makes the names of titles agree with their rows.
create function index_title_names(wanted_titles bigint[]) returns void language sql security definer set search_path = public, pg_temp as $$
  with wanted as materialized (
    select t.id, n.rank, n.name, coalesce(s.popularity, 0) as popularity
      from titles t left join title_stats s on s.title_id = t.id
           cross join lateral (
             select 0 as rank, t.title as name
             union all select 1, t.original_title where t.original_title <> t.title
             union select 2, x.title from title_texts x where x.title_id = t.id and x.title <> t.title) n
     where t.id = any (wanted_titles) and t.owner_id is null),
  gone as (
    delete from search_names s
     where s.title_id = any (wanted_titles)
       and not exists (select from wanted w where w.id = s.title_id and w.rank = s.rank and w.name = s.name))
  insert into search_names (title_id, rank, name, popularity)
    select w.id, w.rank, w.name, w.popularity from wanted w
     where not exists (select from search_names s where s.title_id = w.id and s.rank = w.rank and s.name = w.name) $$;
revoke execute on function index_title_names(bigint[]) from public;

create or replace function index_titles() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform index_title_names(array(select id from changed where owner_id is null));
  insert into title_search as s select id, to_tsvector('english', concat_ws(' ', tagline, overview)) from changed where owner_id is null
    on conflict (title_id) do update set words = excluded.words where s.words <> excluded.words;
  return null;
end $$;
create or replace function index_texts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform index_title_names(array(select distinct title_id from changed where owner_id is null));
  return null;
end $$;
create or replace function index_episodes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from search_names s using changed c where s.episode_id = c.id and s.name is distinct from c.title;
  insert into search_names (episode_id, rank, name, popularity)
    select c.id, 0, c.title, coalesce(s.popularity, 0) from changed c left join title_stats s on s.title_id = c.show_id
     where c.owner_id is null and c.title <> '' and not exists (select from search_names n where n.episode_id = c.id);
  return null;
end $$;
create or replace function index_people() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with wanted as materialized (
    select c.id, 0 as rank, c.name from changed c
    union select c.id, 3, a from changed c cross join unnest(c.also_known_as) a where a <> c.name),
  gone as (
    delete from search_names s using changed c
     where s.person_id = c.id
       and not exists (select from wanted w where w.id = s.person_id and w.rank = s.rank and w.name = s.name))
  insert into search_names (person_id, rank, name, popularity)
    select w.id, w.rank, w.name, coalesce(s.popularity, 0) from wanted w left join person_stats s on s.person_id = w.id
     where not exists (select from search_names n where n.person_id = w.id and n.rank = w.rank and n.name = w.name);
  return null;
end $$;

-- A new name of something popular is asked at once, like the one before it; refresh_search_top finds out who leaves for it.
create index search_top_title_popularity   on search_top (popularity) where title_id is not null;
create index search_top_person_popularity  on search_top (popularity) where person_id is not null;
create index search_top_episode_popularity on search_top (popularity) where episode_id is not null;
create function add_search_top() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into search_top (name_id, title_id, person_id, episode_id, rank, name, folded, words, popularity)
    select c.id, c.title_id, c.person_id, c.episode_id, c.rank, c.name, c.folded, c.words, c.popularity from changed c
     where c.popularity > case when c.title_id is not null then (select min(popularity) from search_top where title_id is not null)
                               when c.person_id is not null then (select min(popularity) from search_top where person_id is not null)
                               else (select min(popularity) from search_top where episode_id is not null) end;
  return null;
end $$;
create trigger add_top after insert on search_names referencing new table as changed
  for each statement execute function add_search_top();

-- Rows of GIN indexes that are written together lie on a list beside the index, which each search reads whole, until it
-- is cleaned: by a vacuum, long after.
create function clean_search_indexes() returns bigint language sql security definer set search_path = public, pg_temp as $$
  select coalesce(sum(gin_clean_pending_list(i.indexrelid)), 0)::bigint
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
   where a.amname = 'gin'
     and i.indrelid in ('search_names'::regclass, 'search_words'::regclass, 'search_top'::regclass, 'title_search'::regclass) $$;
revoke execute on function clean_search_indexes() from public;

create or replace function rebuild_derived(prior_mean real default 7, prior_votes integer default 20) returns void language plpgsql as $$
begin
  perform rebuild_rows(prior_mean, prior_votes);
  truncate search_top;
  perform refresh_search_words(), refresh_search_top();
  perform clean_search_indexes();
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
    when 'popularity' then
      perform refresh_popularity(), refresh_person_popularity(), refresh_search_top();
      perform clean_search_indexes();
    when 'words' then
      perform refresh_search_words();
      perform clean_search_indexes();
    when 'activity' then delete from title_activity where hour < now() - 8 * interval '30 days';   -- as far as trends look back
    when 'airings' then perform refresh_airings(coalesce((last at time zone 'UTC')::date, current_date - 30));
  end case;
  insert into job_runs values (wanted, clock_timestamp()) on conflict (job) do update set finished_at = excluded.finished_at;
  return true;
end $$;

-- What viewers wrote into titles of their own is theirs, too: persons and genres of the catalogue that they refer to.
drop function count_hanging(bigint, bigint, bigint, bigint, bigint);
create function count_hanging(of_title bigint default null, of_season bigint default null, of_episode bigint default null,
  of_person bigint default null, of_genre bigint default null,
  out plays bigint, out ratings bigint, out reviews bigint, out entries bigint, out favorites bigint, out own_titles bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare seasons_of bigint[]; episodes_of bigint[];
begin
  if not viewer_administers() then raise insufficient_privilege using message = 'only administrators count what viewers hold'; end if;
  select coalesce(array_agg(s.id), '{}') into seasons_of from seasons s where s.show_id = of_title or s.id = of_season;
  select coalesce(array_agg(e.id), '{}') into episodes_of from episodes e where e.show_id = of_title or e.season_id = of_season or e.id = of_episode;
  select count(*) into plays from plays x where x.title_id = of_title or x.episode_id = any (episodes_of);
  select count(*) into ratings from ratings x where x.title_id = of_title or x.season_id = any (seasons_of) or x.episode_id = any (episodes_of);
  select count(*) into reviews from reviews x where x.title_id = of_title or x.season_id = any (seasons_of) or x.episode_id = any (episodes_of);
  select count(*) into entries from list_entries x where x.title_id = of_title or x.season_id = any (seasons_of) or x.episode_id = any (episodes_of) or x.person_id = of_person;
  select entries + count(*) into entries from library_entries x
   where x.title_id = of_title and num_nonnulls(x.status, x.favorited_at, x.priority, x.note) > 0;
  select count(*) into favorites from favorite_genres x where x.genre_id = of_genre;
  select count(*) into own_titles from (
    select c.title_id from credits c where c.person_id = of_person and c.owner_id is not null
    union select g.title_id from title_genres g join titles t on t.id = g.title_id where g.genre_id = of_genre and t.owner_id is not null) x;
end $$;
create or replace function move_genre(of_genre bigint, to_genre bigint) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  if not viewer_administers() then raise insufficient_privilege using message = 'only administrators move genres'; end if;
  insert into title_genres (title_id, genre_id, ordinal)
    select title_id, to_genre, ordinal from title_genres where genre_id = of_genre on conflict do nothing;
  get diagnostics n = row_count;
  delete from title_genres where genre_id = of_genre;
  return n;
end $$;

-- An episode whose hour is known has a day, too: all that looks for what airs goes by days.
create function fill_air_date() returns trigger language plpgsql as $$
begin new.air_date := (new.airs_at at time zone 'UTC')::date; return new; end $$;
create trigger fill_air_date before insert or update on episodes for each row
  when (new.air_date is null and new.airs_at is not null) execute function fill_air_date();
update episodes set air_date = null where air_date is null and airs_at is not null;

-- What lost its name by the mistake above.
select index_title_names(array(
  select distinct x.title_id from title_texts x join titles t on t.id = x.title_id and t.owner_id is null
   where x.title <> t.title and not exists (select from search_names n where n.title_id = t.id and n.name = x.title)));
select clean_search_indexes();
