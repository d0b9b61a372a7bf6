"""Contestants that are scripts of pgbench, PostgreSQL's own load generator: what the database alone can do."""

import glob
import json
import re
import statistics
import tempfile

#: How the server's own sessions are set where a viewer asks: row-level security holds, keys as arrays have one plan.
AS_SERVER = "-c role=marquee_app -c plan_cache_mode=force_generic_plan"


class PgbenchContestant:
    """One of a workload's scripts."""

    cpu = memory = None

    def __init__(self, cluster):
        self.cluster = cluster

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def load(self, workload, keys, connections, seconds):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/script", "w") as script:
                script.write(workload.text(self.script))
            options = [f"-D{name}={value}" for name, value in keys.variables().items()]
            options += ["-l", f"--log-prefix={folder}/log", "--sampling-rate=0.1"]
            session = AS_SERVER if keys.viewers else ""
            output = self.cluster.pgbench(script.name, connections, seconds, *options, session=session)
            # A line is: client, its count of transactions, microseconds, and more.
            times = [int(line.split()[2]) / 1000 for name in glob.glob(f"{folder}/log*") for line in open(name)]
        requests = int(re.search(r"number of transactions actually processed: (\d+)", output)[1])
        rate = float(re.search(r"^tps = ([\d.]+)", output, re.MULTILINE)[1])
        centiles = statistics.quantiles(times, n=100) if len(times) > 1 else [0] * 99
        return {"requests": requests, "seconds": requests / rate, "p50_ms": centiles[49], "p99_ms": centiles[98]}

    def output(self, workload, keys, key):
        """What the script's statements give for a key, and all its variables, by psql."""
        text = re.sub(r"^\\set.*$", "", workload.text(self.script), flags=re.MULTILINE)
        text = text.replace("\\startpipeline", "begin;").replace("\\endpipeline", "commit;")
        variables = keys.variables() | ({"viewer": keys.viewers.first} if keys.viewers else {}) | {"id": key}
        # pgbench sends variables as parameters, psql pastes them into the text.
        return self.cluster.run(re.sub(r":(\w+)::", r":'\1'::", text) + "\\set\n", **variables)


class JSONStatement(PgbenchContestant):
    """One statement that makes the answer: what servers that compile GraphQL to SQL send."""

    name = "json"
    script = "json.sql"

    def answer(self, workload, keys, key):
        return json.loads(self.output(workload, keys, key).splitlines()[0])


class Floor(PgbenchContestant):
    """The fewest batched statements, whose rows still have to become an answer."""

    name = "floor"
    script = "floor.sql"

    def missing(self, workload, keys, key, answer):
        """The scalars of an answer that the statements do not read."""
        read = self.output(workload, keys, key)
        return [leaf for leaf in leaves(answer) if re.sub(r"^[A-Z]_", "", str(leaf)) not in read]


def leaves(value):
    """The scalars of an answer, as PostgreSQL would print them."""
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in leaves(member)]
    if isinstance(value, list):
        return [leaf for member in value for leaf in leaves(member)]
    return [] if value is None else [value]
