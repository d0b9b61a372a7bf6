#!/usr/bin/env python3
"""Eight clients write to one account while PostgreSQL and the server fail, then all they were promised is looked for.

Usage: Benchmarks/durability.py [seconds]. PostgreSQL is restarted and, later, crashes; the server is killed twice. A write
that was not acknowledged is sent again until it is, with its idempotency key where it has one. Ends with 1 if an acknowledged
write is missing, if something is there twice, or if anything that is counted differs from a recount.
"""

import collections
import sys
import time

import catalogue
import recount
from account import Session, register
from cluster import Cluster
from records import Records
from redis_server import Redis
from server import UNLIMITED, Server
from stage import CLIENTS, Stage
from writers import Writer

SCALE = "0.02"
Fault = collections.namedtuple("Fault", "name start end")


def faults(cluster, server):
    """Each returns when the service is back."""
    def crash():
        cluster.control("-m", "immediate", "stop")
        time.sleep(1)
        cluster.control("start")

    def kill():
        server.kill()
        server.start()

    return [
        ("PostgreSQL restarted", lambda: cluster.control("-m", "fast", "restart")), ("server killed (SIGKILL)", kill),
        ("PostgreSQL crashed, away for 1 s", crash), ("server killed (SIGKILL) again", kill)]


def disturb(cluster, server, seconds):
    """Spreads the faults over the time, and tells when each was."""
    injected = faults(cluster, server)
    step, beginning, seen = seconds / (len(injected) + 1), time.monotonic(), []
    for number, (name, inject) in enumerate(injected, 1):
        time.sleep(max(0, beginning + number * step - time.monotonic()))
        start = time.monotonic()
        inject()
        seen.append(Fault(name, start, time.monotonic()))
    time.sleep(max(0, beginning + seconds - time.monotonic()))
    return seen


def run(cluster, server, seconds):
    viewer, token = register(server.port, "viewer")
    stage, records = Stage(cluster, Session(server.port, token)), Records()
    writers = [Writer(number, server.port, token, stage, records) for number in range(CLIENTS)]
    for writer in writers:
        writer.start()
    seen = disturb(cluster, server, seconds)
    for writer in writers:
        writer.is_done = True
    for writer in writers:
        writer.join()
    await_counts(cluster)
    return viewer, stage, records, writers, seen


def await_counts(cluster):
    """The server counts what was written each second."""
    for _ in range(100):
        if cluster.run("select count(*) from stat_deltas").strip() == "0":
            return
        time.sleep(0.1)


def print_steps(writers):
    print("\n| step | acknowledged | of them sent again | longest wait |\n|---|---|---|---|")
    by_name = collections.defaultdict(list)
    for writer in writers:
        for answer in writer.answers:
            by_name[answer.step].append(answer)
    for name, answers in sorted(by_name.items()):
        again = sum(answer.failures > 0 for answer in answers)
        print(f"| {name} | {len(answers):,} | {again} | {max(one.end - one.start for one in answers):.2f} s |")


def print_faults(writers, seen):
    """Of each fault: how long the service was away, what failed, and how long the slowest client waited."""
    print("\n| fault | away | failed attempts | longest stall | recovered after |\n|---|---|---|---|---|")
    for fault, following in zip(seen, [*seen[1:], None]):
        until = following.start if following else float("inf")
        codes = collections.Counter(
            code for writer in writers for moment, code in writer.failures if fault.start <= moment < until)
        words = ", ".join(f"{count} `{code}`" for code, count in codes.most_common()) or "none"
        waits = [one.end - one.start for writer in writers for one in writer.answers if fault.start <= one.end < until]
        firsts = [min((one.end for one in writer.answers if one.end > fault.end), default=until) for writer in writers]
        stall, recovery = max(waits, default=0), max(firsts) - fault.end
        print(f"| {fault.name} | {fault.end - fault.start:.2f} s | {words} | {stall:.2f} s | {recovery:.2f} s |")


def check(cluster, viewer, stage, records, writers):
    """Prints a line for each check; returns how many failed."""
    print("\n| afterwards | |\n|---|---|")
    checks = {
        f"of {sum(map(len, records.writes.values())):,} writes to {len(records.writes):,} places, each is there that must be":
            recount.written(cluster, viewer, stage, records),
        "no write was refused, and clients read what they wrote": [line for writer in writers for line in writer.wrong],
        "the idempotency key of each acknowledged write is known": recount.missing_keys(cluster, viewer, writers),
        **recount.violations(cluster, viewer),
        **{f"{name}: as derived anew": rows for name, rows in recount.recounted(cluster).items()}}
    for name, found in checks.items():
        print(f"| {name} | {'**no**: ' + str(len(found)) + ', such as ' + '; '.join(found[:3]) if found else 'yes'} |")
    return sum(bool(found) for found in checks.values())


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    redis = Redis()
    redis.start()
    try:
        with Cluster() as cluster:
            catalogue.load(cluster, SCALE)
            with Server(cluster.url, f"unix://{redis.path}", RATE_LIMIT=UNLIMITED) as server:
                viewer, stage, records, writers, seen = run(cluster, server, seconds)
            print_steps(writers)
            print_faults(writers, seen)
            failed = check(cluster, viewer, stage, records, writers)
    finally:
        redis.stop()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
