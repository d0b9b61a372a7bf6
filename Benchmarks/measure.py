"""Times a contestant under load, and counts its statements."""

import os
import resource
import sys

import processes

COUNTED_SECONDS = 2
WARMING_SECONDS = 1
#: The first load of a catalogue that is not in memory yet may end before anything was answered.
COUNTED_TRIES = 5
#: Share of the machine that others may take while a contestant is timed.
DISTURBANCE = 0.08


def counted(cluster, workload, keys, contestant, connections=32):
    """SQL statements a request, under load: requests that share a batch share its statement."""
    keys.renew()
    for _ in range(COUNTED_TRIES):
        statements, result = cluster.count_statements(lambda: contestant.load(workload, keys, connections, COUNTED_SECONDS))
        if result["requests"]:
            return statements / result["requests"]
    sys.exit(f"{contestant.name} answered nothing of {workload.name} in {COUNTED_TRIES * COUNTED_SECONDS} s")


def timed(cluster, workload, keys, contestant, options):
    """What a load tells, with processor time a request. A disturbed one is repeated once, and marked if that was too."""
    result = once(cluster, workload, keys, contestant, options)
    return once(cluster, workload, keys, contestant, options) if result["disturbed"] else result


def once(cluster, workload, keys, contestant, options):
    keys.renew()
    # The first to ask brings the rows into PostgreSQL's memory, for all who follow.
    contestant.load(workload, keys, options.connections, WARMING_SECONDS)
    cluster.await_quiet()
    own = contestant.cpu or (lambda: 0)
    before = own(), cluster.cpu(), generator_cpu(), processes.machine_cpu()
    result = contestant.load(workload, keys, options.connections, options.seconds)
    after = own(), cluster.cpu(), generator_cpu(), processes.machine_cpu()
    server, postgres, generator, machine = (end - start for start, end in zip(before, after))
    foreign = (machine - server - postgres - generator) / (os.cpu_count() * result["seconds"])
    requests = result["requests"]
    return {
        "rps": requests / result["seconds"], "p50_ms": result["p50_ms"], "p99_ms": result["p99_ms"],
        "server_us": server * 1e6 / requests if contestant.cpu else None, "postgres_us": postgres * 1e6 / requests,
        "disturbed": foreign > DISTURBANCE}


def generator_cpu():
    """Seconds of processor time of load generators that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
