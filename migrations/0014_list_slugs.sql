-- The first free slug is sought among as many as the account can have taken, not among ten thousand.
create or replace function list_slug(wanted text, of_list bigint) returns text language sql stable as $$
  with stem (word) as (
    select coalesce(nullif(trim('-' from left(trim('-' from regexp_replace(fold_text(wanted), '[^[:alnum:]]+', '-', 'g')), 80)), ''), 'list')),
  taken (slug) as materialized (
    select unnest(array['watchlist', 'watching', 'watched', 'completed', 'favorites', 'on-hold', 'dropped'])
    union all
    select l.slug from lists l where l.owner_id = (select viewer_id()) and l.id is distinct from of_list)
  select c.slug
    from stem s cross join generate_series(1, (select count(*) + 1 from taken)) n (number)
         cross join lateral (select case n.number when 1 then s.word else s.word || '-' || n.number end) c (slug)
   where c.slug not in (select t.slug from taken t)
   order by n.number limit 1 $$;
