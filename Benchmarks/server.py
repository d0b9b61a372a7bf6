"""The release build of `marquee serve`, as a program that benchmarks start and end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

import processes

PROGRAM = ".build/release/marquee"
#: `RATE_LIMIT` for accounts that ask without a pause.
UNLIMITED = "1000000000"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Server:
    """Serves from entry to exit, without a log and with a home of its own.

    Without a `database` it starts a PostgreSQL of its own with the sample catalogue, without a `redis` a Redis.
    `settings` are environment variables without their prefix: `Server(url, CACHE="off")`.
    """

    def __init__(self, database=None, redis=None, program=PROGRAM, **settings):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.address}/graphql"
        self.home = tempfile.mkdtemp(prefix="marquee-bench-home-")
        settings = {"PORT": str(self.port), "LOG": "off", "SLOW_OPERATION": "off", "HOME": self.home, **settings}
        self.environment = dict(os.environ, DATABASE_URL=database or "", REDIS_URL=redis or "")
        self.environment.update({f"MARQUEE_{name}": value for name, value in settings.items()})
        self.command = [program, "serve"] if database else [program, "serve", "--seed"]

    def __enter__(self):
        self.start()
        return self

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.DEVNULL)
        processes.await_answer(f"{self.address}/readyz", self.process, seconds=60)

    def kill(self):
        """Without a word of warning; `start` starts it again."""
        self.process.kill()
        self.process.wait()

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=40)
        shutil.rmtree(self.home, ignore_errors=True)
        if status != 0:
            sys.exit(f"marquee serve ended with status {status}")

    def cpu(self):
        return processes.cpu([self.process.pid])

    def memory(self):
        return processes.memory(self.process.pid)

    def forget_peak(self):
        processes.forget_peak(self.process.pid)

    def peak_memory(self):
        """The most megabytes since `forget_peak`."""
        return processes.peak_memory(self.process.pid)

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def service(self, name):
        """The process of a service of its own."""
        return next(pid for pid in processes.children(self.process.pid) if name in processes.command(pid))
