"""Puts a server under load with wrk."""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def load(url, workload, keys, connections, seconds, tokens=()):
    """Asks a workload with random keys, each time as who bears one of the tokens; returns requests, seconds, p50_ms and
    p99_ms."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as body, tempfile.NamedTemporaryFile("w") as bearers:
        body.write(workload.body("@"))
        body.flush()
        bearers.writelines(f"{token}\n" for token in tokens)
        bearers.flush()
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", f"{HERE}/load.lua", url,
            "--", body.name, bearers.name, str(keys.first), str(keys.step), str(keys.count)]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("result "))
    result = json.loads(line.removeprefix("result "))
    if result.pop("errors"):
        sys.exit(f"the load generator met errors: {output}")
    return result
