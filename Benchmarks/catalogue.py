"""A cluster with the made-up catalogue, which is loaded once and kept as long as nothing changes that makes it."""

import contextlib
import glob
import hashlib
import os
import shutil
import subprocess
import time

from cluster import Cluster
from server import PROGRAM

FOLDER = ".build/bench/catalogues"


@contextlib.contextmanager
def catalogue(scale, huge_pages=False):
    """A `Cluster` whose database `marquee` holds a catalogue of that scale."""
    folder = f"{FOLDER}/scale-{scale}-{fingerprint()}"
    if not os.path.exists(f"{folder}/loaded"):
        for old in glob.glob(f"{FOLDER}/scale-{scale}-*"):
            shutil.rmtree(old)
        with Cluster(f"{folder}/data") as cluster:
            load(cluster, scale)
        open(f"{folder}/loaded", "w").close()
    with Cluster(f"{folder}/data", huge_pages) as cluster:
        yield cluster


def kept(scale):
    """The `Cluster` of the newest catalogue of that scale that was loaded by any version; none if there is none. Servers bring
    it up to date."""
    loaded = sorted(glob.glob(f"{FOLDER}/scale-{scale}-*/loaded"), key=os.path.getmtime)
    return Cluster(f"{os.path.dirname(loaded[-1])}/data") if loaded else None


def load(cluster, scale):
    environment = dict(os.environ, DATABASE_URL=cluster.url)
    subprocess.run([PROGRAM, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "seed", "--scale", scale], env=environment, check=True)
    # Sets the hint bits that the first readers would set otherwise.
    cluster.run("vacuum")


def do_jobs(cluster):
    """Does what servers would do within the hour, so that no chart changes between two answers that are compared."""
    cluster.run("select run_job(job, '20 min') from unnest(array['popularity', 'trending', 'airings']) job")


def await_jobs(cluster):
    """Waits until what a server does once for a new catalogue is done: that takes minutes of a large one."""
    quiet = 0
    while quiet < 3:
        time.sleep(1)
        busy = cluster.run("select count(*) from pg_stat_activity where state = 'active' and query like '%run_job(%' "
                           "and pid <> pg_backend_pid() and now() - query_start > interval '0.5 s'")
        quiet = quiet + 1 if int(busy) == 0 else 0


def fingerprint():
    """Of everything a catalogue comes from."""
    checksum = hashlib.sha256()
    for name in sorted(glob.glob("migrations/*.sql") + glob.glob("Sources/Marquee/Administration/ScaleSeed*.swift")):
        checksum.update(open(name, "rb").read())
    return checksum.hexdigest()[:12]
