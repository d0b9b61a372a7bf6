#!/usr/bin/env python3
"""Counts what a server has lost when it ends, after few requests and after 100,000: what requests lose would differ.

Usage: Benchmarks/leaks.py PROGRAM, where PROGRAM is a `marquee` built with the address sanitizer. Ends with 1 if more
requests lose more, or get a wrong answer.
"""

import asyncio
import re
import shutil
import signal
import subprocess
import sys

from cluster import Cluster
from redis_server import Redis
from server import Server
from soak import HERE, MOVIES, Tally, client
import processes

FEW, MANY = 1_000, 100_000
CLIENTS = 8
# Objects that one run may lose and another not: timers that were about to be made anew.
SPARE = 20


class Counted(Server):
    """A server whose sanitizer tells at its end what was lost; to look up where would take it minutes."""

    def start(self):
        self.environment["ASAN_OPTIONS"] = "symbolize=0"
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        processes.await_answer(f"{self.address}/readyz", self.process, seconds=60)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        output = self.process.communicate(timeout=120)[1]
        shutil.rmtree(self.home, ignore_errors=True)
        found = re.search(r"SUMMARY: AddressSanitizer: (\d+) byte\(s\) leaked in (\d+) allocation", output)
        self.lost = tuple(int(number) for number in found.groups()) if found else (0, 0)
        if not found and self.process.returncode != 0:
            sys.exit(f"the server ended with status {self.process.returncode}: {output[-2000:]}")


async def ask(port, count):
    tally, ending = Tally(), asyncio.Event()
    clients = [asyncio.create_task(client(port, tally, ending)) for _ in range(CLIENTS)]
    while len(tally.events) < count:
        await asyncio.sleep(0.05)
    ending.set()
    await asyncio.gather(*clients)
    if wrong := {outcome for _, _, outcome in tally.events if outcome != "ok"}:
        sys.exit(f"wrong answers: {wrong}")
    return len(tally.events)


def lost(cluster, redis, program, count):
    """Requests that were answered, and the bytes and objects that were lost; what caches hold at the end would count, too."""
    with Counted(cluster.url, f"unix://{redis.path}", program, CACHE="off") as server:
        answered = asyncio.run(ask(server.port, count))
    return answered, *server.lost


def main():
    redis = Redis()
    redis.start()
    try:
        with Cluster() as cluster:
            with Counted(cluster.url, f"unix://{redis.path}", sys.argv[1]):
                cluster.run(open(f"{HERE}/movies.sql").read().replace(":movies", str(MOVIES)))
            rows = [lost(cluster, redis, sys.argv[1], count) for count in (FEW, MANY)]
    finally:
        redis.stop()
    print("| requests | bytes lost | objects lost |\n|---|---|---|")
    for row in rows:
        print("| {:,} | {:,} | {:,} |".format(*row))
    sys.exit(rows[1][2] > rows[0][2] + SPARE)


if __name__ == "__main__":
    main()
