"""The release build of `marquee serve`, as a program that benchmarks start and end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

import processes

PROGRAM = ".build/release/marquee"


class Server:
    """Serves from entry to exit on a database, without a log and with a home of its own.

    `settings` are environment variables without their prefix: `Server(url, 18080, CACHE="off")`.
    """

    def __init__(self, database, port, program=PROGRAM, **settings):
        self.port = port
        self.url = f"http://127.0.0.1:{port}/graphql"
        self.home = tempfile.mkdtemp(prefix="marquee-bench-home-")
        settings = {"PORT": str(port), "LOG": "off", "SLOW_OPERATION": "off", "HOME": self.home, **settings}
        self.environment = dict(os.environ, DATABASE_URL=database)
        self.environment.update({f"MARQUEE_{name}": value for name, value in settings.items()})
        self.program = program

    def __enter__(self):
        self.process = subprocess.Popen([self.program, "serve"], env=self.environment)
        processes.await_answer(f"http://127.0.0.1:{self.port}/readyz", self.process)
        return self

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

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))
