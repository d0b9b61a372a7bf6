"""What clients wrote, and what may therefore be there at the end.

Each fact that is written is a place, such as `("stars", 17)`: whoever writes to it replaces what was there. Of what several
clients write to one place at a time, any may be the last: all but those that ended before another, acknowledged one began.
"""

import collections
import math
import typing


class Write(typing.NamedTuple):
    value: object
    #: From when to when it may have taken effect.
    start: float
    end: float
    #: Whether it was acknowledged and did something; if not, it may have taken effect or not.
    is_certain: bool = True


class Records:
    """Of all clients: appending to a list is safe among threads."""

    def __init__(self):
        self.writes = collections.defaultdict(list)

    def add(self, place, write):
        self.writes[place].append(write)

    def last(self, place, before):
        """What the only client that writes to a place wrote last, or what was there before."""
        return self.writes[place][-1].value if self.writes[place] else before

    def possible(self, place, before=None):
        """All values that a place may have now."""
        writes = [Write(before, -math.inf, -math.inf), *self.writes[place]]
        latest = max(write.start for write in writes if write.is_certain)
        return {write.value for write in writes if write.end >= latest}
