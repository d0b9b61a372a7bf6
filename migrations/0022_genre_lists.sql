-- The genres of a title stand in its row, in their order: whoever asks for a title mostly wants them, too, and to look them
-- up took longer than the titles themselves. title_genres stays what they are written to.
alter table titles add column genre_ids bigint[] not null default '{}';

create function gather_genres() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Held first: what others have just committed of the same titles is seen then.
  perform from titles where id in (select title_id from changed) order by id for no key update;
  update titles t set genre_ids = g.ids
    from (select c.title_id, array(select x.genre_id from title_genres x where x.title_id = c.title_id order by x.ordinal, x.genre_id) as ids
            from (select distinct title_id from changed) c) g
   where t.id = g.title_id and t.genre_ids <> g.ids;
  return null;
end $$;
create trigger gather_inserted after insert on title_genres referencing new table as changed for each statement execute function gather_genres();
create trigger gather_updated  after update on title_genres referencing new table as changed for each statement execute function gather_genres();
create trigger gather_deleted  after delete on title_genres referencing old table as changed for each statement execute function gather_genres();

-- Of titles that were updated only those with other texts are indexed anew.
create function index_titles_again() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare renamed bigint[];
begin
  select array_agg(c.id) into renamed from changed c join before b using (id)
   where c.owner_id is null and (c.title, c.original_title, c.tagline, c.overview) is distinct from (b.title, b.original_title, b.tagline, b.overview);
  if renamed is null then return null; end if;
  perform index_title_names(renamed);
  insert into title_search as s select id, to_tsvector('english', concat_ws(' ', tagline, overview)) from changed where id = any (renamed)
    on conflict (title_id) do update set words = excluded.words where s.words <> excluded.words;
  return null;
end $$;
drop trigger index_updated on titles;
create trigger index_updated after update on titles referencing old table as before new table as changed
  for each statement execute function index_titles_again();

-- A bulk load knows nothing of triggers.
create or replace function rebuild_derived(prior_mean real default 7, prior_votes integer default 20) returns void language plpgsql as $$
begin
  perform rebuild_rows(prior_mean, prior_votes);
  update titles t set genre_ids = g.ids
    from (select x.id, array(select g.genre_id from title_genres g where g.title_id = x.id order by g.ordinal, g.genre_id) as ids from titles x) g
   where t.id = g.id and t.genre_ids <> g.ids;
  truncate genre_popularity;
  insert into genre_popularity
    select g.title_id, g.genre_id, s.kind, s.popularity from title_genres g join title_stats s using (title_id);
  truncate search_top;
  perform refresh_search_words(), refresh_search_top();
  perform clean_search_indexes();
end $$;

-- No title changes by this.
alter table titles disable trigger user;
update titles t set genre_ids = g.ids
  from (select title_id, array_agg(genre_id order by ordinal, genre_id) as ids from title_genres group by 1) g where t.id = g.title_id;
alter table titles enable trigger user;
