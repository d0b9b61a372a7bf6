"""What the kernel tells of processes: processor time and memory."""

import glob
import os
import sys
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM = 11, 12, 13, 14


def cpu(pids, with_ended_children=False):
    """Seconds of processor time that processes have used so far, on request also their children that have ended."""
    wanted = [USER, SYSTEM] + ([CHILDREN_USER, CHILDREN_SYSTEM] if with_ended_children else [])
    ticks = 0
    for pid in pids:
        try:
            fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended since the list was made
        ticks += sum(int(fields[field]) for field in wanted)
    return ticks / TICKS


def machine_cpu():
    """Seconds that all cores together have been busy since the machine started."""
    user, nice, system, _, _, interrupt, soft_interrupt = map(int, open("/proc/stat").readline().split()[1:8])
    return (user + nice + system + interrupt + soft_interrupt) / TICKS


def memory(pid):
    """Resident megabytes."""
    return int(open(f"/proc/{pid}/statm").read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def forget_peak(pid):
    """`peak_memory` begins anew."""
    open(f"/proc/{pid}/clear_refs", "w").write("5")


def peak_memory(pid):
    """Megabytes that were resident at most."""
    line = next(line for line in open(f"/proc/{pid}/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def children(pid):
    """The processes that a process has started."""
    return [int(child) for name in glob.glob(f"/proc/{pid}/task/*/children") for child in open(name).read().split()]


def command(pid):
    """A process' words, which some change into what they do."""
    return open(f"/proc/{pid}/cmdline").read().replace("\0", " ")


def await_answer(url, process, seconds=10):
    """Waits until a server answers, or ends the program with a word on why it does not."""
    for _ in range(seconds * 200):
        if process.poll() is not None:
            sys.exit(f"{process.args} ended with status {process.returncode} before it answered")
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.005)
    process.kill()
    sys.exit(f"{process.args} did not answer {url} within {seconds} s")
