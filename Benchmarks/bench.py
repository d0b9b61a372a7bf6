"""Runs every contestant of every workload in turn, several rounds, and reports medians and ratios.

All share this machine's cores: PostgreSQL, the server or reference, and the load generator. Each round runs each
contestant once, so that a machine that slows down slows all of them. Nothing is timed before all give the same answers.
"""

import argparse
import signal
import subprocess
import sys

import report
import viewers
from answers import check_equal
from catalogue import catalogue
from contestants import Floor, GraphQLJS, JSONStatement, Marquee
from measure import counted, timed
from workloads import WORKLOADS


def main():
    options = parse_arguments()
    # What was started ends on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    workloads = [workload for workload in WORKLOADS if workload.name in options.only]
    subprocess.run(["scripts/unpack-node-modules"], check=True)
    with catalogue(options.scale) as cluster, GraphQLJS(cluster) as js, Marquee(cluster) as marquee:
        contestants = [marquee, js, Floor(cluster), JSONStatement(cluster)]
        races = [(workload, workload.keys(cluster), contestant) for workload in workloads
                 for contestant in contestants if workload.is_for(contestant)]
        for workload in workloads:
            size = check_equal(workload, workload.keys(cluster), [one for one in contestants if workload.is_for(one)])
            print(f"{workload.name}: {workload.title}: answers are equal, {size:,} bytes", flush=True)
        # Counting comes first, and warms everything up.
        statements = {(workload, one.name): counted(cluster, one, workload, keys) for workload, keys, one in races}
        rounds = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", flush=True)
            rounds.append({
                (workload, one.name): timed(cluster, one, workload, keys, options) for workload, keys, one in races})
        viewers.end(cluster)
        memory = {one.name: one.memory() for one in contestants if one.memory}
    report.print_tables(workloads, rounds, statements, memory, options)
    report.write(workloads, rounds, statements, options)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", default="1", help="of the catalogue, as `marquee seed` knows it (default 1)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8, help="of each contestant in each round (default 8)")
    parser.add_argument("--connections", type=int, default=32)
    names = [workload.name for workload in WORKLOADS]
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="workloads")
    return parser.parse_args()


if __name__ == "__main__":
    main()
