-- What caches go by (docs/decisions/0010): how many transactions have changed the public catalogue. Each leaves a row, so
-- that none waits for another; now and then one gathers the others' weights into its own. The sum only grows, by 1 with
-- each commit, and is the same for all who see the same snapshot.
create table catalogue_changes (
  transaction xid8   primary key,
  weight      bigint not null default 1
);
grant select on catalogue_changes to marquee_app;

create function count_catalogue_change() returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare mine constant xid8 := pg_current_xact_id();
begin
  insert into catalogue_changes values (mine) on conflict do nothing;
  if not found or (select count(*) from (select from catalogue_changes limit 201) c) <= 200 then return; end if;
  with gone as (
    delete from catalogue_changes where transaction in (
      select c.transaction from catalogue_changes c where c.transaction <> mine for update skip locked) returning weight)
  update catalogue_changes set weight = weight + (select coalesce(sum(g.weight), 0) from gone g) where transaction = mine;
end $$;

-- As before (0004), and counts the change. Rows of private titles are in no cache: they are neither told nor counted.
create or replace function notify_changed() returns trigger language plpgsql as $$
declare
  message text; total bigint; is_news constant boolean := tg_argv[0] in ('title', 'credits');
  public_rows constant text := case
    when tg_table_name in ('titles', 'title_texts', 'seasons', 'episodes', 'credits') then 'changed c where c.owner_id is null'
    when tg_argv[1] = 'title_id' then 'changed c where not exists (select from titles t where t.id = c.title_id and t.owner_id is not null)'
    else 'changed c' end;
begin
  execute format('select count(distinct c.%I) from %s', tg_argv[1], public_rows) into total;
  if total = 0 then return null; end if;
  perform count_catalogue_change();
  if total > 3000 then
    perform pg_notify('catalogue', tg_argv[0] || ':*');
    if is_news then perform pg_notify('title_news', pg_current_xact_id() || ':*'); end if;
    return null;
  end if;
  for message in execute format($q$
    select string_agg(id::text, ',' order by id) from (
      select id, (row_number() over (order by id) - 1) / 300 as part from (select distinct c.%I as id from %s) d) n group by part $q$,
    tg_argv[1], public_rows)
  loop
    perform pg_notify('catalogue', tg_argv[0] || ':' || message);
    if is_news then perform pg_notify('title_news', pg_current_xact_id() || ':' || message); end if;
  end loop;
  return null;
end $$;

-- Keys in other databases refer to four kinds of things, of which it is not said which one has changed.
create function notify_external_ids() returns trigger language plpgsql as $$
begin
  if exists (select from changed c where c.owner_id is null) then
    perform count_catalogue_change(), pg_notify('catalogue', 'external:*');
  end if;
  return null;
end $$;
create trigger notify_inserted after insert on external_ids referencing new table as changed for each statement execute function notify_external_ids();
create trigger notify_updated  after update on external_ids referencing new table as changed for each statement execute function notify_external_ids();
create trigger notify_deleted  after delete on external_ids referencing old table as changed for each statement execute function notify_external_ids();

-- Tells all servers to forget: `purge:popular,search`, or `title:603`.
create function purge_caches(what text) returns void language sql security definer set search_path = public, pg_temp as $$
  select count_catalogue_change(), pg_notify('catalogue', what) $$;
revoke execute on function count_catalogue_change(), purge_caches(text) from public;
grant execute on function count_catalogue_change(), purge_caches(text) to marquee_app;

-- As before (0001), and the end of a bulk load, during which no trigger told anything, tells all servers to forget all.
create or replace function switch_triggers(switched_on boolean) returns void language plpgsql as $$
declare t text;
begin
  for t in select distinct tgrelid::regclass::text from pg_trigger g join pg_class c on c.oid = g.tgrelid
            where not g.tgisinternal and c.relnamespace = 'public'::regnamespace and c.relname <> 'accounts' order by 1 loop
    execute format('alter table %s %s trigger user', t, case when switched_on then 'enable' else 'disable' end);
  end loop;
  if switched_on then perform purge_caches('all:*'); end if;
end $$;
