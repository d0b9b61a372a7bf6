#!/usr/bin/env python3
"""How cost grows with the catalogue, with the clients, with the loops and with the lists that are asked for, as Markdown.

Usage: Benchmarks/scaling.py [--scales 0.1 1] [--seconds N]. The server's caches are off; the figures also go to
`.build/bench/scaling.json`.
"""

import argparse
import json
import os
import signal
import sys
from types import SimpleNamespace

import keys
from catalogue import await_jobs, catalogue
from contestants import Marquee
from measure import counted, timed
from workloads import REVIEWED, Workload, of_name

RESULTS = ".build/bench/scaling.json"
WORKLOADS = ["Q1", "Q2", "Q2-random", "Q3", "Q4", "Q5"]
LOOPS = [1, 2]
CONNECTIONS = [1, 32, 256]
#: Reviews of a movie, and of each author: the rows of the last level are 10, 100 and 1,000.
LISTS = [(10, 1), (10, 10), (100, 10)]
LIST = Workload("list", "reviews of the authors of a movie's reviews")
LIST_CONNECTIONS = 8
FIGURES = {
    "rps": ("requests/s", ".0f"), "p50_ms": ("p50 ms", ".2f"), "p99_ms": ("p99 ms", ".2f"), "server_us": ("server µs", ".0f"),
    "postgres_us": ("PostgreSQL µs", ".0f"), "sql": ("SQL", ".2f"), "memory_mb": ("MB", ".0f")}


def main():
    options = parse_arguments()
    # What was started ends on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    loads, lists = [], []
    for scale in options.scales:
        with catalogue(scale) as cluster:
            with Marquee("marquee", cluster, "off"):
                await_jobs(cluster)
            asked = {name: of_name(name).keys(cluster) for name in WORKLOADS}
            for loops in LOOPS:
                loads += [{"scale": scale, **row} for row in of_clients(cluster, asked, loops, options.seconds)]
            lists += [{"scale": scale, **row} for row in of_lists(cluster, options.seconds)]
            keys.end(cluster)
    for name in WORKLOADS:
        print(f"\n**{name}**, {of_name(name).title}\n")
        print_table([row for row in loads if row["workload"] == name], ["scale", "loops", "connections"])
    print(f"\n**Lists**: {LIST.title}, {LIST_CONNECTIONS} connections\n")
    print_table(lists, ["scale", "rows", "bytes", "statements"])
    print("\nMB: the most the server took under the load; * other programs took part of the machine")
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    with open(RESULTS, "w") as file:
        json.dump({"loads": loads, "lists": lists}, file, indent=2)


def of_clients(cluster, asked, loops, seconds):
    """Each workload under each number of connections, of a server with so many loops: a new one for each number, so that its
    memory is what these clients took."""
    rows = []
    for connections in CONNECTIONS:
        with Marquee("marquee", cluster, "off", {"MARQUEE_LOOPS": str(loops)}) as marquee:
            for name in WORKLOADS:
                row = {"workload": name, "loops": loops, "connections": connections}
                rows.append(row | load(cluster, of_name(name), asked[name], marquee, connections, seconds))
                print(f"{name}, {loops} loops, {connections} connections: {rows[-1]['rps']:.0f} requests/s", file=sys.stderr)
    return rows


def of_lists(cluster, seconds):
    """The same operation with short and long lists, each on a new server."""
    movie = cluster.run(f"select 'M_' || min(id) from titles where {REVIEWED}").strip()
    rows = []
    for reviews, each in LISTS:
        about = keys.Choices(cluster, LIST.name, f"select '{movie}' as movie, {reviews} as reviews, {each} as each")
        row = {"rows": reviews * each, **of_one(cluster, about)}
        with Marquee("marquee", cluster, "off") as marquee:
            rows.append(row | load(cluster, LIST, about, marquee, LIST_CONNECTIONS, seconds))
    return rows


def of_one(cluster, about):
    """Bytes of an answer, and its statements as the server tells them."""
    with Marquee("marquee", cluster, "off", {"MARQUEE_DEBUG_EXTENSIONS": "on"}) as marquee:
        answer = json.loads(marquee.raw_answer(LIST, about, 1))
    data = json.dumps(answer["data"], separators=(",", ":"), ensure_ascii=False)
    return {"bytes": len(data.encode()), "statements": len(answer["extensions"]["sql"])}


def load(cluster, workload, about, marquee, connections, seconds):
    """Figures of a load, and the most memory the server took under it."""
    marquee.server.forget_peak()
    statements = counted(cluster, workload, about, marquee, connections)
    figures = timed(cluster, workload, about, marquee, SimpleNamespace(connections=connections, seconds=seconds))
    return figures | {"sql": statements, "memory_mb": marquee.server.peak_memory()}


def print_table(rows, conditions):
    heads = conditions + [head for head, _ in FIGURES.values()]
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    for row in rows:
        cells = [f"{row[name]:,}" if isinstance(row[name], int) else row[name] for name in conditions]
        cells += [format(row[figure], form) for figure, (_, form) in FIGURES.items()]
        print("| " + " | ".join(cells) + (" * |" if row["disturbed"] else " |"))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scales", nargs="+", default=["0.1", "1"], help="of the catalogue, as `marquee seed` knows them")
    parser.add_argument("--seconds", type=int, default=4, help="of each load (default 4)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
