-- Orders whose value a title may lack: it comes last in either direction, so each direction has its own stand-in and its
-- own index. `case`, because coalesce counts as leaky and no such condition enters an index under row-level security.
-- Weighted stars of titles that nobody rates any more are left over from their last votes and count as none.
create index titles_newest         on titles (kind, (case when release_date is null then date '4713-01-01 BC' else release_date end), id)
  where owner_id is null;
create index titles_newest_all     on titles ((case when release_date is null then date '4713-01-01 BC' else release_date end), id)
  where owner_id is null;
create index titles_oldest         on titles (kind, (case when release_date is null then date '5874897-12-31' else release_date end), id)
  where owner_id is null;
create index titles_oldest_all     on titles ((case when release_date is null then date '5874897-12-31' else release_date end), id)
  where owner_id is null;
create index title_stats_best      on title_stats (kind, (case when rating_count > 0 then rating_weighted else 0 end), title_id);
create index title_stats_best_all  on title_stats ((case when rating_count > 0 then rating_weighted else 0 end), title_id);
create index title_stats_worst     on title_stats (kind, (case when rating_count > 0 then rating_weighted else 11 end), title_id);
create index title_stats_worst_all on title_stats ((case when rating_count > 0 then rating_weighted else 11 end), title_id);
