"""Prints what was measured, and writes it for other programs."""

import json
import os
import statistics

RESULTS = ".build/bench/results.json"
FIGURES = ["rps", "p50_ms", "p99_ms", "server_us", "postgres_us"]
#: Counted apart from the rounds.
COUNTS = ["sql", "allocations"]
NAMES = {
    "marquee": "Marquee", "marquee-entities": "Marquee, entity cache", "marquee-cached": "Marquee, response cache",
    "graphql-js": "graphql-js, two processes", "floor": "floor: fewest statements, pgbench",
    "json": "one json_agg statement, pgbench", "nginx": "nginx, the same bytes as a file",
}
REFERENCES = ["floor", "graphql-js", "nginx"]


def median(rounds, cell, figure):
    values = [one[cell][figure] for one in rounds]
    return None if None in values else statistics.median(values)


def ratio(rounds, workload, name, reference):
    """To a reference: the median of the rounds' own ratios."""
    return statistics.median(one[workload, name]["rps"] / one[workload, reference]["rps"] for one in rounds)


def print_tables(workloads, rounds, counts, memory, has_huge_pages, options):
    print(
        f"\n{options.rounds} rounds of {options.seconds} s, {options.connections} connections, scale {options.scale}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, PostgreSQL {'with' if has_huge_pages else 'without'} huge pages")
    for workload in workloads:
        references = [name for name in REFERENCES if name in contestants(rounds, workload)]
        heads = ["requests/s", "p50 ms", "p99 ms", "server µs", "postgres µs", "SQL", "allocations", "MB"]
        heads += [f"× {name}" for name in references]
        print(f"\n{workload.name} {workload.title}\n\n{'':36}" + "".join(f"{head:>13}" for head in heads))
        for name in contestants(rounds, workload):
            cell = (workload, name)
            numbers = [shown(median(rounds, cell, figure), figure) for figure in FIGURES]
            numbers += [f"{counts[cell]['sql']:.2f}", shown(counts[cell].get("allocations"), "allocations")]
            numbers.append(shown(memory.get(name), "memory"))
            numbers += [f"{ratio(rounds, workload, name, other):.2f}" for other in references]
            mark = " *" if any(one[cell]["disturbed"] for one in rounds) else ""
            print(f"{NAMES[name] + mark:36}" + "".join(f"{number:>13}" for number in numbers))
    print("\nMB: resident after all loads")
    if any(cell["disturbed"] for one in rounds for cell in one.values()):
        print("* other programs took part of the machine in a round, and again when it was repeated")


def shown(value, figure):
    if value is None:
        return ""
    return f"{value:.2f}" if figure.endswith("ms") else f"{value:.1f}" if figure.endswith("us") and value < 1000 else f"{value:.0f}"


def contestants(rounds, workload):
    return [name for one, name in rounds[0] if one == workload]


def write(workloads, rounds, counts, memory, at_rest, others, has_huge_pages, options):
    """`results.json`: medians of all rounds; null where a contestant has no server of its own. `others` are workloads that
    were measured in another way."""
    cells = {
        workload.name: {
            name: {figure: median(rounds, (workload, name), figure) for figure in FIGURES}
            | {figure: counts[workload, name].get(figure) for figure in COUNTS}
            | {"memory_mb": memory.get(name), "disturbed": any(one[workload, name]["disturbed"] for one in rounds)}
            for name in contestants(rounds, workload)}
        for workload in workloads}
    machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "kernel": os.uname().release, "huge_pages": has_huge_pages}
    conditions = {"scale": options.scale, "seconds": options.seconds, "connections": options.connections}
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    with open(RESULTS, "w") as file:
        figures = {"rounds": options.rounds, "machine": machine, **conditions, "rest": at_rest, "workloads": cells | others}
        json.dump(figures, file, indent=2)
    print(f"figures: {RESULTS}")
