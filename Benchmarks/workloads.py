"""What is measured: operations, the keys they are asked with, and how references in SQL answer them."""

import dataclasses
import json
import os

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads")


@dataclasses.dataclass(frozen=True)
class Workload:
    """A folder of `workloads`: `operation.graphql`, and for pgbench `floor.sql`, the fewest batched statements, and
    `json.sql`, one statement that makes the whole answer."""

    name: str
    title: str
    #: First part of the global IDs it is asked with; nothing if it has no variable.
    prefix: str = ""
    #: Which rows of `titles` it is asked for. Their keys have one distance from each other.
    titles: str = ""

    def file(self, name):
        return os.path.join(FOLDER, self.name, name)

    def text(self, name):
        return open(self.file(name)).read()

    def body(self, key):
        """A request's body as text."""
        return json.dumps({"query": self.text("operation.graphql"), "variables": {"id": f"{self.prefix}{key}"} if self.prefix else {}})

    def keys(self, cluster):
        """`Keys` of the cluster's rows."""
        if not self.titles:
            return Keys(0, 0, 0)
        first, last, count = map(int, cluster.run(
            f"select min(id), max(id), count(*) from titles where {self.titles}").strip().split("|"))
        return Keys(first, (last - first) // max(count - 1, 1), count)


@dataclasses.dataclass(frozen=True)
class Keys:
    """`count` keys from `first` on, `step` apart."""

    first: int
    step: int
    count: int

    def some(self):
        """The first, the last, and one in between."""
        return sorted({self.first + self.step * place for place in (0, self.count * 2 // 3, self.count - 1)}) if self.count else [0]


WORKLOADS = [
    Workload("Q1", "one movie by its key", "M_", "kind = 'movie'"),
    Workload("Q2", "20 popular movies with genres, directors and five cast members"),
    Workload("Q3", "a show of 10 seasons with 20 episodes each", "S_", "season_count = 10 and episode_count = 200"),
]
