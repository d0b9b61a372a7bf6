import PostgreSQL

/// Statements about accounts that are no lists of entities. Those in which `viewer_id()` stands are run as the viewer.
enum AccountCommands {
    /// What an access token has to agree with: the epoch, the role as it is, whether the session lives.
    static let check = Statement(
        "account_check",
        """
        select a.token_epoch, a.role, exists (
                 select from refresh_tokens t where t.user_id = viewer_id() and t.family_id = $1::uuid
                    and t.revoked_at is null and t.expires_at > now())
          from accounts a where a.user_id = viewer_id()
        """)

    /// Before it is known who asks: the account behind a user name or an e-mail address.
    static let forLogin = Statement(
        "account_for_login", "select user_id, password_hash from account_for_login($1::text::citext)")

    /// The viewer's password, to be asked for again before what cannot be undone.
    static let password = Statement(
        "account_password",
        """
        select a.password_hash, u.username, a.email from accounts a join users u on u.id = a.user_id
         where a.user_id = viewer_id()
        """)

    static let make = Statement(
        "account_make", effect: .write, "select make_account($1::text::citext, $2::text::citext, $3, $4)")

    static let setFirstLanguage = Statement(
        "account_first_language", "update accounts set languages = array[$1::text] where user_id = viewer_id()")

    /// Unless it is another one than `$2` meanwhile.
    static let setPassword = Statement(
        "account_set_password",
        "update accounts set password_hash = $1, updated_at = now() where user_id = viewer_id() and password_hash = $2")

    /// The same without a change that anybody would see; unless the password was changed meanwhile.
    static let renewHash = Statement(
        "account_renew_hash",
        "update accounts set password_hash = $1 where user_id = viewer_id() and password_hash = $2")

    /// Makes changes of the account's sessions and keys wait for each other.
    static let lock = Statement("account_lock", "select lock_account()")

    static let raiseEpoch = Statement(
        "account_raise_epoch", effect: .write, "select raise_token_epoch(viewer_id())")

    static let setRole = Statement(
        "account_set_role", effect: .write, "select set_user_role($1, $2::text::user_role)")

    static let setProfile = Statement(
        "account_set_profile",
        """
        update users set username = coalesce($1::text::citext, username),
               display_name = case when $2 then $3 else display_name end, bio = case when $4 then $5 else bio end,
               avatar_url = case when $6 then $7 else avatar_url end, website = case when $8 then $9 else website end
         where id = viewer_id()
        """)

    static let setSettings = Statement(
        "account_set_settings",
        """
        update accounts set languages = coalesce($1::text[], languages), time_zone = coalesce($2, time_zone),
               spoilers = coalesce($3::text::spoiler_policy, spoilers), include_adult = coalesce($4, include_adult),
               updated_at = now()
         where user_id = viewer_id()
        """)

    static let setPrivacy = Statement(
        "account_set_privacy", "update users set privacy = $1::text::profile_privacy where id = viewer_id()")

    static let clearFavoriteGenres = Statement(
        "favorite_genres_clear", "delete from favorite_genres where user_id = viewer_id()")

    static let addFavoriteGenres = Statement(
        "favorite_genres_add",
        """
        insert into favorite_genres (user_id, genre_id, ordinal)
        select viewer_id(), g.id, g.place from unnest($1::bigint[]) with ordinality g (id, place)
        """)

    /// Reviews that are to stay lose their author with the account; those that are not go before it.
    static let deleteReviews = Statement("account_delete_reviews", "delete from reviews where author_id = viewer_id()")

    /// Takes everything of the account along.
    static let delete = Statement("account_delete", "delete from users where id = viewer_id()")
}

enum SessionCommands {
    /// Signs in: `$2` is the password's hash that was compared, so that no session is born of a password that has been
    /// changed meanwhile.
    static let start = Statement(
        "session_start",
        """
        with account as (select user_id, token_epoch from accounts
                          where user_id = viewer_id() and password_hash = $1 for no key update),
             expired as (delete from refresh_tokens where user_id = viewer_id() and expires_at < now()),
             made as (insert into refresh_tokens (user_id, family_id, token_hash, device, user_agent, address, expires_at)
                      select user_id, $2::uuid, $3, $4, $5, shortened($6::text::inet), now() + $7::bigint * interval '1 second'
                        from account returning expires_at)
        select a.token_epoch, extract(epoch from m.expires_at)::bigint from account a, made m
        """)

    /// Before it is known who asks: whose refresh token it is.
    static let find = Statement(
        "refresh_token_find", "select user_id, id from refresh_token_by_hash($1)")

    static let rotate = Statement(
        "refresh_token_rotate", effect: .write,
        """
        select outcome, family, epoch, extract(epoch from expires)::bigint
          from rotate_refresh_token($1, $2, $3::bigint * interval '1 second', $4::bigint * interval '1 second', $5,
                                    shortened($6::text::inet))
        """)

    /// Goes on with a session under another refresh token, after its others were ended.
    static let renew = Statement(
        "session_renew",
        """
        with spent as (update refresh_tokens set revoked_at = now() where user_id = viewer_id() and family_id = $1::uuid
                          and revoked_at is null returning device, started_at)
        insert into refresh_tokens (user_id, family_id, token_hash, device, user_agent, address, started_at, expires_at)
        select viewer_id(), $1::uuid, $2, min(device), $3, shortened($4::text::inet), coalesce(min(started_at), now()),
               now() + $5::bigint * interval '1 second' from spent
        returning extract(epoch from expires_at)::bigint
        """)

    static let end = Statement(
        "sessions_end", effect: .write, "select end_sessions(only_family => $1::uuid, all_but => $2::uuid)")

    /// The session of an ID.
    static let family = Statement(
        "session_family",
        """
        select family_id from refresh_tokens where user_id = viewer_id() and session_key(family_id) = $1
           and revoked_at is null and replaced_by is null and expires_at > now() limit 1
        """)

    /// The session of a refresh token of the viewer.
    static let familyOfToken = Statement(
        "session_of_token", "select family_id from refresh_tokens where user_id = viewer_id() and token_hash = $1")
}

enum APIKeyCommands {
    /// Before it is known who asks: whose key it is, with the role as it is.
    static let find = Statement(
        "api_key_find",
        """
        select k.user_id, k.id, e.role, 'write' = any (k.scopes), extract(epoch from k.expires_at)::bigint
          from api_key_by_hash($1) k cross join lateral token_epochs(array[k.user_id]) e
        """)

    static let noteUse = Statement(
        "api_key_note_use",
        """
        update api_keys set last_used_at = now() where user_id = viewer_id() and id = $1
           and (last_used_at is null or last_used_at < now() - interval '1 minute')
        """)

    /// No row beyond the limit `$6`.
    static let make = Statement(
        "api_key_make",
        """
        insert into api_keys (user_id, name, prefix, key_hash, scopes, expires_at)
        select viewer_id(), $1, $2, $3, $4::api_scope[], $5::timestamptz
         where (select count(*) from api_keys where user_id = viewer_id()) < $6 returning id
        """)

    static let delete = Statement(
        "api_key_delete", "delete from api_keys where user_id = viewer_id() and id = $1 returning id")

    static let deleteAll = Statement("api_keys_delete_all", "delete from api_keys where user_id = viewer_id()")
}
