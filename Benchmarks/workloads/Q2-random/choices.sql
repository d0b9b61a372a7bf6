-- Each kind with each genre.
select upper(kind) as kind, slug as genre, kind as _kind, id as _genre
  from genres cross join (values ('movie'), ('show')) k (kind)
