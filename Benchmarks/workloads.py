"""What is measured: operations, what they are asked about, and who is compared in answering them."""

import dataclasses
import functools
import os
import re

from keys import Choices, Keys
from viewers import Viewers

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads")
PUBLIC = ("marquee", "graphql-js", "floor", "json")
#: Asked by somebody who is signed in.
OF_VIEWERS = ("marquee", "floor")


@dataclasses.dataclass(frozen=True)
class Workload:
    """A folder of `workloads`: `operation.graphql`, and for pgbench `floor.sql`, the fewest batched statements, and
    `json.sql`, one statement that makes the whole answer. For viewers, `viewers.sql` is their past, and `floor.sql` has the
    statements that the server sends. `choices.sql` is a query of variables where a key is not enough."""

    name: str
    title: str
    contestants: tuple = PUBLIC
    #: First part of the global IDs it is asked with; nothing if it has no variable.
    prefix: str = ""
    #: Which rows it is asked for. Their keys have one distance from each other.
    rows: str = ""
    #: The table of the keys.
    table: str = "titles"
    #: At most so many of them.
    most: int = 1_000_000
    #: The folder, unless it is named as the workload.
    folder: str = ""

    def file(self, name):
        return os.path.join(FOLDER, self.folder or self.name, name)

    def text(self, name):
        """A file, with those that its lines `\\include NAME` name."""
        text = open(self.file(name)).read()
        return re.sub(r"^\\include (\S+)\n", lambda line: self.text(line[1]), text, flags=re.MULTILINE)

    @functools.cached_property
    def operation(self):
        return self.text("operation.graphql")

    def keys(self, cluster):
        """What it is asked about among the cluster's rows, and the viewers."""
        if os.path.exists(self.file("choices.sql")):
            return Choices(cluster, self.name, self.text("choices.sql"))
        viewers = Viewers(cluster, self.text("viewers.sql")) if self.contestants == OF_VIEWERS else None
        if not self.rows:
            return Keys(0, 0, 0, viewers)
        first, last, count = map(int, cluster.run(
            f"select min(id), max(id), count(*) from {self.table} where {self.rows}").strip().split("|"))
        return Keys(first, (last - first) // max(count - 1, 1), min(count, self.most), viewers)


class Mix:
    """Several workloads in one load, each with its share in percent."""

    contestants = ("marquee", "graphql-js")

    def __init__(self, name, title, **shares):
        self.name, self.title = name, title
        self.parts = [(of_name(name), share) for name, share in shares.items()]

    def keys(self, cluster):
        return MixedKeys([(workload, workload.keys(cluster), share) for workload, share in self.parts])


class MixedKeys:
    """Those of all workloads of a mix."""

    viewers = None

    def __init__(self, parts):
        self.parts = parts

    def renew(self):
        pass

    def some(self):
        """Each is a workload with its own keys and one of them."""
        return [(workload, keys, key) for workload, keys, _ in self.parts for key in keys.some()]

    def body(self, _, key):
        workload, keys, own = key
        return keys.body(workload, own)

    def requests(self, _):
        """A share is spread over all choices of a workload: weights are whole numbers, so all are made larger."""
        scale = max(len(keys.requests(workload)) for workload, keys, _ in self.parts)
        return [
            (share * scale // len(requests), *request[1:])
            for workload, keys, share in self.parts for requests in [keys.requests(workload)] for request in requests]


SHOWS = "season_count = 10 and episode_count = 200"
#: Movies with 20 reviews and more: what is rated and reviewed most has the first keys of the made-up catalogue.
REVIEWED = "kind = 'movie' and id <= (select count(*) from titles) / 400"
WITH_ENTITIES = ("marquee", "marquee-entities", *PUBLIC[1:])
WITH_CACHES = ("marquee", "marquee-entities", "marquee-cached", *PUBLIC[1:])

SINGLE = [
    Workload("Q1", "one movie by its key", prefix="M_", rows="kind = 'movie'"),
    Workload("Q2", "20 popular movies with genres, directors and five of the cast", WITH_CACHES),
    Workload("Q2-random", "the same of a random kind and genre", WITH_ENTITIES),
    Workload("Q3", "a show of 10 seasons with 20 episodes each", prefix="S_", rows=SHOWS),
    Workload("Q4", "a movie's 20 newest reviews, with five of each author", WITH_ENTITIES, prefix="M_", rows=REVIEWED),
    Workload("Q5", "search for words"),
    Workload("Q7", "an episode marked as watched", OF_VIEWERS, prefix="E_", rows="season_number > 0", table="episodes"),
    Workload("Q8", "Q2 from the response cache", ("marquee-cached", "nginx"), folder="Q2"),
    Workload("Q9", "Q3 with what the viewer watched", OF_VIEWERS, prefix="S_", rows=SHOWS, most=40),
    Workload("rate", "stars for a movie", OF_VIEWERS, prefix="M_", rows="kind = 'movie'"),
]


def of_name(name):
    return next(workload for workload in SINGLE if workload.name == name)


WORKLOADS = [*SINGLE, Mix("Q6", "60 % Q1, 20 % Q2, 5 % Q3, 10 % Q4, 5 % Q5", Q1=60, Q2=20, Q3=5, Q4=10, Q5=5)]
WORKLOADS.sort(key=lambda workload: workload.name)
