-- Who follows a title hears of each transaction that changed it. Beside 'catalogue', which tells caches what to forget,
-- 'title_news' names the transaction ("1234:1,2,3", or "1234:*" for more than can be told), so that a server that hears
-- of it on two ways tells its clients once.
create or replace function notify_changed() returns trigger language plpgsql as $$
declare message text; total bigint; is_news constant boolean := tg_argv[0] in ('title', 'credits');
begin
  execute format('select count(distinct %I) from changed', tg_argv[1]) into total;
  if total > 3000 then
    perform pg_notify('catalogue', tg_argv[0] || ':*');
    if is_news then perform pg_notify('title_news', pg_current_xact_id() || ':*'); end if;
    return null;
  end if;
  for message in execute format($q$
    select string_agg(id::text, ',' order by id) from (
      select id, (row_number() over (order by id) - 1) / 300 as part from (select distinct %I as id from changed) d) n group by part $q$, tg_argv[1])
  loop
    perform pg_notify('catalogue', tg_argv[0] || ':' || message);
    if is_news then perform pg_notify('title_news', pg_current_xact_id() || ':' || message); end if;
  end loop;
  return null;
end $$;
