-- What the catalogue moves in viewers' libraries, they hear of, too: shows whose episodes came, went or aired, and titles that
-- are gone. 'viewer_titles' names them by their keys ("501 503"); whose progress and lists that concerns, servers find out
-- for those who listen.
create function tell_viewers(of_titles bigint[]) returns void language sql as $$
  select pg_notify('viewer_titles', string_agg(id::text, ' ' order by id))
    from (select id, (row_number() over (order by id) - 1) / 300 as part from (select distinct unnest(of_titles)) t (id)) n
   group by part $$;

-- As before, and told.
create or replace function episodes_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare shows bigint[];
begin
  if tg_op = 'UPDATE' then                          -- a new text changes no progress
    shows := array(select s from changed c join former f using (id) cross join lateral (values (c.show_id), (f.show_id)) v (s)
                    where (c.show_id, c.season_number, c.number, c.air_date) is distinct from (f.show_id, f.season_number, f.number, f.air_date));
  else
    shows := array(select show_id from changed);
  end if;
  shows := array(select s from unnest(shows) s group by s
                 having exists (select from viewing_runs r where r.show_id = s) or exists (select from library_entries l where l.title_id = s));
  if shows <> '{}' then perform refresh_runs(shows, recounts => tg_op <> 'INSERT'), tell_viewers(shows); end if;
  return null;
end $$;

-- As before, and told of shows that somebody watches.
create or replace function refresh_airings(last date) returns void language plpgsql as $$
declare
  shows constant bigint[] := array(
    select show_id from episodes where owner_id is null and air_date > last and air_date <= current_date
    union select show_id from episodes where owner_id is not null and air_date > last and air_date <= current_date);
begin
  perform refresh_runs(shows, recounts => false),
          tell_viewers(array(select s from unnest(shows) s where exists (select from viewing_runs r where r.show_id = s)));
end $$;

create function titles_gone() returns trigger language plpgsql as $$
begin
  perform tell_viewers(array(select id from gone));
  return null;
end $$;
create trigger tell_viewers after delete on titles referencing old table as gone for each statement execute function titles_gone();

-- Settings of these names were read as abbreviations, which know no summer (see TimeZoneName).
update accounts set time_zone = case time_zone when 'EET' then 'Europe/Athens' when 'WET' then 'Europe/Lisbon' else 'Europe/Brussels' end
 where time_zone in ('CET', 'MET', 'EET', 'WET');
