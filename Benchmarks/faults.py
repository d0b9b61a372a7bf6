#!/usr/bin/env python3
"""Injects faults under a running server and prints, as a Markdown table, what its clients saw.

Usage: Benchmarks/faults.py [PROGRAM]

The server runs its own PostgreSQL and Redis in a new home. Eight clients ask a query one after the other without a
pause; any answer but the expected one counts as an error. "Longest stall" is the longest time a client waited for an
answer, "recovered after" the time from the fault to the end of the last error or of the last answer that took over
100 ms; for faults that last, it counts from their end.
"""
import collections
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import processes
from server import PROGRAM, Server

QUERY = b'{"query":"{ movies(first: 5) { nodes { title cast(first: 2) { nodes { person { name } } } } } }"}'
SLOW = 0.1
CLIENTS = 8

Answer = collections.namedtuple("Answer", "start end error")


def backends(server):
    """The processes of the database's sessions."""
    return [pid for pid in processes.children(server.service("postgres")) if "marquee" in processes.command(pid)]


def psql(server, script):
    data = pathlib.Path(processes.command(server.service("postgres")).split("-D ")[1].strip())
    sockets = re.search(r"unix_socket_directories = '(.*)'", (data / "postgresql.conf").read_text())[1]
    command = ["psql", "-qX", "-h", sockets, "-p", "5432", "-U", "marquee", "-c", script, "marquee"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Client(threading.Thread):
    """Asks without a pause and keeps what happened."""

    def __init__(self, port, expected):
        super().__init__(daemon=True)
        self.port, self.expected = port, expected
        self.answers, self.is_done = [], False

    def run(self):
        connection = None
        while not self.is_done:
            start, error = time.monotonic(), None
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                body = ask(connection, QUERY)
                if body != self.expected:
                    found = re.search(rb'"code":"(\w+)"', body)
                    error = found[1].decode() if found else "another answer"
            except (OSError, http.client.HTTPException) as failure:
                error, connection = type(failure).__name__, None
            self.answers.append(Answer(start, time.monotonic(), error))
            if error:
                time.sleep(0.005)


def await_calm(clients):
    """Returns when every client has had nothing but quick, right answers for two seconds, or after twenty."""
    limit = time.monotonic() + 20
    calm_since = time.monotonic()
    while time.monotonic() < min(limit, calm_since + 2):
        time.sleep(0.02)
        last = [client.answers[-1] for client in clients if client.answers]
        if any(answer.error or answer.end < time.monotonic() - 0.5 for answer in last):
            calm_since = time.monotonic()


def ask(connection, query):
    connection.request("POST", "/graphql", query, {"Content-Type": "application/json"})
    return connection.getresponse().read()


def measure(server, expected, name, inject):
    clients = [Client(server.port, expected) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(0.5)
    fault = time.monotonic()
    ended = inject(server) or fault
    await_calm(clients)
    for client in clients:
        client.is_done = True
    for client in clients:
        client.join()
    answers = [answer for client in clients for answer in client.answers if answer.end >= fault]
    errors = collections.Counter(answer.error for answer in answers if answer.error)
    stall = max(answer.end - answer.start for answer in answers)
    troubled = [answer.end for answer in answers if answer.error or answer.end - answer.start > SLOW]
    recovery = max([end - ended for end in troubled] + [0])
    words = ", ".join(f"{count} {code}" for code, count in errors.items()) or "none"
    print(f"| {name} | {len(answers)} | {words} | {stall:.2f} s | {recovery:.2f} s |", flush=True)


# Each fault returns when it ended, or nothing if it was a moment.

def end_sessions(server):
    for backend in backends(server):
        os.kill(backend, signal.SIGTERM)


def kill_postgres(server):
    os.kill(server.service("postgres"), signal.SIGKILL)


def freeze(processes, seconds):
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    time.sleep(seconds)
    for process in processes:
        os.kill(process, signal.SIGCONT)
    return time.monotonic()


def freeze_sessions(server):
    return freeze(backends(server), 2)


def kill_redis(server):
    os.kill(server.service("redis-server"), signal.SIGKILL)


def freeze_redis(server):
    return freeze([server.service("redis-server")], 2)


def lock_table(server):
    psql(server, "begin; lock table titles; select pg_sleep(2); rollback")
    return time.monotonic()


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port))


def leave_at_once(server):
    request = f"POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {len(QUERY)}\r\n\r\n"
    clients = [connect(server) for _ in range(1000)]
    for client in clients:
        client.sendall(request.encode() + QUERY)
    for client in clients:
        client.close()


def dawdle(server):
    clients = [connect(server) for _ in range(500)]
    for byte in b"POST":
        for client in clients:
            client.sendall(bytes([byte]))
        time.sleep(0.5)
    for client in clients:
        client.close()
    return time.monotonic()


FAULTS = [
    ("none", lambda server: None),
    ("PostgreSQL ends all sessions", end_sessions),
    ("PostgreSQL is killed (SIGKILL)", kill_postgres),
    ("PostgreSQL's sessions are frozen for 2 s", freeze_sessions),
    ("the table of titles is locked for 2 s", lock_table),
    ("Redis is killed", kill_redis),
    ("Redis is frozen for 2 s", freeze_redis),
    ("1,000 clients ask and leave at once", leave_at_once),
    ("500 clients send a byte each half second", dawdle),
]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else PROGRAM
    with Server(program=program) as server:
        first = http.client.HTTPConnection("127.0.0.1", server.port)
        expected = ask(first, QUERY)
        if b'"errors"' in expected:
            raise SystemExit(f"the query itself fails: {expected.decode()}")
        print("| fault | answers | errors | longest stall | recovered after |\n|---|---|---|---|---|")
        for name, inject in FAULTS:
            measure(server, expected, name, inject)


main()
