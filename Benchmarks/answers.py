"""Whether contestants give the same answers."""

import json
import sys

from pgbench import Floor


def canonical(answer):
    return json.dumps(answer, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def check_equal(workload, keys, contestants):
    """Ends the program if two answers differ, or if the floor does not read all that is in them.

    Returns the bytes of the longest answer.
    """
    floors = [one for one in contestants if isinstance(one, Floor)]
    others = [one for one in contestants if not isinstance(one, Floor)]
    longest = 0
    keys.renew()
    for key in keys.some():
        first, *rest = [(one.name, canonical(one.answer(workload, keys, key))) for one in others]
        for name, answer in rest:
            if answer != first[1]:
                sys.exit(f"{workload.name}, key {key}: {first[0]} and {name} differ {difference(first[1], answer)}")
        for floor in floors:
            if missing := floor.missing(workload, keys, key, json.loads(first[1])):
                sys.exit(f"{workload.name}, key {key}: the floor does not read {missing[0]!r}")
        longest = max(longest, len(first[1].encode()))
    return longest


def difference(one, other):
    """Where two texts begin to differ."""
    place = next((at for at, (left, right) in enumerate(zip(one, other)) if left != right), min(len(one), len(other)))
    return f"from byte {place} on:\n{one[max(place - 60, 0):place + 100]}\n{other[max(place - 60, 0):place + 100]}"
