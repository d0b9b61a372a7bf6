"""Q10: a thousand clients wait for news of one title, each on a WebSocket of its own: what waiting takes of the server's
memory, and how soon all are told of a change, by the clock of PostgreSQL, where it happens."""

import json
import resource
import select
import statistics
import subprocess
import sys
import time

from contestants import Marquee
from websocket import WebSocket

CLIENTS = 1000
EVENTS_A_ROUND = 10
#: Changes that follow each other closely may be told as one.
PAUSE = 0.3
PATIENCE = 10
SUBSCRIPTION = "subscription ($id: ID!) { titleUpdated(id: $id) { id title tagline } }"


def measure(cluster, rounds):
    """Figures of a workload; processor time and statements are those of one delivery."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4 * CLIENTS), most))
    title = int(cluster.run("select min(id) from titles where kind = 'movie'"))
    with Marquee("marquee", cluster, "off") as marquee, Editor(cluster, title) as editor:
        before = marquee.memory()
        audience = Audience(marquee.server.port, title)
        try:
            # All are subscribed once all have heard something.
            audience.hear(editor)
            memory = marquee.memory() - before
            used = marquee.cpu(), cluster.cpu()
            told = [audience.hear(editor) for _ in range(rounds * EVENTS_A_ROUND)]
            used = [end - start for start, end in zip(used, (marquee.cpu(), cluster.cpu()))]
            statements, _ = cluster.count_statements(lambda: audience.hear(editor))
        finally:
            audience.close()
    delays = [delay for delays in told for delay in delays]
    last = statistics.median(max(delays) for delays in told)
    centiles = statistics.quantiles(delays, n=100)
    return {
        "rps": CLIENTS / last, "p50_ms": centiles[49] * 1000, "p99_ms": centiles[98] * 1000, "last_ms": last * 1000,
        "server_us": used[0] * 1e6 / len(delays), "postgres_us": used[1] * 1e6 / len(delays),
        "sql": statements / CLIENTS, "socket_kb": memory * 1000 / CLIENTS, "clients": CLIENTS}


class Editor:
    """Changes a title; a session stays open, since starting one takes longer than telling everybody."""

    def __init__(self, cluster, title):
        self.title, self.count = title, 0
        self.command = ["psql", "-h", cluster.folder, "-U", "marquee", "-d", "marquee", "-X", "-q", "-A", "-t"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tagline = self.ask(f"select coalesce(quote_literal(tagline), 'null') from titles where id = {self.title};")
        return self

    def __exit__(self, *_):
        self.process.communicate(f"update titles set tagline = {self.tagline} where id = {self.title};")

    def ask(self, sql):
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def change(self):
        """The new tagline, and when it was written, in seconds of the machine's clock."""
        self.count += 1
        text = f"Change {self.count} of {id(self)}"
        when = self.ask(
            f"update titles set tagline = '{text}' where id = {self.title} returning extract(epoch from clock_timestamp());")
        return text.encode(), float(when)


class Audience:
    """The clients."""

    def __init__(self, port, title):
        self.poll, self.clients = select.epoll(), {}
        for _ in range(CLIENTS):
            client = WebSocket(port)
            client.send(b'{"type": "connection_init"}')
            client.wait()
            payload = {"query": SUBSCRIPTION, "variables": {"id": f"M_{title}"}}
            client.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}).encode())
            self.clients[client.fileno()] = client
            self.poll.register(client, select.EPOLLIN)

    def hear(self, editor):
        """Seconds until each client was told of a change."""
        time.sleep(PAUSE)
        text, start = editor.change()
        waiting, delays = set(self.clients), []
        while waiting:
            ready = self.poll.poll(PATIENCE)
            if not ready:
                sys.exit(f"{len(waiting)} of {CLIENTS} clients were not told of a change within {PATIENCE} s")
            for number, _ in ready:
                self.clients[number].read()
                now = time.time()
                if any(text in message for message in self.clients[number].messages()):
                    waiting.discard(number)
                    delays.append(now - start)
        return delays

    def close(self):
        for client in self.clients.values():
            client.close()


def print_table(told):
    print(
        f"\nQ10 a change of a title told to {told['clients']:,} clients on WebSockets\n\n"
        f"last told after {told['last_ms']:.1f} ms, p50 {told['p50_ms']:.1f} ms, p99 {told['p99_ms']:.1f} ms; a client takes "
        f"{told['server_us']:.0f} µs of the server, {told['postgres_us']:.1f} µs of PostgreSQL and {told['sql']:.3f} statements "
        f"each time, and {told['socket_kb']:.1f} kB of memory while it waits")
