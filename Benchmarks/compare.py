"""Has graphql-bench and graphql-js do the same work in turn, several rounds, and prints medians and ratios.

Both are running all the time and only one of them works at a moment. Nothing is timed before both give the same answers.
"""

import os
import statistics
import subprocess
import sys

ROUNDS = 5
SECONDS = 0.3
OURS = ".build/release/graphql-bench"
# Freed memory is kept, as the server's allocator keeps it; the C library's would give it back to the system after each
# answer and fault it in again for the next.
KEPT_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(1 << 26), "MALLOC_MMAP_THRESHOLD_": str(1 << 26)}
DOCUMENTS = "Benchmarks/documents"


def main():
    files = [f"{DOCUMENTS}/query.graphql", f"{DOCUMENTS}/kitchen-sink.graphql", "schema.graphql"] + sys.argv[1:]
    work = [("parse", file) for file in files] + [("validate", files[0]), ("seasons", "-"), ("rows", "-")]
    node = dict(os.environ, NODE_PATH=".build/node-modules/usr/share/nodejs")
    ours = Contestant([OURS, "serve"], os.environ | KEPT_MEMORY)
    theirs = Contestant(["node", "Benchmarks/graphql-js.js"], node)
    with ours, theirs:
        for name, file in work:
            if (answers := ours.answer(name, file)) != theirs.answer(name, file):
                sys.exit(f"answers differ: {name} {file}: {answers[:200]}")
        for contestant in (ours, theirs):
            for name, file in work:
                contestant.time(name, file, SECONDS)
        rounds = [[(ours.time(*task, SECONDS), theirs.time(*task, SECONDS)) for task in work] for _ in range(ROUNDS)]
    print(f"\n{'engine alone, operations a second':44}{'marquee':>12}{'graphql-js':>12}{'ratio':>8}{'MB/s':>8}")
    for place, (name, file) in enumerate(work):
        report(name, file, [one[place] for one in rounds])
    with Contestant([OURS, "serve"], os.environ | KEPT_MEMORY) as ours:
        report_hits(ours, files[0])
    print("\nallocations of one operation", flush=True)
    # Tables of hashed keys grow by their seed, which has to be the same on every run.
    steady = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    subprocess.run([OURS, "allocations", "Benchmarks/allocations.txt"], check=True, env=steady)
    print("\nhostile documents, the slowest of five times", flush=True)
    subprocess.run([OURS, "hostile"], check=True)


def report(name, file, pairs):
    """One line; the ratio is the median of the rounds' ratios."""
    ours, theirs = (statistics.median(column) for column in zip(*pairs))
    ratio = statistics.median(mine / other for mine, other in pairs)
    size = f"{os.path.getsize(file) * ours / 1e6:8.0f}" if file != "-" else ""
    label = f"{name} {os.path.basename(file)}" if file != "-" else name
    print(f"{label:44}{ours:12.0f}{theirs:12.0f}{ratio:8.1f}{size}")


def report_hits(ours, file):
    """How long a request's bytes take to their prepared operation; a thousand of them are an operation here."""
    ours.answer("hits", file)
    if (known := ours.answer("hits", file)) != "1000 known":
        sys.exit(f"documents are not found again: {known}")
    times = [1e3 / ours.time("hits", file, SECONDS) for _ in range(ROUNDS)]
    print(f"\na known document of {os.path.getsize(file)} bytes is found in {statistics.median(times):.2f} µs")


class Contestant:
    """A program that answers lines `WORKLOAD FILE SECONDS`."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().rstrip("\n") or sys.exit(f"no answer to {words}")

    def answer(self, name, file):
        return self.ask(name, file, 0)

    def time(self, name, file, seconds):
        """Operations a second."""
        operations, elapsed = self.ask(name, file, seconds).split()
        return int(operations) / float(elapsed)


main()
