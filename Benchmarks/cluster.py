"""A PostgreSQL of the benchmark's own, on a unix socket in a temporary folder."""

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

import processes
from huge_pages import HugePages


class Cluster:
    """Starts on entry and ends on exit. As root it runs as the user `postgres`.

    Its data go with it, unless they are to lie in `data`, a folder that a later cluster then starts from. With `huge_pages` its
    buffers lie in such, if the machine grants them: that is asked for, since it changes a setting of the kernel meanwhile.
    """

    def __init__(self, data=None, huge_pages=False):
        self.kept_data = data
        self.wants_huge_pages = huge_pages

    def __enter__(self):
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.folder = tempfile.mkdtemp(prefix="marquee-bench-")
        self.account = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.data = os.path.abspath(self.kept_data) if self.kept_data else f"{self.folder}/data"
        os.makedirs(self.data, mode=0o700, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, self.account)
            shutil.chown(self.data, self.account)
        if os.path.exists(f"{self.data}/postmaster.pid"):
            main = int(open(f"{self.data}/postmaster.pid").readline())
            if os.path.exists(f"/proc/{main}"):
                sys.exit(f"another run uses {self.data}: wait for it, or if it was killed, end the PostgreSQL it left, process {main}")
        self.is_new = not os.path.exists(f"{self.data}/PG_VERSION")
        if self.is_new:
            self.as_owner("initdb", "-D", self.data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--no-sync")
        self.configure()
        needed = self.as_owner("postgres", "-D", self.data, "-C", "shared_memory_size_in_huge_pages")
        self.huge_pages = HugePages(int(needed) if self.wants_huge_pages else 0)
        try:
            self.control("start")
        except subprocess.CalledProcessError:
            self.huge_pages.release()
            raise
        if self.is_new:
            self.run("create role marquee login createrole; create database marquee owner marquee", "postgres", "bench")
        return self

    def __exit__(self, *_):
        self.control("-m", "fast", "stop")
        self.huge_pages.release()
        shutil.rmtree(self.folder)

    def configure(self):
        settings = {
            "listen_addresses": "", "unix_socket_directories": self.folder, "shared_buffers": "4GB", "jit": "off",
            "random_page_cost": "1.1", "fsync": "off", "max_connections": "100", "max_wal_size": "4GB",
            "huge_pages": "try" if self.wants_huge_pages else "off",
            "shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "none",
        }
        with open(f"{self.data}/postgresql.auto.conf", "w") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        if os.getuid() == 0:
            shutil.chown(file.name, self.account)

    @property
    def url(self):
        return f"postgresql://marquee@/marquee?host={self.folder}"

    def processes(self):
        """The server's own process and all its children."""
        main = int(open(f"{self.data}/postmaster.pid").readline())
        return [main, *processes.children(main)]

    def cpu(self):
        """Seconds of processor time, with those of sessions that have ended."""
        main, *children = self.processes()
        return processes.cpu([main], with_ended_children=True) + processes.cpu(children)

    def control(self, *arguments):
        """Starts, stops or restarts it, as pg_ctl does."""
        self.as_owner("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", *arguments)

    def as_owner(self, program, *arguments):
        """Runs a program of PostgreSQL's, and returns what it prints."""
        command = [f"{self.bin}/{program}", *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={self.account}", f"--regid={self.account}", "--init-groups", *command]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd="/").stdout

    def run(self, sql, database="marquee", user="marquee", **variables):
        """Runs a script and returns what it prints, columns parted by `|`; `:name` stands for a variable's value."""
        command = ["psql", "-h", self.folder, "-U", user, "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        for name, value in variables.items():
            command += ["-v", f"{name}={value}"]
        return subprocess.run(command, input=sql, check=True, capture_output=True, text=True).stdout

    def await_quiet(self, seconds=15):
        """Waits, so long at most, until no session and no vacuum is at work: counters are folded behind those who write."""
        for _ in range(seconds):
            busy = self.run("select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() "
                            "and (query_start < now() - interval '0.1 s' or backend_type = 'autovacuum worker')", "postgres", "bench")
            if int(busy) == 0:
                return
            time.sleep(1)

    def pgbench(self, script, connections, seconds, *options, session=""):
        """Runs a script for some time; `session` are options of its sessions."""
        command = [
            f"{self.bin}/pgbench", "-h", self.folder, "-U", "marquee", "-n", "-M", "prepared", "-f", script,
            "-c", str(connections), "-j", "1", "-T", str(seconds), *options, f"dbname=marquee options='{session}'"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def count_statements(self, run):
        """How many statements, and what `run` returns. Counting costs time, so it is off otherwise."""
        def administer(sql):
            return self.run(sql, "postgres", "bench")

        def track(what):
            administer(f"alter system set pg_stat_statements.track = '{what}'")
            administer("select pg_reload_conf()")
            # Sessions read it before their next statement.
            administer("select pg_sleep(0.1)")

        administer("create extension if not exists pg_stat_statements")
        track("top")
        administer("select pg_stat_statements_reset()")
        result = run()
        calls = administer(
            "select coalesce(sum(calls), 0) from pg_stat_statements s join pg_database d on d.oid = s.dbid "
            "where d.datname = 'marquee' and s.query !~* '^(begin|commit|set|deallocate)'")
        track("none")
        return int(calls), result
