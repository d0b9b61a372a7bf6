"""Pages of 2 MB for the buffers of PostgreSQL, as operators reserve them who run it on a machine of its own."""

COUNT = "/proc/sys/vm/nr_hugepages"


class HugePages:
    """Reserves `wanted` pages beyond those in use, where the machine lets us: `granted` tells. `release` gives them back."""

    def __init__(self, wanted):
        self.added = 0
        missing = wanted - free()
        if missing > 0:
            before = count()
            try:
                open(COUNT, "w").write(str(before + missing))
            except OSError:
                pass  # not root, or a container whose /proc/sys is read-only
            self.added = count() - before
        self.granted = 0 < wanted <= free()
        if not self.granted:
            self.release()

    def release(self):
        if self.added:
            open(COUNT, "w").write(str(max(count() - self.added, 0)))
            self.added = 0


def count():
    return int(open(COUNT).read())


def free():
    """Pages that nobody uses or will use."""
    lines = dict(line.split(":") for line in open("/proc/meminfo"))
    return int(lines.get("HugePages_Free", 0)) - int(lines.get("HugePages_Rsvd", 0))
