-- A name that was deleted while the most popular were chosen was copied to search_top all the same, where its trigger had
-- looked for it in vain: until the next hour, searches found somebody who was gone, and failed. Now new names are
-- locked before they are copied, which those that are being deleted cannot be; what deletes one after that waits, and
-- finds the copy. A name that is there already is never inserted again.
create or replace function refresh_search_top(wanted integer default 10000) returns void language sql security definer set search_path = public, pg_temp as $$
  with best as materialized (
    (select id, popularity from search_names where title_id is not null order by popularity desc, id limit wanted)
    union all (select id, popularity from search_names where person_id is not null order by popularity desc, id limit wanted)
    union all (select id, popularity from search_names where episode_id is not null order by popularity desc, id limit wanted)),
  gone as (delete from search_top t where not exists (select from best b where b.id = t.name_id)),
  moved as (update search_top t set popularity = b.popularity from best b where b.id = t.name_id and b.popularity <> t.popularity),
  entering as (
    select n.* from best b join search_names n using (id)
     where not exists (select from search_top t where t.name_id = b.id) for key share of n skip locked)
  insert into search_top (name_id, title_id, person_id, episode_id, rank, name, folded, words, popularity)
    select id, title_id, person_id, episode_id, rank, name, folded, words, popularity from entering
    on conflict do nothing $$;

delete from search_top t where not exists (select from search_names n where n.id = t.name_id);
