-- There is always somebody who gives roles: the last administrator neither takes another role nor goes. Whoever takes an
-- administrator away waits for others who do, so that two who remove each other at once do not both succeed.
create function administrator_stays() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('marquee administrators'));
  if not exists (select from accounts where role = 'admin' and user_id <> old.user_id) then
    raise check_violation using message = 'the last administrator stays', table = 'accounts', constraint = 'accounts_last_administrator';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger administrator_stays before update of role on accounts for each row
  when (old.role = 'admin' and new.role <> 'admin') execute function administrator_stays();
create trigger administrator_goes before delete on accounts for each row
  when (old.role = 'admin') execute function administrator_stays();
