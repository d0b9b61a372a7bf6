"""The servers that are measured. Each gives its answer to a workload, which has to be everybody's, and works under load.

A load gives requests, seconds, p50_ms and p99_ms.
"""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import processes
import wrk
from server import UNLIMITED, Server, free_port

HERE = os.path.dirname(os.path.abspath(__file__))


class HTTPContestant:
    """A server that answers GraphQL at `url`."""

    def raw_answer(self, workload, keys, key):
        """The bytes."""
        headers = {"Content-Type": "application/json"}
        if keys.viewers:
            headers["Authorization"] = f"Bearer {keys.viewers.tokens[0]}"
        request = urllib.request.Request(self.url, keys.body(workload, key).encode(), headers)
        return urllib.request.urlopen(request).read()

    def answer(self, workload, keys, key):
        answer = json.loads(self.raw_answer(workload, keys, key))
        if "errors" in answer:
            sys.exit(f"{self.name} fails {workload.name}: {answer['errors'][0]}")
        return answer["data"]

    def load(self, workload, keys, connections, seconds):
        tokens = keys.viewers.tokens if keys.viewers else []
        return wrk.load(self.url, workload, keys, connections, seconds, tokens)


class Marquee(HTTPContestant):
    """The server. Whatever its caches, requests share batches."""

    def __init__(self, name, cluster, cache, environment=()):
        self.name = name
        self.server = Server(cluster.url, CACHE=cache, RATE_LIMIT=UNLIMITED)
        self.server.environment.update(environment)

    def __enter__(self):
        self.server.__enter__()
        self.url = self.server.url
        self.cpu = self.server.cpu
        self.memory = self.server.memory
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)


#: `MARQUEE_CACHE` of each.
CACHES = {"marquee": "off", "marquee-entities": "entities", "marquee-cached": "on"}


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
