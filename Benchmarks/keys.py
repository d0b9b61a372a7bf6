"""What a workload is asked about, at random: a movie, a show, words to look for.

Load generators choose among them by themselves. `some` gives those whose answers are compared.
"""

import dataclasses
import json

from viewers import Viewers


@dataclasses.dataclass(frozen=True)
class Keys:
    """`count` keys of rows from `first` on, `step` apart, and who asks for them."""

    first: int
    step: int
    count: int
    viewers: Viewers | None = None

    def renew(self):
        """Before each load: viewers who have written nothing yet."""
        if self.viewers:
            self.viewers.renew()

    def variables(self):
        """For scripts of pgbench, which take `:first + :step * random(0, :count - 1)`."""
        of_viewers = {"first_viewer": self.viewers.first, "last_viewer": self.viewers.last} if self.viewers else {}
        return {"first": self.first, "step": self.step, "count": self.count, **of_viewers}

    def some(self):
        """The first, the last, and one in between."""
        return sorted({self.first + self.step * place for place in (0, self.count * 2 // 3, self.count - 1)}) if self.count else [0]

    def body(self, workload, key):
        """A request's body as text."""
        variables = {"id": f"{workload.prefix}{key}"} if workload.prefix else {}
        return json.dumps({"query": workload.operation, "variables": variables})

    def requests(self, workload):
        """For the load generator: how often, first key, step, count, and the body with @ in the key's place."""
        return [(1, self.first, self.step, self.count, self.body(workload, "@"))]


class Choices:
    """Sets of variables: the rows of a workload's `choices.sql`. Columns are the operation's variables, besides those that
    begin with an underscore; scripts of pgbench find all of them in a table of the schema `bench`, by `:id`."""

    viewers = None

    def __init__(self, cluster, name, query):
        table = f"bench.{name.lower().replace('-', '_')}"
        cluster.run(f"""
            create schema if not exists bench;
            drop table if exists {table};
            create table {table} as select row_number() over () as id, c.* from ({query}) c;
            alter table {table} add primary key (id);
            vacuum analyze {table}""")
        self.rows = json.loads(cluster.run(f"select json_agg(to_json(c) order by id) from {table} c"))

    def renew(self):
        pass

    def variables(self):
        """For scripts of pgbench, which take `:first + :step * random(0, :count - 1)`."""
        return {"first": 1, "step": 1, "count": len(self.rows)}

    def some(self):
        """The keys of ten of them."""
        return range(1, len(self.rows) + 1, max(len(self.rows) // 10, 1))

    def body(self, workload, key):
        variables = {name: value for name, value in self.rows[key - 1].items() if name != "id" and name[0] != "_"}
        return json.dumps({"query": workload.operation, "variables": variables})

    def requests(self, workload):
        return [(1, 0, 0, 0, self.body(workload, key)) for key in range(1, len(self.rows) + 1)]


def end(cluster):
    """Removes the tables of choices."""
    cluster.run("drop schema if exists bench cascade")
