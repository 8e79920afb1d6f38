"""What a sheet costs, and what many cost: measured, and computed from that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from bench.lists import JOBS, Case, Listed
from bench.results import Results
from bench.table import Row, table

MANY = (1_000_000, 100_000_000)
WORKERS = (2, 16, 64, 256)
"""Processes, in one machine or in a cluster."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one more domain on a list takes: files, folders and bytes on disk, and milliseconds.

    `cpu`: of the processors in all; `leader`: of it, with several processes, of the one that reads the list and writes the journal;
    `judging`: of that, before anything is made; `clock`: on the clock, by the number of processes.
    `shown`: the lists that were compared; `peak_mib`: of the longer one.
    """

    what: str
    shown: str
    cpu: float
    leader: float
    judging: float
    clock: dict[int, float]
    files: float
    folders: float
    taken_bytes: float
    peak_mib: float

    def seconds(self, rows: int, workers: int) -> float:
        """Computed: first the list is judged; then the work is shared out among so many, but never faster than the one that leads them."""
        return rows * (self.judging + max((self.cpu - self.leader) / workers, self.leader - self.judging)) / 1000


def figures(results: Results) -> str:
    """Both tables; the second computed. Nothing where lists of two lengths were not measured."""
    costs = list(_costs(results))
    if not costs:
        return "The run was too short for this.\n"
    slow = median(results.warm["laid-out"])
    laid_out = replace(costs[0], what="the German PDF, each laid out", cpu=costs[0].cpu + slow)
    told = f"Computed from these, and from the {slow:.0f} ms that laying out a PDF took in-process:"
    return f"{results.machine}\n\n{_measured(costs)}\n{told}\n\n{_computed([*costs, laid_out])}"


def _costs(results: Results) -> Iterator[Cost]:
    refused = [one for one in results.lists.cases if one.case.ends == "refused"]
    for six in (False, True):
        by_jobs = {jobs: [one for one in results.lists.cases if one.case == Case(one.case.rows, jobs, six)] for jobs in JOBS}
        if len(by_jobs[1]) < 2 or len(by_jobs[2]) < 2:
            continue
        few, many = by_jobs[1][0], by_jobs[1][-1]
        yield Cost(
            "six files" if six else "the German PDF",
            f"{few.case.rows:,} and {many.case.rows:,} rows",
            _slope(by_jobs[2][0], by_jobs[2][-1], "cpu"),
            _slope(by_jobs[2][0], by_jobs[2][-1], "own_cpu"),
            _slope(refused[0], refused[-1], "cpu"),
            {jobs: _slope(runs[0], runs[-1], "milliseconds") for jobs, runs in by_jobs.items()},
            files=_more(few, many, "files"),
            folders=_more(few, many, "folders"),
            taken_bytes=_more(few, many, "taken_bytes"),
            peak_mib=median(usage.peak_mib for usage in many.usages),
        )


def _slope(few: Listed, many: Listed, attribute: str) -> float:
    """What one more row costs: the start, which all lists share, falls out."""
    least, most = (median(getattr(usage, attribute) for usage in one.usages) for one in (few, many))
    return float(most - least) / (many.case.rows - few.case.rows)


def _more(few: Listed, many: Listed, attribute: str) -> float:
    return float(getattr(many, attribute) - getattr(few, attribute)) / (many.case.rows - few.case.rows)


def _measured(costs: list[Cost]) -> str:
    head = (
        "one more domain",
        "between",
        "ms of processor",
        "of it in the first process",
        "of that for judging",
        *(f"ms, `--jobs {n}`" for n in JOBS),
        "files",
        "folders",
        "KiB",
        "peak, MiB, `--jobs 1`",
    )
    rows = [
        (
            *(
                cost.what,
                cost.shown,
                f"{cost.cpu:.2f}",
                f"{cost.leader:.2f}",
                f"{cost.judging:.2f}",
                *(f"{cost.clock[n]:.2f}" for n in JOBS),
            ),
            *(f"{cost.files:.0f}", f"{cost.folders:.0f}", f"{cost.taken_bytes / 1024:.0f}", f"{cost.peak_mib:.0f}"),
        )
        for cost in costs
    ]
    return table(head, rows)


def _computed(costs: list[Cost]) -> str:
    head = ("domains", "each", *(f"{workers} processes" for workers in WORKERS), "on disk", "files and folders")
    return table(head, [_row(rows, cost) for rows in MANY for cost in costs])


def _row(rows: int, cost: Cost) -> Row:
    times = (_time(cost.seconds(rows, workers)) for workers in WORKERS)
    entries = rows * (round(cost.files) + round(cost.folders))
    return f"{rows:,}", cost.what, *times, _size(rows * cost.taken_bytes), f"{entries:,}"


def _time(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def _size(of_bytes: float) -> str:
    unit, size = ("TB", 1e12) if of_bytes >= 1e12 else ("GB", 1e9)
    return f"{of_bytes / size:.3g} {unit}"
