-- What administrators and viewers need to keep titles by hand.

-- Each change of a row moves updated_at forward, also when a transaction that began earlier changes it later: `ifUpdatedAt`
-- recognises a change by it.
create or replace function touch() returns trigger language plpgsql as $$
begin
  new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
  return new;
end $$;

-- A name as addresses spell it: "Amélie & Co." is "amelie-co". Empty for a name without Latin letters or digits.
create function slug_of(name text) returns text language sql immutable parallel safe strict
  as $$ select trim('-' from left(regexp_replace(fold_text(name), '[^a-z0-9]+', '-', 'g'), 80)) $$;

-- Slugs for a new row, the best first: its name, its name and year, the same with numbers; last one that nobody has.
create function slug_choices(name text, year integer, otherwise text) returns table (slug text, place integer)
language sql volatile as $$
  with own as (select coalesce(nullif(slug_of(name), ''), otherwise) as slug)
  select o.slug, 0 from own o
  union all select concat_ws('-', o.slug, year), 1 from own o where year is not null
  union all select concat_ws('-', o.slug, year, i), i from own o, generate_series(2, 50) i
  union all select concat_ws('-', o.slug, replace(gen_random_uuid()::text, '-', '')), 51 from own o $$;

-- A title as lists sort it: folded, without punctuation and a leading English article.
create function sort_title_of(title text) returns text language sql immutable parallel safe strict as $$
  select coalesce(nullif(trim(regexp_replace(regexp_replace(f, '[\s!-/:-@\[-`{-~]+', ' ', 'g'), '^\s*(the|an?)\s+(?=\S)', '')), ''), f)
    from (select left(fold_text(title), 300) as f) x $$;

-- As before, but every library entry in which a viewer has said something counts.
create or replace function count_hanging(of_title bigint default null, of_season bigint default null, of_episode bigint default null,
  of_person bigint default null, of_genre bigint default null,
  out plays bigint, out ratings bigint, out reviews bigint, out entries bigint, out favorites bigint)
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
end $$;

-- Gives the titles of a genre another one, at the same place; private titles too, which no administrator sees.
create function move_genre(of_genre bigint, to_genre bigint) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  if not viewer_administers() then raise insufficient_privilege using message = 'only administrators move genres'; end if;
  insert into title_genres (title_id, genre_id, ordinal)
    select title_id, to_genre, ordinal from title_genres where genre_id = of_genre on conflict do nothing;
  get diagnostics n = row_count;
  return n;
end $$;

-- What a title that is deleted takes along is looked up, not searched for.
create index reviews_show on reviews (show_id) where show_id is not null;
create index runs_of_show on viewing_runs (show_id);
