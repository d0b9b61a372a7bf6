-- The catalogues that have been loaded whole, by SHA-256 of document and statements: `marquee serve --seed` passes over
-- one that is here. It is the owner's bookkeeping, which marquee_app neither reads nor writes.
create table catalogue_loads (
  checksum  bytea       primary key check (length(checksum) = 32),
  loaded_at timestamptz not null default now()
);
