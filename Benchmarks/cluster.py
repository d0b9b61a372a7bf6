"""A PostgreSQL of the benchmark's own, on a unix socket in a temporary folder."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile


class Cluster:
    """Starts on entry and goes with its data on exit. As root it runs as the user `postgres`."""

    def __enter__(self):
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.folder = tempfile.mkdtemp(prefix="marquee-bench-")
        self.account = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            shutil.chown(self.folder, self.account)
        self.as_owner("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "bench", "-E", "UTF8", "--no-sync")
        settings = {
            "listen_addresses": "", "unix_socket_directories": self.folder, "shared_buffers": "512MB",
            "jit": "off", "random_page_cost": "1.1", "fsync": "off", "max_connections": "100",
        }
        with open(f"{self.folder}/data/postgresql.conf", "a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.as_owner("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "start")
        self.run("create role marquee login createrole; create database marquee owner marquee", "postgres", "bench")
        return self

    def __exit__(self, *_):
        self.as_owner("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "stop")
        shutil.rmtree(self.folder)

    @property
    def url(self):
        return f"postgresql://marquee@/marquee?host={self.folder}"

    def processes(self):
        """The server's own process and all its children."""
        main = int(open(f"{self.folder}/data/postmaster.pid").readline())
        children = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True).stdout.split()
        return [main, *map(int, children)]

    def as_owner(self, program, *arguments):
        command = [f"{self.bin}/{program}", *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={self.account}", f"--regid={self.account}", "--init-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def run(self, sql, database="marquee", user="marquee"):
        """Runs statements in one transaction and returns what the last one prints, columns parted by `|`."""
        command = ["psql", "-h", self.folder, "-U", user, "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        return subprocess.run(command, input=sql, check=True, capture_output=True, text=True).stdout

    def pgbench(self, script, connections, seconds):
        command = [
            f"{self.bin}/pgbench", "-h", self.folder, "-U", "marquee", "-n", "-M", "prepared", "-f", script,
            "-c", str(connections), "-j", "1", "-T", str(seconds), "marquee"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
