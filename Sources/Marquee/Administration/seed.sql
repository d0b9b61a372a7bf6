-- Loads one catalogue document: {"genres": […], "networks": […], "people": […], "movies": […], "shows": […]}.
-- The owner runs the statements in this order in one transaction, triggers on, each with the document as $1.
-- They only add what is missing by its natural key and never change a row: what an administrator edited stays, and a
-- second load writes nothing, moves no updated_at and sends no news. Rows are looked for first instead of by ON CONFLICT
-- where the table has an identity column, so that a second load uses up no ids either. Each statement keeps its count in
-- a setting of the transaction; the last one gives them as one row.

-- Two loads at once would both find a row missing, so the second waits here.
select pg_advisory_xact_lock(hashtext('marquee seed')), jsonb_typeof($1::jsonb) as document
-- next
insert into genres (slug, name)
select x.slug, x.name
  from jsonb_to_recordset($1::jsonb -> 'genres') as x (slug text, name text)
 where not exists (select from genres g where g.slug = x.slug)
-- next
insert into networks (name, country)
select x.name, x.country
  from jsonb_to_recordset($1::jsonb -> 'networks') as x (name text, country text)
 where not exists (select from networks n where fold_text(n.name) = fold_text(x.name) and n.country is not distinct from x.country)
-- next
with made as (
  insert into people (slug, name, also_known_as, biography, birth_date, death_date, birth_place, department)
  select x.slug, x.name, coalesce(x.also_known_as, '{}'), x.biography, x.birth_date, x.death_date, x.birth_place, x.department
    from jsonb_to_recordset($1::jsonb -> 'people') as x (slug text, name text, also_known_as text[], biography text,
           birth_date date, death_date date, birth_place text, department department)
   where not exists (select from people p where p.slug = x.slug)
  returning id)
select set_config('marquee.seeded_people', count(*)::text, true) from made
-- next
-- A title that came before under another slug (an import) is known by its IMDb id and not made twice.
with made as (
  insert into titles (kind, slug, title, original_title, original_language, sort_title, tagline, overview, release_date,
                      last_air_date, runtime, status, show_type, countries, spoken_languages)
  select d.kind, x.slug, x.title, x.original_title, x.original_language, x.sort_title, x.tagline, x.overview, x.release_date,
         x.last_air_date, x.runtime, coalesce(x.status, 'unknown'), x.show_type, coalesce(x.countries, '{}'), coalesce(x.spoken_languages, '{}')
    from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
          union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document),
         jsonb_to_record(d.document) as x (slug text, title text, original_title text, original_language text, sort_title text,
           tagline text, overview text, release_date date, last_air_date date, runtime integer, status title_status,
           show_type show_type, countries text[], spoken_languages text[])
   where not exists (select from titles t where t.owner_id is null and t.kind = d.kind and t.slug = x.slug)
     and not exists (select from external_ids e where e.owner_id is null and e.source = 'imdb' and e.entity = d.kind
                        and e.value = d.document -> 'external_ids' ->> 'imdb')
  returning kind)
select set_config('marquee.seeded_movies', (count(*) filter (where kind = 'movie'))::text, true),
       set_config('marquee.seeded_shows', (count(*) filter (where kind = 'show'))::text, true)
  from made
-- next
insert into external_ids (source, entity, value, title_id)
select x.key, d.kind, x.value, t.id
  from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
        union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document)
  join titles t on t.owner_id is null and t.kind = d.kind and t.slug = d.document ->> 'slug',
       jsonb_each_text(d.document -> 'external_ids') as x
on conflict do nothing
-- next
insert into external_ids (source, entity, value, person_id)
select x.key, 'person', x.value, p.id
  from jsonb_array_elements($1::jsonb -> 'people') as d (document)
  join people p on p.slug = d.document ->> 'slug',
       jsonb_each_text(d.document -> 'external_ids') as x
on conflict do nothing
-- next
insert into title_texts (title_id, language, title, tagline, overview)
select t.id, l.language, x.title, x.tagline, x.overview
  from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
        union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document)
  join titles t on t.owner_id is null and t.kind = d.kind and t.slug = d.document ->> 'slug',
       jsonb_each(d.document -> 'texts') as l (language, document),
       jsonb_to_record(l.document) as x (title text, tagline text, overview text)
on conflict do nothing
-- next
insert into title_genres (title_id, genre_id, ordinal)
select t.id, g.id, x.place - 1
  from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
        union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document)
  join titles t on t.owner_id is null and t.kind = d.kind and t.slug = d.document ->> 'slug',
       jsonb_array_elements_text(d.document -> 'genres') with ordinality as x (slug, place)
  join genres g on g.slug = x.slug
on conflict do nothing
-- next
insert into keywords (name)
select distinct x.name::citext
  from (select jsonb_array_elements($1::jsonb -> 'movies')
        union all select jsonb_array_elements($1::jsonb -> 'shows')) as d (document),
       jsonb_array_elements_text(d.document -> 'keywords') as x (name)
 where not exists (select from keywords k where k.name = x.name::citext)
-- next
insert into title_keywords (title_id, keyword_id, ordinal)
select t.id, k.id, x.place - 1
  from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
        union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document)
  join titles t on t.owner_id is null and t.kind = d.kind and t.slug = d.document ->> 'slug',
       jsonb_array_elements_text(d.document -> 'keywords') with ordinality as x (name, place)
  join keywords k on k.name = x.name::citext
on conflict do nothing
-- next
-- Shows name their networks; networks.json holds each name once, with its country.
insert into title_networks (title_id, network_id)
select t.id, n.id
  from jsonb_array_elements($1::jsonb -> 'shows') as d (document)
  join titles t on t.owner_id is null and t.kind = 'show' and t.slug = d.document ->> 'slug',
       jsonb_array_elements_text(d.document -> 'networks') as x (name)
  join jsonb_to_recordset($1::jsonb -> 'networks') as w (name text, country text) on w.name = x.name
  join networks n on fold_text(n.name) = fold_text(w.name) and n.country is not distinct from w.country
on conflict do nothing
-- next
with made as (
  insert into seasons (show_id, number, title, overview, air_date)
  select t.id, x.number, x.title, x.overview, x.air_date
    from jsonb_array_elements($1::jsonb -> 'shows') as d (document)
    join titles t on t.owner_id is null and t.kind = 'show' and t.slug = d.document ->> 'slug',
         jsonb_to_recordset(d.document -> 'seasons') as x (number integer, title text, overview text, air_date date)
   where not exists (select from seasons s where s.show_id = t.id and s.number = x.number)
  returning id)
select set_config('marquee.seeded_seasons', count(*)::text, true) from made
-- next
with made as (
  insert into episodes (show_id, season_id, season_number, number, absolute_number, title, overview, air_date, airs_at, runtime, milestone)
  select t.id, s.id, s.number, x.number, x.absolute_number, x.title, x.overview, x.air_date, x.airs_at, x.runtime, x.milestone
    from jsonb_array_elements($1::jsonb -> 'shows') as d (document)
    join titles t on t.owner_id is null and t.kind = 'show' and t.slug = d.document ->> 'slug'
   cross join jsonb_array_elements(d.document -> 'seasons') as w (document)
    join seasons s on s.show_id = t.id and s.number = (w.document ->> 'number')::integer,
         jsonb_to_recordset(w.document -> 'episodes') as x (number integer, absolute_number integer, title text, overview text,
           air_date date, airs_at timestamptz, runtime integer, milestone milestone)
   where not exists (select from episodes e where e.show_id = t.id and e.season_number = s.number and e.number = x.number)
  returning id)
select set_config('marquee.seeded_episodes', count(*)::text, true) from made
-- next
insert into external_ids (source, entity, value, season_id)
select x.key, 'season', x.value, s.id
  from jsonb_array_elements($1::jsonb -> 'shows') as d (document)
  join titles t on t.owner_id is null and t.kind = 'show' and t.slug = d.document ->> 'slug'
 cross join jsonb_array_elements(d.document -> 'seasons') as w (document)
  join seasons s on s.show_id = t.id and s.number = (w.document ->> 'number')::integer,
       jsonb_each_text(w.document -> 'external_ids') as x
on conflict do nothing
-- next
insert into external_ids (source, entity, value, episode_id)
select x.key, 'episode', x.value, e.id
  from jsonb_array_elements($1::jsonb -> 'shows') as d (document)
  join titles t on t.owner_id is null and t.kind = 'show' and t.slug = d.document ->> 'slug'
 cross join jsonb_array_elements(d.document -> 'seasons') as w (document)
 cross join jsonb_array_elements(w.document -> 'episodes') as v (document)
  join episodes e on e.show_id = t.id and e.season_number = (w.document ->> 'number')::integer
                 and e.number = (v.document ->> 'number')::integer,
       jsonb_each_text(v.document -> 'external_ids') as x
on conflict do nothing
-- next
-- Cast in billing order, then directors, writers and creators in theirs.
with made as (
  insert into credits (person_id, title_id, department, job, character, billing, episode_count)
  select p.id, t.id, c.department, c.job, c.character, c.billing, c.episode_count
    from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
          union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document)
    join titles t on t.owner_id is null and t.kind = d.kind and t.slug = d.document ->> 'slug',
         lateral (
           select 'acting' as department, null as job, x ->> 'person' as slug, x ->> 'character' as character,
                  (place - 1)::integer as billing, (x ->> 'episode_count')::integer as episode_count
             from jsonb_array_elements(d.document -> 'cast') with ordinality as a (x, place)
           union all
           select r.department, r.job, x, null, (place - 1)::integer, null
             from (values ('directors', 'directing', 'Director'), ('writers', 'writing', 'Writer'),
                          ('creators', 'created_by', 'Creator')) as r (member, department, job),
                  jsonb_array_elements_text(d.document -> r.member) with ordinality as a (x, place)) c
    join people p on p.slug = c.slug
   where not exists (select from credits o where o.title_id = t.id and o.episode_id is null and o.person_id = p.id
                        and o.department = c.department and o.job is not distinct from c.job
                        and o.character is not distinct from c.character)
  returning id)
select set_config('marquee.seeded_credits', count(*)::text, true) from made
-- next
-- Of episodes: guests in billing order, then directors and writers in theirs.
with made as (
  insert into credits (person_id, title_id, episode_id, department, job, character, billing)
  select p.id, t.id, e.id, c.department, c.job, c.character, c.billing
    from jsonb_array_elements($1::jsonb -> 'shows') as d (document)
    join titles t on t.owner_id is null and t.kind = 'show' and t.slug = d.document ->> 'slug'
   cross join jsonb_array_elements(d.document -> 'seasons') as w (document)
   cross join jsonb_array_elements(w.document -> 'episodes') as v (document)
    join episodes e on e.show_id = t.id and e.season_number = (w.document ->> 'number')::integer
                   and e.number = (v.document ->> 'number')::integer,
         lateral (
           select 'acting' as department, null as job, x ->> 'person' as slug, x ->> 'character' as character,
                  (place - 1)::integer as billing
             from jsonb_array_elements(v.document -> 'guest_stars') with ordinality as a (x, place)
           union all
           select r.department, r.job, x, null, (place - 1)::integer
             from (values ('directors', 'directing', 'Director'), ('writers', 'writing', 'Writer')) as r (member, department, job),
                  jsonb_array_elements_text(v.document -> r.member) with ordinality as a (x, place)) c
    join people p on p.slug = c.slug
   where not exists (select from credits o where o.episode_id = e.id and o.person_id = p.id and o.department = c.department
                        and o.job is not distinct from c.job and o.character is not distinct from c.character)
  returning id)
select set_config('marquee.seeded_credits', (current_setting('marquee.seeded_credits')::bigint + count(*))::text, true) from made
-- next
-- Zero is what the trigger left: a base that somebody else set since is kept.
update title_stats s set base_popularity = x.popularity
  from (select 'movie', jsonb_array_elements($1::jsonb -> 'movies')
        union all select 'show', jsonb_array_elements($1::jsonb -> 'shows')) as d (kind, document)
  join titles t on t.owner_id is null and t.kind = d.kind and t.slug = d.document ->> 'slug',
       jsonb_to_record(d.document) as x (popularity real)
 where s.title_id = t.id and s.base_popularity = 0 and x.popularity > 0
-- next
-- Popularity of titles first, because that of persons rests on it, then what search knows of names; nothing when nothing came in.
with seeded as materialized (
  select n.*, movies + shows + seasons + episodes + people + credits > 0 as grown
    from (select current_setting('marquee.seeded_movies')::bigint as movies, current_setting('marquee.seeded_shows')::bigint as shows,
                 current_setting('marquee.seeded_seasons')::bigint as seasons, current_setting('marquee.seeded_episodes')::bigint as episodes,
                 current_setting('marquee.seeded_people')::bigint as people, current_setting('marquee.seeded_credits')::bigint as credits) n),
     titles_ranked as materialized (select case when grown then refresh_popularity() end as changed from seeded),
     people_ranked as materialized (select case when changed is not null then refresh_person_popularity() end as changed from titles_ranked),
     names_ranked as materialized (
       select case when changed is not null then concat(refresh_search_words(), refresh_search_top()) end as changed from people_ranked)
select s.movies, s.shows, s.seasons, s.episodes, s.people, s.credits,
       jsonb_array_length($1::jsonb -> 'movies') + jsonb_array_length($1::jsonb -> 'shows') as titles_offered
  from seeded s, names_ranked
