-- Entries that go because what they are about goes are told to those who follow the list: 'viewer_lists' names them by their
-- global IDs ("I_5_7 I_5_8"). Who takes an entry out of a list tells it without this.
create function entries_gone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_notify('viewer_lists', string_agg(concat_ws('_', 'I', list_id, id), ' ' order by list_id, id))
     from (select g.list_id, g.id, (row_number() over (order by g.list_id, g.id) - 1) / 150 as part
             from gone g
            where exists (select from lists l where l.id = g.list_id)
              and not exists (select from titles s where s.id = g.title_id)
              and not exists (select from seasons s where s.id = g.season_id)
              and not exists (select from episodes s where s.id = g.episode_id)
              and not exists (select from people s where s.id = g.person_id)) n
    group by part;
  return null;
end $$;
create trigger tell_lists after delete on list_entries referencing old table as gone for each statement execute function entries_gone();

-- Lists that go with their owner likewise ("L_5"). Who deletes a list tells it without this.
create function lists_gone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_notify('viewer_lists', string_agg(concat_ws('_', 'L', id), ' ' order by id))
     from (select g.id, (row_number() over (order by g.id) - 1) / 300 as part
             from gone g where not exists (select from users u where u.id = g.owner_id)) n
    group by part;
  return null;
end $$;
create trigger tell_lists after delete on lists referencing old table as gone for each statement execute function lists_gone();
