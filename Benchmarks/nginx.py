"""nginx with a workload's answer as a file: what sending the same bytes costs at least."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request

import processes
import wrk
from server import free_port

#: As quick as it gets: two processes, open files and headers at hand, connections kept, nothing logged.
CONFIGURATION = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100;
  default_type application/json; server_tokens off;
  client_body_temp_path {folder}/client; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port} reuseport; root {folder}/pages; }}
}}
"""


class Nginx:
    """Serves what another contestant answers to some workloads that have no variables."""

    name = "nginx"
    #: As root it works as Debian's user for web servers, who may read nothing else.
    ACCOUNT = "www-data"

    def __init__(self, other, workloads, cluster):
        self.other, self.workloads, self.cluster, self.port = other, workloads, cluster, free_port()

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="marquee-nginx-")
        os.mkdir(f"{self.folder}/pages")
        for workload in self.workloads:
            keys = workload.keys(self.cluster)
            with open(f"{self.folder}/pages/{workload.name}", "wb") as page:
                page.write(self.other.raw_answer(workload, keys, keys.some()[0]))
        with open(f"{self.folder}/nginx.conf", "w") as configuration:
            configuration.write(CONFIGURATION.format(folder=self.folder, port=self.port))
        command = ["nginx", "-e", "stderr", "-p", self.folder, "-c", f"{self.folder}/nginx.conf"]
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{self.ACCOUNT}:", self.folder], check=True)
            command = ["setpriv", f"--reuid={self.ACCOUNT}", f"--regid={self.ACCOUNT}", "--init-groups", *command]
        self.process = subprocess.Popen(command)
        processes.await_answer(self.url(self.workloads[0]), self.process)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=10)
        shutil.rmtree(self.folder)

    def url(self, workload):
        return f"http://127.0.0.1:{self.port}/{workload.name}"

    def answer(self, workload, *_):
        return json.load(urllib.request.urlopen(self.url(workload)))["data"]

    def load(self, workload, _, connections, seconds):
        return wrk.get(self.url(workload), connections, seconds)

    def pids(self):
        return [self.process.pid, *processes.children(self.process.pid)]

    def cpu(self):
        return processes.cpu(self.pids())

    def memory(self):
        return sum(map(processes.memory, self.pids()))
