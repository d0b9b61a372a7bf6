"""Puts a server under load with wrk."""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def load(url, workload, keys, connections, seconds, tokens=()):
    """Asks a workload about random things, each time as who bears one of the tokens; returns requests, seconds, p50_ms and
    p99_ms."""
    with tempfile.NamedTemporaryFile("w") as operations, tempfile.NamedTemporaryFile("w") as bearers:
        operations.writelines("\t".join(map(str, request)) + "\n" for request in keys.requests(workload))
        operations.flush()
        bearers.writelines(f"{token}\n" for token in tokens)
        bearers.flush()
        return run(url, connections, seconds, operations.name, bearers.name)


def get(url, connections, seconds):
    """Asks for the same page again and again."""
    return run(url, connections, seconds)


def run(url, connections, seconds, *arguments):
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency", "-s", f"{HERE}/load.lua", url, "--", *arguments]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("result "))
    result = json.loads(line.removeprefix("result "))
    if result.pop("errors"):
        sys.exit(f"the load generator met errors: {output}")
    return result
