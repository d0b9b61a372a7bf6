-- Search reads a bounded number of names whatever is asked (docs/decisions/0009): all names through indexes, each kind of
-- thing by itself, as long as a word of the question is rare; the most popular names, few enough to read, in any case.
-- search_words says how rare a word is, what completes it and which words it may be a misspelling of.

create extension if not exists fuzzystrmatch;

-- What is read with a limit must not be crowded out by what nobody asked for.
drop index search_names_words;
drop index search_names_prefix;
drop index search_names_trigram;                    -- misspelling is looked up in search_words, where no word is repeated
create index search_names_title_words   on search_names using gin (words) where title_id is not null;
create index search_names_person_words  on search_names using gin (words) where person_id is not null;
create index search_names_episode_words on search_names using gin (words) where episode_id is not null;
create index search_names_title_prefix  on search_names (folded text_pattern_ops, popularity desc) where title_id is not null;
create index search_names_person_prefix on search_names (folded text_pattern_ops, popularity desc) where person_id is not null;

create table search_words (                         -- words of names, with how many names have them
  word     text collate "C" primary key,
  titles   integer not null,
  people   integer not null,
  episodes integer not null,
  fame     real not null                            -- of the most popular thing whose name has it; see name_fame
);
create index search_words_trigram on search_words using gin (word gin_trgm_ops);
create index search_words_start   on search_words (left(word, 2), fame desc);

create table search_top (                           -- copies of the most popular names of each kind
  name_id    bigint primary key,
  title_id   bigint,
  person_id  bigint,
  episode_id bigint,
  rank       smallint not null,
  name       text not null,
  folded     text not null,
  words      tsvector not null,
  popularity real not null
);
create index search_top_title_words    on search_top using gin (words) where title_id is not null;
create index search_top_person_words   on search_top using gin (words) where person_id is not null;
create index search_top_episode_words  on search_top using gin (words) where episode_id is not null;
create index search_top_title_prefix   on search_top (folded text_pattern_ops) where title_id is not null;
create index search_top_person_prefix  on search_top (folded text_pattern_ops) where person_id is not null;
create index search_top_episode_prefix on search_top (folded text_pattern_ops) where episode_id is not null;
grant select on search_words, search_top to marquee_app;

-- What popularity counts where names compete. That of persons adds up many titles', so it counts less.
create function name_fame(popularity real, is_person boolean) returns real language sql immutable parallel safe
  as $$ select (ln(1 + popularity) * case when is_person then 0.6 else 1 end)::real $$;

-- Words that may be meant by another one: those that share trigrams with it and differ in two letters at most (the
-- threshold finds two errors in eight letters), and those it becomes when two neighbours are swapped, which trigrams miss.
create function similar_words(wanted text) returns setof search_words language sql stable strict parallel safe
set pg_trgm.similarity_threshold = 0.2 as $$
  select s.word, s.titles, s.people, s.episodes, s.fame from (
    select w.*, levenshtein_less_equal(w.word, wanted, 2) as errors from search_words w
     where w.word % wanted and length(w.word) between length(wanted) - 2 and length(wanted) + 2
    union all
    select w.*, 1 from generate_series(1, length(wanted) - 1) i
      join search_words w on w.word = overlay(wanted placing reverse(substr(wanted, i, 2)) from i for 2)) s
   where s.errors <= 2 group by 1, 2, 3, 4, 5 order by min(s.errors), s.fame desc, s.word limit 40 $$;

create function add_search_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into search_words
    select w.word, count(title_id), count(person_id), count(episode_id), max(name_fame(popularity, person_id is not null))
      from changed, unnest(tsvector_to_array(words)) w (word) group by 1 order by 1
    on conflict do nothing;                         -- what is known of a word is kept by refresh_search_words
  return null;
end $$;
create trigger add_words after insert on search_names referencing new table as changed
  for each statement execute function add_search_words();
create function remove_search_top() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from search_top t using changed c where t.name_id = c.id;
  return null;
end $$;
create trigger remove_top after delete on search_names referencing old table as changed
  for each statement execute function remove_search_top();

-- Counts the words of all names anew, and measures their fame.
create function refresh_search_words() returns void language sql security definer set search_path = public, pg_temp as $$
  with counted as materialized (
    select w.word, count(title_id)::integer as titles, count(person_id)::integer as people, count(episode_id)::integer as episodes,
           max(name_fame(popularity, person_id is not null)) as fame
      from search_names, unnest(tsvector_to_array(words)) w (word) group by 1),
  gone as (delete from search_words w where not exists (select from counted c where c.word = w.word))
  insert into search_words as w select * from counted order by word
    on conflict (word) do update
      set titles = excluded.titles, people = excluded.people, episodes = excluded.episodes, fame = excluded.fame
    where (w.titles, w.people, w.episodes, w.fame) is distinct from (excluded.titles, excluded.people, excluded.episodes, excluded.fame) $$;

-- Finds the most popular names anew, so many of each kind.
create function refresh_search_top(wanted integer default 10000) returns void language sql security definer set search_path = public, pg_temp as $$
  with best as materialized (
    (select * from search_names where title_id is not null order by popularity desc, id limit wanted)
    union all (select * from search_names where person_id is not null order by popularity desc, id limit wanted)
    union all (select * from search_names where episode_id is not null order by popularity desc, id limit wanted)),
  gone as (delete from search_top t where not exists (select from best b where b.id = t.name_id))
  insert into search_top as t (name_id, title_id, person_id, episode_id, rank, name, folded, words, popularity)
    select id, title_id, person_id, episode_id, rank, name, folded, words, popularity from best
    on conflict (name_id) do update set popularity = excluded.popularity where t.popularity <> excluded.popularity $$;

-- Names come with their popularity, so that a changed title is not unknown until the next hour. Episodes have that of their show.
create or replace function index_titles() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from search_names s using changed c where s.title_id = c.id and s.rank < 2;
  insert into search_names (title_id, rank, name, popularity)
    select c.id, n.rank, n.name, coalesce(s.popularity, 0)
      from changed c left join title_stats s on s.title_id = c.id
           cross join lateral (values (0, c.title), (1, nullif(c.original_title, c.title))) n (rank, name)
     where c.owner_id is null and n.name is not null;
  insert into title_search select id, to_tsvector('english', concat_ws(' ', tagline, overview)) from changed where owner_id is null
    on conflict (title_id) do update set words = excluded.words;
  return null;
end $$;
create or replace function index_texts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from search_names s using changed c where s.title_id = c.title_id and s.rank = 2;
  insert into search_names (title_id, rank, name, popularity)
    select distinct x.title_id, 2, x.title, coalesce(s.popularity, 0)
      from title_texts x join titles t on t.id = x.title_id and t.owner_id is null left join title_stats s on s.title_id = t.id
     where x.title_id in (select title_id from changed) and x.title is not null and x.title <> t.title;
  return null;
end $$;
create or replace function index_episodes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from search_names s using changed c where s.episode_id = c.id;
  insert into search_names (episode_id, rank, name, popularity)
    select c.id, 0, c.title, coalesce(s.popularity, 0) from changed c left join title_stats s on s.title_id = c.show_id
     where c.owner_id is null and c.title <> '';
  return null;
end $$;

-- As before, and the names of episodes too.
create or replace function refresh_popularity() returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  update title_stats s set popularity = p.p
    from (select t.title_id, (t.base_popularity + ln(1 + t.library_count + t.rating_count) + coalesce(r.score, 0))::real as p
            from title_stats t left join trending_titles(interval '30 days', 1000000) r using (title_id)) p
   where s.title_id = p.title_id and abs(s.popularity - p.p) > 0.01 * greatest(s.popularity, 0.1);
  get diagnostics n = row_count;
  update search_names x set popularity = s.popularity from title_stats s
   where x.title_id = s.title_id and abs(x.popularity - s.popularity) > 0.1 * greatest(s.popularity, 0.1);
  update search_names x set popularity = s.popularity from episodes e join title_stats s on s.title_id = e.show_id
   where x.episode_id = e.id and abs(x.popularity - s.popularity) > 0.1 * greatest(s.popularity, 0.1);
  return n;
end $$;

-- A bulk load knows nothing of triggers: what they would have kept for search is made with the rest.
alter function rebuild_derived(real, integer) rename to rebuild_rows;
create function rebuild_derived(prior_mean real default 7, prior_votes integer default 20) returns void language plpgsql as $$
begin
  perform rebuild_rows(prior_mean, prior_votes);
  truncate search_top;
  perform refresh_search_words(), refresh_search_top();
end $$;
revoke execute on function rebuild_derived(real, integer), refresh_search_words(), refresh_search_top(integer) from public;

select refresh_search_words(), refresh_search_top();
