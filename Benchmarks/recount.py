"""Whether the database holds what clients wrote, each once, and whether all that is counted equals a recount."""

import json

#: What the database holds, by place; values as JSON.
HELD = {
    "watched": "select 'E_' || episode_id, 'true' from plays where user_id = :viewer and episode_id is not null",
    "stars": """
        select coalesce('E_' || episode_id, 'M_' || title_id), to_json(stars / 2.0::float) from ratings where user_id = :viewer""",
    "review": "select 'E_' || episode_id, to_json(body) from reviews where author_id = :viewer",
    "favourite": """
        select 'M_' || title_id, 'true' from library_entries where user_id = :viewer and favorited_at is not null""",
    "planned": "select 'M_' || title_id, 'true' from library_entries where user_id = :viewer and status = 'planned'",
    "listed": "select 'M_' || title_id, 'true' from list_entries where 'L_' || list_id = :'list'",
    "play": "select note, 'true' from plays where user_id = :viewer and note is not null",
}

#: Rows that must not be: what there is twice, and what does not follow from the plays, stars and entries there are.
VIOLATIONS = {
    "an episode is marked once": """
        select episode_id, count(*) from plays where user_id = :viewer and episode_id is not null
         group by 1 having count(*) > 1""",
    "a play is logged once for its key": """
        select note, count(*) from plays where user_id = :viewer and note is not null
         group by 1 having count(*) > 1""",
    "stars stand in the library, too": """
        select r.title_id, r.stars, l.stars from (select * from ratings where user_id = :viewer and title_id is not null) r
               full join (select * from library_entries where user_id = :viewer) l using (title_id)
         where r.stars is distinct from l.stars""",
    "an idempotency key is kept with its result": """
        select key from idempotency_keys where user_id = :viewer and result is null""",
    "places in lists differ": """
        select list_id::text, order_key, count(*) from list_entries where owner_id = :viewer
         group by 1, 2 having count(*) > 1
        union all select 'favourites', favorite_key, count(*) from library_entries
                   where user_id = :viewer and favorited_at is not null group by 2 having count(*) > 1 or favorite_key is null
        union all select 'watchlist', watchlist_key, count(*) from library_entries
                   where user_id = :viewer and status = 'planned' group by 2 having count(*) > 1 or watchlist_key is null""",
    "the first play is the only one that is no repetition": """
        select title_id, episode_id, count(*) filter (where not is_rewatch) from plays where user_id = :viewer
         group by 1, 2 having count(*) filter (where not is_rewatch) <> 1""",
    "runs count their plays": """
        select r.id, r.watched_count, count(p.id)
          from viewing_runs r left join plays p on p.user_id = r.user_id and p.run_id = r.id
         where r.user_id = :viewer group by r.user_id, r.id having r.watched_count <> count(p.id)""",
    "the library counts plays of movies": """
        select t.id, l.watch_count, p.plays from titles t
               left join library_entries l on l.user_id = :viewer and l.title_id = t.id
               left join (select title_id, count(*) as plays from plays where user_id = :viewer group by 1) p on p.title_id = t.id
         where t.kind = 'movie' and coalesce(l.watch_count, 0) <> coalesce(p.plays, 0)""",
    "a show is being watched while something of it is marked": """
        select title_id, l.status, p.plays
          from (select * from library_entries where user_id = :viewer and kind = 'show') l full join (
                select title_id, count(*) as plays from plays where user_id = :viewer and kind = 'show' group by 1) p using (title_id)
         where (l.status is not distinct from 'watching') <> (coalesce(p.plays, 0) > 0)""",
    "an entry of the library says something": """
        select title_id from library_entries where user_id = :viewer and status is null and favorited_at is null
           and stars is null and priority is null and note is null and watch_count = 0""",
    "no vote waits to be counted": "select id from stat_deltas",
}

#: What is derived; compared before and after it is derived anew.
DERIVED = {
    "figures of titles": """
        select title_id, rating_sum, rating_count, rating_hist, round(rating_weighted::numeric, 3), review_count,
               library_count, planned_count, watcher_count, play_count from title_stats order by 1""",
    "figures of seasons": "select * from season_stats where rating_count + review_count > 0 order by 1",
    "figures of episodes": "select * from episode_stats where rating_count + review_count > 0 order by 1",
    "lists and their entries": """
        select l.id, l.entry_count, e.id, e.owner_id, e.privacy
          from lists l left join list_entries e on e.list_id = l.id order by 1, 3""",
    "stars and likes of reviews": "select id, stars, like_count from reviews order by 1",
    "runs": "select * from viewing_runs order by 1, 2",
    "watches in the library": """
        select user_id, title_id, status, watch_count, first_watched_at, last_watched_at from library_entries order by 1, 2""",
}
DERIVE = "select rebuild_derived(); select refresh_runs(array(select id from titles), recounts => true)"




def written(cluster, viewer, stage, records):
    """What differs from what clients wrote, as sentences."""
    held = {
        (kind, subject): json.loads(value) for kind, query in HELD.items()
        for subject, value in rows(cluster, query, viewer=viewer, list=stage.list)}
    before = {}
    for client, (own, entries) in enumerate(stage.orders):
        query = "select 'I_' || list_id || '_' || id from list_entries where 'L_' || list_id = :'list' order by order_key"
        before["order", client] = entries
        held["order", client] = tuple(row[0] for row in rows(cluster, query, list=own))
    found = []
    for place in {*held, *records.writes}:
        possible = records.possible(place, before.get(place))
        if held.get(place) not in possible:
            found.append(f"{place} is {held.get(place)!r} where {possible!r} was written")
    return found


def missing_keys(cluster, viewer, writers):
    """Idempotency keys of acknowledged calls that the database does not know."""
    known = {row[0] for row in rows(cluster, "select key from idempotency_keys where user_id = :viewer", viewer=viewer)}
    return sorted({key for writer in writers for key in writer.keys if key} - known)


def violations(cluster, viewer):
    """By the rule they break, rows as text."""
    return {rule: cluster.run(query, viewer=viewer).splitlines() for rule, query in VIOLATIONS.items()}


def recounted(cluster):
    """By what is derived, rows that become others when they are derived anew."""
    before = {name: cluster.run(query).splitlines() for name, query in DERIVED.items()}
    cluster.run(DERIVE)
    after = {name: cluster.run(query).splitlines() for name, query in DERIVED.items()}
    return {name: sorted({*before[name]} ^ {*after[name]}) for name in DERIVED}


def rows(cluster, query, **values):
    return [line.split("|") for line in cluster.run(query, **values).splitlines()]
