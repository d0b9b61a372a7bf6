-- What one viewer writes about stars comes one after the other: each statement on ratings, and each new review, first
-- takes the viewer's lock. So the copies of stars in reviews and library_entries, which triggers make afterwards, see
-- what is, however many devices write at once.
create function lock_votes() returns trigger language plpgsql as $$
begin
  if viewer_id() is not null then perform pg_advisory_xact_lock(hashtextextended('votes', viewer_id())); end if;
  return null;
end $$;
create trigger lock_votes before insert or update or delete on ratings for each statement execute function lock_votes();
create trigger lock_votes before insert on reviews for each statement execute function lock_votes();

-- An entry of a library that says nothing any more goes.
create function forget_empty_entries(viewer bigint, of_titles bigint[]) returns void language sql as $$
  delete from library_entries
   where user_id = viewer and title_id = any (of_titles) and status is null and favorited_at is null and stars is null
     and priority is null and note is null and watch_count = 0 and first_watched_at is null and last_watched_at is null $$;

-- As before, and rated titles are in the library.
create or replace function ratings_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare r ratings := coalesce(new, old);
begin
  if tg_op = 'UPDATE' and new.stars = old.stars then return null; end if;
  insert into stat_deltas (title_id, season_id, episode_id, old_stars, new_stars)
    values (r.title_id, r.season_id, r.episode_id, case tg_op when 'INSERT' then null else old.stars end, case tg_op when 'DELETE' then null else new.stars end);
  update reviews v set stars = case tg_op when 'DELETE' then null else new.stars end
   where v.author_id = r.user_id and (v.title_id = r.title_id or v.season_id = r.season_id or v.episode_id = r.episode_id);
  if r.title_id is null then return null; end if;
  if tg_op = 'DELETE' then
    update library_entries set stars = null, updated_at = now() where user_id = r.user_id and title_id = r.title_id;
    perform forget_empty_entries(r.user_id, array[r.title_id]);
  else
    insert into library_entries (user_id, title_id, kind, stars)
      select r.user_id, t.id, t.kind, new.stars from titles t where t.id = r.title_id
      on conflict (user_id, title_id) do update set stars = excluded.stars, updated_at = now();
  end if;
  return null;
end $$;

-- A new review shows the stars its author gave before.
create function copy_stars() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update reviews v set stars = g.stars from ratings g
   where v.id = new.id and g.user_id = new.author_id and v.stars is distinct from g.stars
     and (g.title_id = new.title_id or g.season_id = new.season_id or g.episode_id = new.episode_id);
  return null;
end $$;
create trigger copy_stars after insert on reviews for each row when (new.author_id is not null) execute function copy_stars();

-- Reviews without stars come last in either direction (as in 0003).
create index reviews_title_best  on reviews (title_id, (case when stars is null then 0 else stars end), id) where title_id is not null;
create index reviews_title_worst on reviews (title_id, (case when stars is null then 11 else stars end), id) where title_id is not null;
drop index reviews_title_stars;

-- ------------------------------------------------------------------------------------------------------- lists
-- By the key alone: global IDs of entries are looked up by it, then compared with the list they name.
create index list_entries_id on list_entries (id);

-- As before, but words are written only where they have changed: each entry that comes or goes touches its list.
create or replace function index_lists() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from list_search s using changed c where s.list_id = c.id and c.privacy <> 'public';
  insert into list_search as s
    select id, to_tsvector('simple', fold_text(concat_ws(' ', name, description))) from changed where privacy = 'public'
    on conflict (list_id) do update set words = excluded.words where s.words <> excluded.words;
  return null;
end $$;

-- A key for a list of the viewer that no other one of theirs has. Those of system lists are taken.
create function list_slug(wanted text, of_list bigint) returns text language sql stable as $$
  with stem (word) as (
    select coalesce(nullif(trim('-' from left(trim('-' from regexp_replace(fold_text(wanted), '[^[:alnum:]]+', '-', 'g')), 80)), ''), 'list'))
  select c.slug
    from stem s cross join generate_series(1, 10000) n (number)
         cross join lateral (select case n.number when 1 then s.word else s.word || '-' || n.number end) c (slug)
   where c.slug not in ('watchlist', 'watching', 'watched', 'completed', 'favorites', 'on-hold', 'dropped')
     and not exists (select from lists l where l.owner_id = (select viewer_id()) and l.slug = c.slug and l.id is distinct from of_list)
   order by n.number limit 1 $$;

-- Orders made by hand: a key that comes behind all that were given before it, microseconds in hexadecimal digits. Between
-- two keys the server finds others (OrderKey).
create function order_key_now() returns text language sql volatile
  as $$ select lpad(to_hex((extract(epoch from clock_timestamp()) * 1000000)::bigint), 14, '0') $$;

-- Whoever plans a title or marks a favorite puts it at the end of the list, unless another place is given.
create function place_at_end() returns trigger language plpgsql as $$
begin
  if new.status = 'planned' and new.watchlist_key is null then new.watchlist_key := order_key_now(); end if;
  if new.favorited_at is not null and new.favorite_key is null then new.favorite_key := order_key_now(); end if;
  if new.status <> 'planned' or new.status is null then new.watchlist_key := null; end if;
  if new.favorited_at is null then new.favorite_key := null; end if;
  if new.status is not null and new.status_changed_at is null then new.status_changed_at := now(); end if;
  return new;
end $$;
create trigger place_at_end before insert or update on library_entries for each row execute function place_at_end();
update library_entries set user_id = user_id;

-- System lists in the order they are shown in.
create index library_watchlist_order on library_entries (user_id, watchlist_key, title_id) where status = 'planned';
create index library_completed on library_entries (user_id, status_changed_at desc, title_id desc) where kind = 'show' and status = 'completed';
create index library_watched on library_entries (user_id, (case when last_watched_at is null then added_at else last_watched_at end) desc, title_id desc)
  where kind = 'movie' and watch_count > 0 or status = 'completed';
