#!/usr/bin/env python3
"""How long a viewer with a long history waits, as a Markdown table.

Usage: Benchmarks/history.py [--scale N] [--plays N]. One client asks one thing after the other, over one connection, with
the server's caches off.
"""

import argparse
import os
import statistics
import time

import viewers
from account import Session
from catalogue import catalogue
from server import UNLIMITED, Server

HERE = os.path.dirname(os.path.abspath(__file__))
#: How long each thing is asked for, in seconds, and how often at least.
SECONDS, LEAST = 2, 20
ENTRY = "... on Movie { id title releaseDate } ... on Show { id title } "
ENTRIES = "list { entryCount entries(first: 20) { nodes { id position subject { " + ENTRY + "} } } }"
SYSTEM_LISTS = ["WATCHLIST", "WATCHING", "WATCHED", "COMPLETED", "FAVORITES", "ON_HOLD", "DROPPED"]
FIGURES = """moviePlays movies episodePlays episodes shows showsCompleted seasonsCompleted minutes movieMinutes showMinutes
  undatedPlays timeline { date movies episodes minutes } byGenre { genre { name } plays minutes }
  topRated { stars } ratings { average count } binges { count longestEpisodes longestShow { title } }"""
YEAR = '(first: 20, filter: {from: "2022-01-01T00:00:00Z", to: "2023-01-01T00:00:00Z"})'
SHOWN = "nodes { title { title } episode { number title airDate } episodesLeft }"


def questions():
    """What is asked of the viewer, by name."""
    of_lists = {
        f"list {kind}": "list: systemList(kind: " + kind + ") " + ENTRIES.removeprefix("list ") for kind in SYSTEM_LISTS}
    page = "(first: 20) { nodes { "
    return {
        "upNext": "upNext(first: 20) { " + SHOWN + " }",
        "history": "history" + page + "watchedAt title { title } episode { number title } } }",
        "history of a year": "history" + YEAR + " { nodes { watchedAt } }",
        "library": "library" + page + "status stars title { title } } }",
        "progress": "progress" + page + "show { title } watchedCount airedCount nextEpisode { title } } }",
        "ratings": "ratings" + page + "stars subject { id } } }",
        **of_lists,
        "lists": "lists" + page + "name entryCount } }",
        "calendar": "calendar { date entries { __typename } }",
        "one total": "statistics { minutes }",
        "statistics": "statistics { " + FIGURES + " }",
        "statistics of a year": 'statistics(range: {from: "2022-01-01", to: "2022-12-31"}) { ' + FIGURES + " }",
    }


def measure(session, document):
    """Milliseconds of each answer, after three that warm up."""
    for _ in range(3):
        session.ask(document)
    times, end = [], time.monotonic() + SECONDS
    while time.monotonic() < end or len(times) < LEAST:
        start = time.monotonic()
        session.ask(document)
        times.append((time.monotonic() - start) * 1000)
    return times


def hand_made(session):
    """The list that the viewer made."""
    made = session.ask("{ viewer { lists(kind: CUSTOM, first: 1) { nodes { id } } } }")["viewer"]["lists"]["nodes"][0]["id"]
    return 'query { list(id: "' + made + '") ' + ENTRIES.removeprefix("list ") + " }"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", default="1", help="of the catalogue, as `marquee seed` knows it (default 1)")
    parser.add_argument("--plays", default="50000")
    options = parser.parse_args()
    script = f"\\set plays {options.plays}\n" + open(f"{HERE}/history.sql").read()
    with catalogue(options.scale) as cluster, Server(cluster.url, CACHE="off", RATE_LIMIT=UNLIMITED) as server:
        viewer = viewers.Viewers(cluster, script, count=1)
        viewer.renew()
        session = Session(server.port, viewer.tokens[0])
        plays = cluster.run(f"select count(*) from plays where user_id = {viewer.first}").strip()
        print(f"\n{plays} plays, scale {options.scale}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
        print("| | answers | p50 | p99 |\n|---|---|---|---|")
        documents = {name: "query { viewer { " + field + " } }" for name, field in questions().items()}
        for name, document in {**documents, "list of 1,000 by hand": hand_made(session)}.items():
            times = measure(session, document)
            centiles = statistics.quantiles(times, n=100)
            print(f"| {name} | {len(times)} | {centiles[49]:.1f} ms | {centiles[98]:.1f} ms |", flush=True)
        viewers.end(cluster)


if __name__ == "__main__":
    main()
