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
    """Sets of variables, as `choices.sql` of a workload makes them: an object of lists of equal length. Their names are the
    operation's, besides those that begin with an underscore, which only scripts of pgbench know."""

    viewers = None

    def __init__(self, lists):
        self.lists = lists
        self.count = len(next(iter(lists.values())))

    def renew(self):
        pass

    def variables(self):
        """For scripts of pgbench, which take `(:names::text[])[:id]`."""
        return {"first": 1, "step": 1, "count": self.count} | {name: array(texts) for name, texts in self.lists.items()}

    def some(self):
        """Places among the choices, counted from 1: ten of them."""
        return range(1, self.count + 1, max(self.count // 10, 1))

    def body(self, workload, key):
        variables = {name: texts[key - 1] for name, texts in self.lists.items() if not name.startswith("_")}
        return json.dumps({"query": workload.operation, "variables": variables})

    def requests(self, workload):
        return [(1, 0, 0, 0, self.body(workload, key)) for key in range(1, self.count + 1)]


def array(texts):
    """A list as PostgreSQL writes an array of texts."""
    return "{" + ",".join("NULL" if text is None else json.dumps(text, ensure_ascii=False) for text in texts) + "}"
