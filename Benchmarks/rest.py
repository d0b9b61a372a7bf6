"""What the server takes before anybody asks: how long it starts, with services that run already, and its memory then."""

import statistics
import time

from redis_server import Redis
from server import Server

STARTS = 5
SETTLE = 2


def measure(cluster):
    """Milliseconds from the start to the first answer, and megabytes."""
    redis = Redis()
    redis.start()
    try:
        starts, memory = zip(*(once(cluster, redis) for _ in range(STARTS)))
    finally:
        redis.stop()
    return {"start_ms": statistics.median(starts), "memory_mb": statistics.median(memory)}


def once(cluster, redis):
    begin = time.monotonic()
    with Server(cluster.url, f"unix://{redis.path}") as server:
        start = (time.monotonic() - begin) * 1000
        time.sleep(SETTLE)
        return start, server.memory()
