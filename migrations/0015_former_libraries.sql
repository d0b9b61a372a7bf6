-- What was written before 0012 and 0013 came, brought to what they keep: which runs were completed, rated titles in the
-- library, stars of reviews. Nothing changes where they have kept it.
select refresh_runs(array(select distinct show_id from viewing_runs), recounts => true);
insert into library_entries (user_id, title_id, kind, stars)
  select g.user_id, t.id, t.kind, g.stars from ratings g join titles t on t.id = g.title_id
  on conflict (user_id, title_id) do update set stars = excluded.stars where library_entries.stars is distinct from excluded.stars;
update reviews v set stars = g.stars from ratings g
 where v.author_id = g.user_id and v.stars is distinct from g.stars
   and (v.title_id = g.title_id or v.season_id = g.season_id or v.episode_id = g.episode_id);
