"""Runs every contestant of every workload in turn, several rounds, and reports medians and ratios.

All share this machine's cores: PostgreSQL, the server or reference, and the load generator. Each round runs each
contestant once, so that a machine that slows down slows all of them. Nothing is timed before all give the same answers.
"""

import argparse
import contextlib
import signal
import subprocess
import sys

import allocations
import keys
import report
import rest
import subscribers
import viewers
from answers import check_equal
from catalogue import await_jobs, catalogue, do_jobs
from contestants import CACHES, GraphQLJS, Marquee
from measure import counted, timed
from nginx import Nginx
from pgbench import Floor, JSONStatement
from workloads import WORKLOADS

SUBSCRIPTIONS = "Q10"


def main():
    options = parse_arguments()
    # What was started ends on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    workloads = [workload for workload in WORKLOADS if workload.name in options.only]
    wanted = {name for workload in workloads for name in workload.contestants}
    subprocess.run(["scripts/unpack-node-modules"], check=True)
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(catalogue(options.scale, options.huge_pages))
        do_jobs(cluster)
        contestants = start(stack, cluster, wanted, workloads)
        await_jobs(cluster)
        asked = {workload: workload.keys(cluster) for workload in workloads}
        races = [(workload, asked[workload], contestants[name]) for workload in workloads for name in workload.contestants]
        for workload in workloads:
            size = check_equal(workload, asked[workload], [contestants[name] for name in workload.contestants])
            print(f"{workload.name}: {workload.title}: answers are equal, {size:,} bytes", flush=True)
        # Counting comes first, and warms everything up.
        counts = {(race[0], race[2].name): {"sql": counted(cluster, *race)} for race in races}
        for cell, count in allocations.of_servers(cluster, races).items():
            counts[cell]["allocations"] = count
        rounds = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", flush=True)
            rounds.append({
                (workload, one.name): timed(cluster, workload, about, one, options) for workload, about, one in races})
        viewers.end(cluster)
        keys.end(cluster)
        memory = {one.name: one.memory() for one in contestants.values() if one.memory}
        told = subscribers.measure(cluster, options.rounds) if SUBSCRIPTIONS in options.only else None
        at_rest = rest.measure(cluster)
    has_huge_pages = cluster.huge_pages.granted
    report.print_tables(workloads, rounds, counts, memory, has_huge_pages, options)
    if told:
        subscribers.print_table(told)
    print(f"\nMarquee at rest: {at_rest['memory_mb']:.0f} MB; its first answer came {at_rest['start_ms']:.0f} ms after the start")
    others = {SUBSCRIPTIONS: {"marquee": told}} if told else {}
    report.write(workloads, rounds, counts, memory, at_rest, others, has_huge_pages, options)


def start(stack, cluster, wanted, workloads):
    """Those who are wanted, by their names."""
    made = [Marquee(name, cluster, cache) for name, cache in CACHES.items()]
    made += [GraphQLJS(cluster), Floor(cluster), JSONStatement(cluster)]
    contestants = {one.name: stack.enter_context(one) for one in made if one.name in wanted}
    if "nginx" in wanted:
        files = [workload for workload in workloads if "nginx" in workload.contestants]
        contestants["nginx"] = stack.enter_context(Nginx(contestants["marquee-cached"], files, cluster))
    return contestants


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", default="1", help="of the catalogue, as `marquee seed` knows it (default 1)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8, help="of each contestant in each round (default 8)")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--huge-pages", action="store_true", help="let PostgreSQL have huge pages, as root")
    names = [workload.name for workload in WORKLOADS] + [SUBSCRIPTIONS]
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="workloads")
    return parser.parse_args()


if __name__ == "__main__":
    main()
