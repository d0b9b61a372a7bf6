-- What access tokens and API keys rest on besides the account's epoch: a session that ends and a key that goes are told
-- on 'marquee_accounts' too, so that servers forget what they have found out about the account's credentials.
create trigger session_ended after update of revoked_at on refresh_tokens for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function account_changed();
create trigger key_gone after delete on api_keys for each row execute function account_changed();

-- Changes of the viewer's sessions come one after the other: each holds the lock of the account's row first, so that no
-- session is born of an old token or password while others end them all.
create function lock_account() returns void language plpgsql as $$
begin perform from accounts where user_id = viewer_id() for no key update; end $$;

-- Ends the sessions of the viewer, or one of them, or all but one; how many there were. A session is a family of tokens.
create function end_sessions(only_family uuid default null, all_but uuid default null) returns integer language plpgsql as $$
declare ended integer;
begin
  perform lock_account();
  select count(distinct family_id) into ended from refresh_tokens
   where user_id = viewer_id() and revoked_at is null and replaced_by is null and expires_at > now()
     and (only_family is null or family_id = only_family) and family_id is distinct from all_but;
  update refresh_tokens set revoked_at = now()
   where user_id = viewer_id() and revoked_at is null
     and (only_family is null or family_id = only_family) and family_id is distinct from all_but;
  return ended;
end $$;

-- Uses up a refresh token of the viewer and stores its successor. A token that was used before comes from a second tab or
-- after a lost answer while the use is young, and gets a sibling; later the family ends, and the epoch rises.
create function rotate_refresh_token(token bigint, successor bytea, lifetime interval, grace interval, agent text, client inet,
  out outcome text, out family uuid, out epoch integer, out expires timestamptz) language plpgsql as $$
declare used refresh_tokens; made bigint;
begin
  perform lock_account();
  select * into used from refresh_tokens where user_id = viewer_id() and id = token;
  if used.id is null or used.revoked_at is not null or used.expires_at <= now() then outcome := 'ended'; return; end if;
  family := used.family_id;
  if used.replaced_by is not null and not exists (
    select from refresh_tokens where user_id = viewer_id() and id = used.replaced_by and created_at > now() - grace)
  then
    perform end_sessions(only_family => family);
    epoch := raise_token_epoch(viewer_id());
    outcome := 'reused';
    return;
  end if;
  insert into refresh_tokens (user_id, family_id, token_hash, device, user_agent, address, started_at, expires_at)
    values (used.user_id, family, successor, used.device, agent, client, used.started_at, now() + lifetime)
    returning id, expires_at into made, expires;
  update refresh_tokens set replaced_by = made where user_id = viewer_id() and id = token and replaced_by is null;
  select token_epoch into epoch from accounts where user_id = viewer_id();
  outcome := 'rotated';
end $$;

-- What of an address is kept: its network.
create function shortened(client inet) returns inet language sql immutable parallel safe strict
  as $$ select network(set_masklen(client, case family(client) when 4 then 24 else 48 end)) $$;

-- The key of a session in global IDs.
create function session_key(family uuid) returns bigint language sql immutable parallel safe strict
  as $$ select ('x0' || left(replace(family::text, '-', ''), 15))::bit(64)::bigint $$;
