"""Viewers that a load asks as: accounts with an API key each, made and ended by SQL."""

import hashlib
import secrets

COUNT = 32
NAMES = "bench-viewer-"


class Viewers:
    """Of one workload. Their numbers follow one another, from `first` to `last`."""

    def __init__(self, cluster, script, count=COUNT):
        """`script` is SQL that gives them a past, or none; it knows `:first_viewer` and `:last_viewer`."""
        self.cluster, self.script = cluster, script
        self.tokens = ["mqk_" + secrets.token_urlsafe(32) for _ in range(count)]

    def renew(self):
        """Ends those there were with all that was theirs, so that each load begins with the same rows."""
        end(self.cluster)
        keys = ", ".join(f"({number}, '{digest(token)}')" for number, token in enumerate(self.tokens))
        made = self.cluster.run(f"""
            with made as (
                   select make_account(('{NAMES}' || number)::citext, (number || '@bench.example')::citext, '-') as id, hash
                     from (values {keys}) v (number, hash)),
                 keys as (insert into api_keys (user_id, name, prefix, key_hash, scopes)
                          select id, 'bench', 'mqk_bench', decode(hash, 'hex'), '{{read,write}}'::api_scope[] from made)
            select min(id), max(id) from made""")
        self.first, self.last = map(int, made.split("|"))
        self.cluster.run(self.script, first_viewer=self.first, last_viewer=self.last)
        self.cluster.run("select fold_stat_deltas()")
        self.cluster.run(
            "vacuum analyze plays, viewing_runs, library_entries, ratings, lists, list_entries, stat_deltas, users, accounts")


def end(cluster):
    cluster.run(f"delete from users where username like '{NAMES}%'")


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
