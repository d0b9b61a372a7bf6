"""A Redis of the benchmark's own, on a unix socket in a temporary folder."""

import subprocess
import tempfile


class Redis:
    """It can be stopped and started."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="marquee-redis-")
        self.path = f"{self.folder.name}/redis.sock"

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.path, "--save", "", "--dir", self.folder.name],
            stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def signal(self, number):
        self.process.send_signal(number)
