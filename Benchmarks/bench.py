"""Runs every contestant of a workload in turn, several rounds, and prints medians and ratios.

All share this machine's cores: PostgreSQL, the server or reference, and the load generator. Each round runs each
contestant once, so that a machine that slows down slows all of them.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request

from cluster import Cluster

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 8
CONNECTIONS = 32
MOVIES = 100_000
PORT = 18080
HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")


def main():
    with Cluster() as cluster:
        with Server(cluster.url) as server:
            cluster.run(open(f"{HERE}/movies.sql").read().replace(":movies", str(MOVIES)))
            check_equal(cluster)
            rounds = [round_of(cluster, server) for _ in range(ROUNDS)]
            memory = server.memory()
    report(rounds, memory)


class Server:
    """`marquee serve` on the cluster, caches that cross requests off, no log."""

    def __init__(self, url):
        environment = dict(
            os.environ, DATABASE_URL=url, MARQUEE_PORT=str(PORT), MARQUEE_LOG="off", MARQUEE_SLOW_OPERATION="off",
            MARQUEE_CACHE="off")
        self.process = subprocess.Popen([".build/release/marquee", "serve"], env=environment)

    def __enter__(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=1)
                return self
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("marquee serve ended before it was ready")
                time.sleep(0.05)
        sys.exit("marquee serve was not ready after 10 s")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=40)

    def cpu(self):
        """Seconds of processor time so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """Resident megabytes."""
        return int(open(f"/proc/{self.process.pid}/statm").read().split()[1]) * 4096 / 1e6


def check_equal(cluster):
    """Nothing is timed before both give the same answers."""
    for key in (1, 77, MOVIES):
        body = {"query": "query ($id: ID!) { movie(id: $id) { id title releaseDate } }", "variables": {"id": f"M_{key}"}}
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}/graphql", json.dumps(body).encode(), {"Content-Type": "application/json"})
        ours = json.load(urllib.request.urlopen(request))["data"]["movie"]
        title, date = cluster.run(f"select title, release_date from titles where id = {key}").strip().split("|")
        if ours != {"id": f"M_{key}", "title": title, "releaseDate": date}:
            sys.exit(f"answers differ for movie {key}: {ours}")


def round_of(cluster, server):
    reference = pgbench(cluster)
    before = server.cpu()
    point = wrk("point.lua")
    point["cpu_us"] = (server.cpu() - before) * 1e6 / point["requests"]
    return {"pgbench": reference, "marquee": point}


def wrk(script):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", f"{HERE}/{script}", f"http://127.0.0.1:{PORT}/graphql"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("result "))
    result = json.loads(line.removeprefix("result "))
    if result["errors"]:
        sys.exit(f"the load generator met errors: {output}")
    return result


def pgbench(cluster):
    output = cluster.pgbench(f"{HERE}/point.sql", CONNECTIONS, SECONDS)
    rate = next(line for line in output.splitlines() if line.startswith("tps ="))
    return {"rps": float(rate.split()[2])}


def report(rounds, memory):
    def median(contestant, figure):
        return statistics.median(one[contestant][figure] for one in rounds)

    ratios = [one["marquee"]["rps"] / one["pgbench"]["rps"] for one in rounds]
    print(f"\nmovie(id) {{ id title releaseDate }}, random ids over {MOVIES} movies, {CONNECTIONS} connections")
    print(f"{ROUNDS} rounds of {SECONDS} s, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'':22}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'server µs':>11}")
    print(f"{'pgbench -M prepared':22}{median('pgbench', 'rps'):12.0f}")
    print(
        f"{'marquee':22}{median('marquee', 'rps'):12.0f}{median('marquee', 'p50_ms'):9.2f}"
        f"{median('marquee', 'p99_ms'):9.2f}{median('marquee', 'cpu_us'):11.1f}")
    print(f"\nratio {statistics.median(ratios):.2f} (of each round: {', '.join(f'{ratio:.2f}' for ratio in ratios)})")
    print(f"server memory after load {memory:.0f} MB")


if __name__ == "__main__":
    main()
