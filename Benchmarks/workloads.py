"""What is measured: operations, the keys they are asked with, and how references in SQL answer them."""

import dataclasses
import json
import os

from viewers import Viewers

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads")


@dataclasses.dataclass(frozen=True)
class Workload:
    """A folder of `workloads`: `operation.graphql`, and for pgbench `floor.sql`, the fewest batched statements, and
    `json.sql`, one statement that makes the whole answer. For viewers, `viewers.sql` is their past, and `floor.sql` has the
    statements that the server sends."""

    name: str
    title: str
    #: First part of the global IDs it is asked with; nothing if it has no variable.
    prefix: str = ""
    #: Which rows of `titles` it is asked for. Their keys have one distance from each other.
    titles: str = ""
    #: Another table of the keys.
    table: str = "titles"
    #: At most so many of them.
    most: int = 1_000_000
    #: Whether it is asked by somebody who is signed in; then only Marquee and the floor are compared.
    is_viewers: bool = False

    def file(self, name):
        return os.path.join(FOLDER, self.name, name)

    def text(self, name):
        return open(self.file(name)).read()

    def body(self, key):
        """A request's body as text."""
        return json.dumps({"query": self.text("operation.graphql"), "variables": {"id": f"{self.prefix}{key}"} if self.prefix else {}})

    def keys(self, cluster):
        """`Keys` of the cluster's rows, and the viewers."""
        viewers = Viewers(cluster, self.text("viewers.sql")) if self.is_viewers else None
        if not self.titles:
            return Keys(0, 0, 0, viewers)
        first, last, count = map(int, cluster.run(
            f"select min(id), max(id), count(*) from {self.table} where {self.titles}").strip().split("|"))
        return Keys(first, (last - first) // max(count - 1, 1), min(count, self.most), viewers)

    def is_for(self, contestant):
        return not self.is_viewers or contestant.name in ("marquee", "floor")


@dataclasses.dataclass(frozen=True)
class Keys:
    """`count` keys from `first` on, `step` apart, and who asks for them."""

    first: int
    step: int
    count: int
    viewers: Viewers | None = None

    def renew(self):
        """Before each load: viewers who have written nothing yet."""
        if self.viewers:
            self.viewers.renew()

    def variables(self):
        """For scripts of pgbench."""
        of_viewers = {"first_viewer": self.viewers.first, "last_viewer": self.viewers.last} if self.viewers else {}
        return {"first": self.first, "step": self.step, "count": self.count, **of_viewers}

    def some(self):
        """The first, the last, and one in between."""
        return sorted({self.first + self.step * place for place in (0, self.count * 2 // 3, self.count - 1)}) if self.count else [0]


WORKLOADS = [
    Workload("Q1", "one movie by its key", "M_", "kind = 'movie'"),
    Workload("Q2", "20 popular movies with genres, directors and five cast members"),
    Workload("Q3", "a show of 10 seasons with 20 episodes each", "S_", "season_count = 10 and episode_count = 200"),
    Workload("Q7", "an episode marked as watched", "E_", "season_number > 0", table="episodes", is_viewers=True),
    Workload("Q9", "Q3 with what the viewer watched", "S_", "season_count = 10 and episode_count = 200", most=40, is_viewers=True),
    Workload("rate", "stars for a movie", "M_", "kind = 'movie'", is_viewers=True),
]
