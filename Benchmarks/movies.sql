-- Movies for the point query, without what hangs on them.
begin;
select switch_triggers(false);
insert into titles (id, kind, slug, title, sort_title, release_date, runtime, status) overriding system value
  select i, 'movie', 'movie-' || i, 'Movie ' || i, 'movie ' || i, date '1950-01-01' + (i * 7919 % 27000)::integer,
         80 + i % 80, 'released' from generate_series(1, :movies) i;
insert into title_stats (title_id, kind, base_popularity, popularity)
  select i, 'movie', i % 1000, i % 1000 from generate_series(1, :movies) i;
select switch_triggers(true);
commit;
analyze;
