-- Charts that a job computes, and when each job was last done.
create table trending (                             -- the thousand titles of each kind that rise most
  "window" text not null check ("window" in ('day', 'week', 'month')),
  title_id bigint not null references titles on delete cascade,
  kind     title_kind not null,
  score    real not null,
  primary key ("window", title_id)
);
create index trending_order on trending ("window", score desc, title_id desc);
create index trending_title on trending (title_id);
create table job_runs (
  job         text primary key,
  finished_at timestamptz not null
);
grant select on trending, job_runs to marquee_app;

-- As before, but in floating point: powers of numerics took two thirds of a minute for a million rows.
create or replace function trending_titles(half_life interval, wanted integer default 1000)
  returns table (title_id bigint, kind title_kind, score double precision)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.title_id, s.kind, a.score
    from (select x.title_id, sum((x.plays + x.ratings + 2 * x.listed)
                   * power(0.5::float8, extract(epoch from now() - x.hour)::float8 / extract(epoch from half_life)::float8)) as score
            from title_activity x where x.hour > now() - 8 * half_life group by 1) a
         join title_stats s using (title_id) order by a.score desc, 1 desc limit wanted $$;

create function refresh_trending() returns void language sql security definer set search_path = public, pg_temp as $$
  with rising as materialized (
    select w."window", r.title_id, r.kind, r.score,
           row_number() over (partition by w."window", r.kind order by r.score desc, r.title_id desc) as place
      from (values ('day', interval '1 day'), ('week', interval '7 days'), ('month', interval '30 days')) w ("window", half_life)
           cross join lateral trending_titles(w.half_life, 1000000) r),
  gone as (
    delete from trending t where not exists (
      select from rising r where r."window" = t."window" and r.title_id = t.title_id and r.place <= 1000))
  insert into trending as t select "window", title_id, kind, score from rising where place <= 1000
    on conflict ("window", title_id) do update set score = excluded.score where t.score <> excluded.score $$;

-- Does a job unless it was done within `every` or another server is at it; whether it was done.
create function run_job(wanted text, every interval) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not pg_try_advisory_xact_lock(hashtext('marquee job'), hashtext(wanted)) then return false; end if;
  if exists (select from job_runs where job = wanted and finished_at > clock_timestamp() - every) then return false; end if;
  case wanted
    when 'statistics' then
      perform fold_stat_deltas();
      return true;                                  -- each second: when it was done is not written down
    when 'trending' then perform refresh_trending();
    when 'popularity' then perform refresh_popularity(), refresh_person_popularity(), refresh_search_top();
    when 'words' then perform refresh_search_words();
    when 'activity' then delete from title_activity where hour < now() - 8 * interval '30 days';   -- as far as trends look back
  end case;
  insert into job_runs values (wanted, clock_timestamp()) on conflict (job) do update set finished_at = excluded.finished_at;
  return true;
end $$;
revoke execute on function refresh_trending(), run_job(text, interval) from public;
