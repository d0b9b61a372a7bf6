-- Each kind with each genre.
select json_build_object('kind', json_agg(upper(kind) order by kind, slug), 'genre', json_agg(slug order by kind, slug))
  from genres cross join (values ('movie'), ('show')) k (kind);
