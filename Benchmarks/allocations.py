"""Counts what the server allocates for a request, on servers of its own: counting costs time."""

import os
import struct
import subprocess
import tempfile

from contestants import CACHES, Marquee

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 1


def of_servers(cluster, races):
    """Allocations a request under load, by workload and contestant, of those races that the server runs in."""
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        library = f"{folder}/allocation-count.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, f"{HERE}/allocation-count.c", "-ldl"], check=True)
        for name, cache in CACHES.items():
            own = [(workload, keys) for workload, keys, one in races if one.name == name]
            if own:
                counts |= of_server(cluster, name, cache, own, library, f"{folder}/{name}")
    return counts


def of_server(cluster, name, cache, workloads, library, place):
    with open(place, "wb") as file:
        file.write(bytes(8))
    environment = {"LD_PRELOAD": library, "ALLOCATION_COUNT": place}

    def count():
        return struct.unpack("q", open(place, "rb").read())[0]

    counts = {}
    with Marquee(name, cluster, cache, environment) as marquee:
        for workload, keys in workloads:
            keys.renew()
            # What is only made once is made.
            marquee.load(workload, keys, 32, SECONDS)
            before = count()
            requests = marquee.load(workload, keys, 32, SECONDS)["requests"]
            counts[workload, name] = (count() - before) / requests
    return counts
