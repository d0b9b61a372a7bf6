#!/usr/bin/env python3
"""Runs the server under mixed load for minutes while its surroundings fail, and tells what clients saw.

Usage: Benchmarks/soak.py [minutes]. Ends with 1 if a client met a wrong answer, if the server did not recover, or if memory,
descriptors or database connections did not return to where they began.
"""

import asyncio
import json
import os
import random
import signal
import socket
import sys
import time

import wrk
from cluster import Cluster
from redis_server import Redis
from server import Server
from workloads import WORKLOADS

MINUTES = float(sys.argv[1]) if __name__ == "__main__" and len(sys.argv) > 1 else 5
CLIENTS = 24
MOVIES = 20_000
LEAK_REQUESTS = 100_000
SETTLE = 8
# Descriptors or connections that may just be opening or closing when they are counted.
SPARE = 2
HERE = os.path.dirname(os.path.abspath(__file__))

POINT = "query ($id: ID!) { movie(id: $id) { id title releaseDate } }"
PAGE = "{ movies(first: 20) { pageInfo { hasNextPage } nodes { id title genres { name } cast(first: 3) { nodes { character } } } } }"
BROKEN = "{ movie(id: \"M_1\") { nosuchfield } }"


class Tally:
    """What clients saw: the moment and outcome of every request."""

    def __init__(self):
        self.events = []

    def add(self, started, outcome):
        self.events.append((time.monotonic(), time.monotonic() - started, outcome))

    def between(self, start, end):
        return [event for event in self.events if start <= event[0] < end]


def body(query, **variables):
    return json.dumps({"query": query, "variables": variables}).encode()


def judge(kind, key, status, payload):
    """`ok`, a stable error code, or `WRONG` with what was wrong."""
    answer = json.loads(payload)
    if "errors" in answer:
        code = answer["errors"][0].get("extensions", {}).get("code", "none")
        if kind == "broken":
            return "ok" if code == "GRAPHQL_VALIDATION_FAILED" else code
        return code
    if kind == "point" and answer["data"]["movie"] != {
            "id": f"M_{key}", "title": f"Movie {key}", "releaseDate": answer["data"]["movie"]["releaseDate"]}:
        return "WRONG movie"
    if kind == "page" and len(answer["data"]["movies"]["nodes"]) != 20:
        return "WRONG page"
    return "ok" if status == 200 else f"status {status}"


async def client(port, tally, ending):
    """One connection after another, each with request after request, as long as the test lasts."""
    reader = writer = None
    while not ending.is_set():
        kind = random.choices(["point", "page", "broken"], [8, 1, 1])[0]
        key = random.randint(1, MOVIES)
        data = body(POINT, id=f"M_{key}") if kind == "point" else body(PAGE if kind == "page" else BROKEN)
        started = time.monotonic()
        try:
            if writer is None:
                reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 5)
            writer.write(
                b"POST /graphql HTTP/1.1\r\nHost: soak\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                % len(data) + data)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            payload = await asyncio.wait_for(reader.readexactly(length), 30)
            tally.add(started, judge(kind, key, int(head.split()[1]), payload))
            if b"connection: close" in head.lower():
                writer.close()
                writer = None
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            tally.add(started, type(error).__name__)
            if writer:
                writer.close()
            writer = None
            await asyncio.sleep(0.05)


async def leave(port, count):
    """Clients that connect, ask, and leave without waiting, half of them with a reset."""
    request = body(PAGE)
    head = b"POST /graphql HTTP/1.1\r\nHost: soak\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    for index in range(count):
        with socket.socket() as one:
            one.settimeout(5)
            try:
                one.connect(("127.0.0.1", port))
                one.send(head % len(request) + request)
                if index % 2:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            except OSError:
                pass
        if index % 50 == 0:
            await asyncio.sleep(0)


async def trickle(port, count, seconds):
    """Clients that send one byte a second."""
    sockets = []
    for _ in range(count):
        one = socket.socket()
        one.connect(("127.0.0.1", port))
        sockets.append(one)
    for byte in (b"POST /graphql HTTP/1.1\r\n" * 10)[:seconds]:
        for one in sockets:
            try:
                one.send(bytes([byte]))
            except OSError:
                pass
        await asyncio.sleep(1)
    for one in sockets:
        one.close()


def faults(cluster, redis, port):
    """Name, what to do (it lasts as long as the fault does)."""
    async def in_thread(work, *arguments):
        await asyncio.get_running_loop().run_in_executor(None, work, *arguments)

    async def restart():
        await in_thread(cluster.control, "-m", "fast", "restart")

    async def crash():
        await in_thread(cluster.control, "-m", "immediate", "stop")
        await asyncio.sleep(2)
        await in_thread(cluster.control, "start")

    async def freeze_database():
        backends = cluster.processes()
        for backend in backends:
            os.kill(backend, signal.SIGSTOP)
        await asyncio.sleep(3)
        for backend in backends:
            os.kill(backend, signal.SIGCONT)

    async def freeze_redis():
        redis.signal(signal.SIGSTOP)
        await asyncio.sleep(4)
        redis.signal(signal.SIGCONT)

    async def restart_redis():
        redis.stop()
        await asyncio.sleep(2)
        redis.start()

    async def terminate_backends():
        await in_thread(
            cluster.run, "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            "and backend_type = 'client backend'", "postgres", "bench")

    return [
        ("every database connection terminated", terminate_backends),
        ("PostgreSQL restarted", restart),
        ("PostgreSQL crashed, away for 2 s", crash),
        ("PostgreSQL frozen for 3 s", freeze_database),
        ("Redis frozen for 4 s", freeze_redis),
        ("Redis away for 2 s", restart_redis),
        ("1,000 clients ask and leave", lambda: leave(port, 1000)),
        ("100 clients send a byte a second", lambda: trickle(port, 100, 8)),
    ]


def describe(tally, start, end, until):
    """Counts by outcome, the longest stall, and how long after the fault's end the last error came."""
    seen = tally.between(start, until)
    counts = {}
    for _, _, outcome in seen:
        counts[outcome] = counts.get(outcome, 0) + 1
    good = [moment for moment, _, outcome in seen if outcome == "ok"]
    moments = [start, *good, until]
    stall = max(later - earlier for earlier, later in zip(moments, moments[1:]))
    bad = [moment for moment, _, outcome in seen if outcome != "ok"]
    recovery = max(0.0, max(bad, default=start) - end)
    return {"counts": counts, "stall": stall, "recovery": recovery}


async def soak(cluster, redis, server):
    tally, ending = Tally(), asyncio.Event()
    clients = [asyncio.create_task(client(server.port, tally, ending)) for _ in range(CLIENTS)]
    await asyncio.sleep(SETTLE)
    end_of_test = time.monotonic() + MINUTES * 60
    rows, baseline, rounds = {}, None, 0
    while rounds < 2 or time.monotonic() < end_of_test:
        for name, fault in faults(cluster, redis, server.port):
            start = time.monotonic()
            await fault()
            end = time.monotonic()
            await asyncio.sleep(SETTLE)
            rows.setdefault(name, []).append(describe(tally, start, end, time.monotonic()))
        rounds += 1
        if baseline is None:
            # Pools, caches and the allocator have met everything once; from here on nothing may grow.
            baseline = measure(cluster, server)
    # While the clients are there, as they were when the baseline was taken.
    final = measure(cluster, server)
    ending.set()
    await asyncio.gather(*clients)
    return tally, rows, baseline, final


def measure(cluster, server):
    connections = int(cluster.run(
        "select count(*) from pg_stat_activity where datname = 'marquee' and pid <> pg_backend_pid()", "postgres", "bench"))
    return {"memory MB": server.memory(), "descriptors": server.descriptors(), "database connections": connections}


def leaks(cluster, server):
    """Resident memory before and after many point queries, after as many to warm up."""
    workload = WORKLOADS[0]
    keys = workload.keys(cluster)

    def load():
        seconds, done = 1, 0
        while done < LEAK_REQUESTS:
            done += wrk.load(server.url, workload, keys, 32, seconds)["requests"]
            seconds = 5
        return done

    load()
    before = server.memory()
    requests = load()
    return before, server.memory(), requests


def report(tally, rows, baseline, final, leak):
    failed = []
    print(f"\n{'fault':42}{'times':>6}{'answers':>9}{'errors':>8}{'stall s':>9}{'recovery s':>12}  errors seen")
    for name, many in rows.items():
        counts = {}
        for one in many:
            for outcome, count in one["counts"].items():
                counts[outcome] = counts.get(outcome, 0) + count
        good = counts.pop("ok", 0)
        print(
            f"{name:42}{len(many):6}{good:9}{sum(counts.values()):8}{max(o['stall'] for o in many):9.2f}"
            f"{max(o['recovery'] for o in many):12.2f}  {', '.join(f'{k} {v}' for k, v in sorted(counts.items()))}")
        if max(one["recovery"] for one in many) > SETTLE - 1:
            failed.append(f"not recovered after: {name}")
    wrong = [outcome for _, _, outcome in tally.events if outcome.startswith("WRONG") or outcome == "INTERNAL"]
    if wrong:
        failed.append(f"wrong answers: {len(wrong)}, the first: {wrong[0]}")
    print(f"\n{'':24}{'first round':>14}{'end':>10}")
    for name, before in baseline.items():
        print(f"{name:24}{before:14.0f}{final[name]:10.0f}")
        if name != "memory MB" and final[name] > before + SPARE:
            failed.append(f"{name} grew from {before} to {final[name]}")
    if final["memory MB"] > baseline["memory MB"] * 1.2 + 8:
        failed.append(f"memory grew from {baseline['memory MB']:.0f} to {final['memory MB']:.0f} MB")
    print(f"\nmemory before and after {leak[2]:,} requests: {leak[0]:.1f} MB, {leak[1]:.1f} MB")
    if leak[1] > leak[0] * 1.05 + 2:
        failed.append("memory grew with the number of requests")
    print(f"{len(tally.events):,} requests of {CLIENTS} clients in {MINUTES:g} minutes\n")
    for one in failed:
        print(f"FAILED: {one}")
    sys.exit(1 if failed else 0)


def main():
    redis = Redis()
    redis.start()
    try:
        with Cluster() as cluster, Server(cluster.url, f"unix://{redis.path}") as server:
            cluster.run(open(f"{HERE}/movies.sql").read().replace(":movies", str(MOVIES)))
            leak = leaks(cluster, server)
            tally, rows, baseline, final = asyncio.run(soak(cluster, redis, server))
    finally:
        redis.stop()
    report(tally, rows, baseline, final, leak)


if __name__ == "__main__":
    main()
