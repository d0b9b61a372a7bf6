-- The name of its person stands in each credit: casts are mostly asked for with their names, and to look persons up took
-- longer than to read the credits. people stays what names are written to.
alter table credits add column person_name text not null default '';

-- Waits for whoever just renames the person, who else would not see this credit.
create function name_credit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select name into new.person_name from people where id = new.person_id for share;
  new.person_name := coalesce(new.person_name, '');  -- of nobody, which the foreign key refuses
  return new;
end $$;
create trigger name_credit before insert or update of person_id on credits for each row execute function name_credit();

create function rename_credits() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update credits c set person_name = n.name from changed n join before b using (id) where n.name <> b.name and c.person_id = n.id;
  return null;
end $$;
create trigger rename_credits after update on people referencing old table as before new table as changed
  for each statement execute function rename_credits();

-- A bulk load knows nothing of triggers.
create or replace function rebuild_derived(prior_mean real default 7, prior_votes integer default 20) returns void language plpgsql as $$
begin
  perform rebuild_rows(prior_mean, prior_votes);
  update titles t set genre_ids = g.ids
    from (select x.id, array(select g.genre_id from title_genres g where g.title_id = x.id order by g.ordinal, g.genre_id) as ids from titles x) g
   where t.id = g.id and t.genre_ids <> g.ids;
  update credits c set person_name = p.name from people p where p.id = c.person_id and c.person_name <> p.name;
  truncate genre_popularity;
  insert into genre_popularity
    select g.title_id, g.genre_id, s.kind, s.popularity from title_genres g join title_stats s using (title_id);
  truncate search_top;
  perform refresh_search_words(), refresh_search_top();
  perform clean_search_indexes();
end $$;

-- No credit changes by this.
alter table credits disable trigger user;
update credits c set person_name = p.name from people p where p.id = c.person_id;
alter table credits enable trigger user;
