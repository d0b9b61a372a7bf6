#!/usr/bin/env python3
"""Counts what a server has lost when it ends, after few requests and after 100,000: what requests lose would differ.

Usage: Benchmarks/leaks.py PROGRAM, where PROGRAM is a `marquee` built with the address sanitizer. Ends with 1 if more
requests lose more, or get a wrong answer. Requests are queries, ratings and subscriptions that are left.
"""

import asyncio
import http.client
import json
import re
import shutil
import signal
import subprocess
import sys

import account
import processes
from cluster import Cluster
from redis_server import Redis
from server import UNLIMITED, Server
from soak import HERE, MOVIES, Tally, client

FEW, MANY = 1_000, 100_000
CLIENTS = 8
# A server remembers for a while who has just rated what.
RATED = 20
# Objects that one run may lose and another not: timers that were about to be made anew.
SPARE = 20


class Counted(Server):
    """A server whose sanitizer tells at its end what was lost; to look up where would take it minutes."""

    def start(self):
        self.environment["ASAN_OPTIONS"] = "detect_leaks=1:symbolize=0"
        self.report = open(f"{self.home}.leaks", "w+")
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, stderr=self.report)
        processes.await_answer(f"{self.address}/readyz", self.process, seconds=60)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=120)
        shutil.rmtree(self.home, ignore_errors=True)
        self.report.seek(0)
        output = self.report.read()
        found = re.search(r"SUMMARY: AddressSanitizer: (\d+) byte\(s\) leaked in (\d+) allocation", output)
        # A server keeps some things until its process ends, so that nothing lost means that nobody looked.
        if not found:
            sys.exit(f"the sanitizer told nothing; the server ended with {self.process.returncode}: {output[-2000:]}")
        self.lost = tuple(int(number) for number in found.groups())


async def read(port, count):
    """Point queries, pages and documents that are refused."""
    tally, ending = Tally(), asyncio.Event()
    clients = [asyncio.create_task(client(port, tally, ending)) for _ in range(CLIENTS)]
    while len(tally.events) < count and not any(one.done() for one in clients):
        await asyncio.sleep(0.05)
    ending.set()
    await asyncio.gather(*clients)
    if wrong := {outcome for _, _, outcome in tally.events if outcome != "ok"}:
        sys.exit(f"wrong answers: {wrong}")
    return len(tally.events)


def write(port, count):
    """A viewer who rates movies and begins to listen to one each time, but leaves."""
    _, token = account.register(port, "leaks")
    session = account.Session(port, token)
    document = json.dumps({"query": 'subscription { titleUpdated(id: "M_1") { id } }'})
    for number in range(count):
        errors = session.change("rate", "", subjectId=f"M_{number % RATED + 1}", stars=number % 10 / 2 + 0.5)["userErrors"]
        if errors:
            sys.exit(f"a rating was refused: {errors}")
        listener = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        listener.request(
            "POST", "/graphql", document, {"Content-Type": "application/json", "Accept": "text/event-stream"})
        if (status := listener.getresponse().status) != 200:
            sys.exit(f"a subscription was answered with {status}")
        listener.close()


def lost(cluster, redis, program, count):
    """Requests that were answered, and the bytes and objects that were lost; what caches hold at the end would count, too."""
    server = Counted(cluster.url, f"unix://{redis.path}", program, CACHE="off", RATE_LIMIT=UNLIMITED)
    with server:
        answered = asyncio.run(read(server.port, count))
        write(server.port, count // 50)
    cluster.run("delete from users")
    return answered + count // 50 * 2, *server.lost


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
