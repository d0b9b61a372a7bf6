"""Those that are measured. Each gives its answer to a workload, which has to be everybody's, and works under load.

A load gives requests, seconds, p50_ms and p99_ms.
"""

import glob
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import urllib.request

import processes
import wrk
from server import UNLIMITED, Server, free_port

#: How the server's own sessions are set where a viewer asks: row-level security holds, keys as arrays have one plan.
AS_SERVER = "-c role=marquee_app -c plan_cache_mode=force_generic_plan"
HERE = os.path.dirname(os.path.abspath(__file__))


class HTTPContestant:
    """A server that answers GraphQL at `url`."""

    def answer(self, workload, key, viewers):
        headers = {"Content-Type": "application/json"}
        if viewers:
            headers["Authorization"] = f"Bearer {viewers.tokens[0]}"
        request = urllib.request.Request(self.url, workload.body(key).encode(), headers)
        answer = json.load(urllib.request.urlopen(request))
        if "errors" in answer:
            sys.exit(f"{self.name} fails {workload.name}: {answer['errors'][0]}")
        return answer["data"]

    def load(self, workload, keys, connections, seconds):
        tokens = keys.viewers.tokens if keys.viewers else []
        return wrk.load(self.url, workload, keys, connections, seconds, tokens)


class Marquee(HTTPContestant):
    """The server with its caches off; requests still share batches."""

    name = "marquee"

    def __init__(self, cluster):
        self.server = Server(cluster.url, CACHE="off", RATE_LIMIT=UNLIMITED)

    def __enter__(self):
        self.server.__enter__()
        self.url = self.server.url
        self.cpu = self.server.cpu
        self.memory = self.server.memory
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)


class GraphQLJS(HTTPContestant):
    """graphql-js in two processes, with loaders and a cache of documents."""

    name = "graphql-js"
    PROCESSES = 2

    def __init__(self, cluster):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/graphql"
        self.environment = dict(
            os.environ, PGHOST=cluster.folder, PGUSER="marquee", PGDATABASE="marquee", NODE_ENV="production",
            NODE_PATH=os.path.abspath(".build/node-modules/usr/share/nodejs"))

    def __enter__(self):
        command = ["node", f"{HERE}/graphql-js-server/main.js", str(self.port), str(self.PROCESSES)]
        self.process = subprocess.Popen(command, env=self.environment)
        processes.await_answer(f"http://127.0.0.1:{self.port}/", self.process)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=10)

    def pids(self):
        return [self.process.pid, *processes.children(self.process.pid)]

    def cpu(self):
        return processes.cpu(self.pids())

    def memory(self):
        return sum(map(processes.memory, self.pids()))


class PgbenchContestant:
    """A script of pgbench, as PostgreSQL's own program sends it: what the database alone can do."""

    cpu = memory = None

    def __init__(self, cluster):
        self.cluster = cluster

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def load(self, workload, keys, connections, seconds):
        with tempfile.TemporaryDirectory() as folder:
            options = [f"-D{name}={value}" for name, value in keys.variables().items()]
            options += ["-l", f"--log-prefix={folder}/log", "--sampling-rate=0.1"]
            session = AS_SERVER if keys.viewers else ""
            output = self.cluster.pgbench(workload.file(self.script), connections, seconds, *options, session=session)
            # A line is: client, its count of transactions, microseconds, and more.
            times = [int(line.split()[2]) / 1000 for name in glob.glob(f"{folder}/log*") for line in open(name)]
        requests = int(re.search(r"number of transactions actually processed: (\d+)", output)[1])
        rate = float(re.search(r"^tps = ([\d.]+)", output, re.MULTILINE)[1])
        centiles = statistics.quantiles(times, n=100) if len(times) > 1 else [0] * 99
        return {"requests": requests, "seconds": requests / rate, "p50_ms": centiles[49], "p99_ms": centiles[98]}

    def output(self, workload, key, viewers):
        """What the script's statements give for a key, and all its variables, by psql."""
        text = re.sub(r"^\\set.*$", "", workload.text(self.script), flags=re.MULTILINE)
        text = text.replace("\\startpipeline", "begin;").replace("\\endpipeline", "commit;")
        # pgbench sends variables as parameters, psql pastes them into the text.
        viewer = {"viewer": viewers.first} if viewers else {}
        return self.cluster.run(re.sub(r":(\w+)::", r":'\1'::", text) + "\\set\n", id=key, **viewer)


class JSONStatement(PgbenchContestant):
    """One statement that makes the answer: what servers that compile GraphQL to SQL send."""

    name = "json"
    script = "json.sql"

    def answer(self, workload, key, viewers):
        return json.loads(self.output(workload, key, viewers).splitlines()[0])


class Floor(PgbenchContestant):
    """The fewest batched statements, whose rows still have to become an answer."""

    name = "floor"
    script = "floor.sql"

    def missing(self, workload, key, viewers, answer):
        """The scalars of an answer that the statements do not read."""
        read = self.output(workload, key, viewers)
        return [leaf for leaf in leaves(answer) if re.sub(r"^[A-Z]_", "", str(leaf)) not in read]


def leaves(value):
    """The scalars of an answer, as PostgreSQL would print them."""
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in leaves(member)]
    if isinstance(value, list):
        return [leaf for member in value for leaf in leaves(member)]
    return [] if value is None else [value]
