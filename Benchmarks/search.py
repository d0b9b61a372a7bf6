#!/usr/bin/env python3
"""How long a search takes by the size of the catalogue and the kind of question, as Markdown.

Usage: Benchmarks/search.py [--scales 0.1 1 10] [--seconds N]. It asks catalogues that other benchmarks have left in
`.build/bench/catalogues` and makes none: a scale without one is left out. The server's caches are off; the figures also go to
`.build/bench/search.json`.
"""

import argparse
import json
import os
import signal
import sys

import keys
from catalogue import await_jobs, kept
from contestants import Marquee
from workloads import Workload

RESULTS = ".build/bench/search.json"
CONNECTIONS = [1, 8]

#: A hundred names: those of popular titles, of any titles and of people.
NAMED = """
    (select name from search_top where title_id is not null order by md5(name_id::text) limit 40)
    union all (select title from titles where id % 97 = 1 and not adult order by md5(id::text) limit 40)
    union all (select name from search_top where person_id is not null order by md5(name_id::text) limit 20)"""

#: By the kind of question a query of its texts.
KINDS = {
    "exact": "select name as text from named",
    "prefix": "select left(name, 3 + length(name) / 2) as text from named where length(name) > 6",
    "two words": r"select substring(name from '^\S+ \S+') as text from named where name ~ '^\S+ \S+'",
    "common word": "select word as text from (select word from search_words order by titles + people desc limit 20) w",
    "misspelt": """
        select overlay(word placing substr(word, 4, 1) || substr(word, 3, 1) from 3 for 2) as text
          from (select word from search_words where length(word) between 6 and 12 and word ~ '^[a-z]+$'
                   and substr(word, 3, 1) <> substr(word, 4, 1) order by md5(word) limit 50) w""",
    "two errors": """
        select overlay(overlay(word placing '' from 3 for 1) placing 'q' from 6 for 1) as text
          from (select word from search_words where length(word) between 8 and 12 and word ~ '^[a-z]+$' order by md5(word) limit 50) w""",
    "CJK": "select string_agg(chr(19968 + (i * 7919 + j * 104729) % 20000), '') as text"
           " from generate_series(1, 50) i, generate_series(1, 3) j group by i",
    "one letter": "select chr(97 + i) as text from generate_series(0, 25) i",
    "a sign": "select unnest(array['%', '_', '\\', '''', '!!!', '&']) as text",
    "200 letters": "select repeat(chr(97 + i), 200) as text from generate_series(0, 9) i",
}


def main():
    options = parse_arguments()
    # What was started ends on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    rows = []
    for scale in options.scales:
        found = kept(scale)
        if not found:
            print(f"no catalogue of scale {scale} in .build/bench/catalogues: left out", file=sys.stderr)
            continue
        with found as cluster:
            rows += [{"scale": scale, **row} for row in of_scale(cluster, options.seconds)]
    print_table(rows)
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    with open(RESULTS, "w") as file:
        json.dump(rows, file, indent=2)


def of_scale(cluster, seconds):
    """Each kind of question from one client and from several, of one server."""
    rows = []
    with Marquee("marquee", cluster, "off") as marquee:
        await_jobs(cluster)
        for kind, query in KINDS.items():
            workload = Workload("search", kind, folder="Q5")
            asked = keys.Choices(cluster, "search", f"with named as ({NAMED}) {query}")
            for connections in CONNECTIONS:
                figures = marquee.load(workload, asked, connections, seconds)
                rows.append({"kind": kind, "connections": connections, **figures})
                print(f"{kind}, {connections} connections: p99 {figures['p99_ms']:.1f} ms", file=sys.stderr)
    keys.end(cluster)
    return rows


def print_table(rows):
    print("| question | scale | connections | requests | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
    for row in sorted(rows, key=lambda row: (list(KINDS).index(row["kind"]), row["connections"], float(row["scale"]))):
        print(f"| {row['kind']} | {row['scale']} | {row['connections']} | {row['requests']} | "
              f"{row['p50_ms']:.1f} | {row['p99_ms']:.1f} |")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scales", nargs="+", default=["0.1", "1", "10"], help="of the catalogues, as `marquee seed` knows them")
    parser.add_argument("--seconds", type=int, default=4, help="of each load (default 4)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
