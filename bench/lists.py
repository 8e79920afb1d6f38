"""Whole processes that make the sheets of a list: by its length, by processes, and how the run ends."""

from __future__ import annotations

import csv
import os
import signal
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.alone import stored
from bench.asked import EFFECTIVE, ISSUED, ONE_PDF, domain
from bench.engines import ENGINES, input_file
from bench.measure import Usage, in_turn, process, python, started
from sheetgen.errors import Failed

COMPARED = 400
"""Rows of the list that is compared with Typst."""
LENGTHS = (100, COMPARED, 1_000, 4_000, 10_000)
SIXES = (COMPARED, 1_000)
"""Rows of the lists of which the usual six files are made."""
JOBS = (1, 2)
Ends = Literal["made", "killed", "refused"]
KILLED = 4_000
"""Rows of the list whose making is ended half-way."""
_REFUSED = 2
_TRIES = 5
_LOOKS = 0.005
"""Seconds between two looks at a journal."""


@dataclass(frozen=True, slots=True)
class Case:
    """A run: `six` files for each domain or its German PDF alone.

    `ends`: with all made; the same, where a run before was killed half-way; or refused, for a bad row behind the others.
    """

    rows: int
    jobs: int
    six: bool = False
    ends: Ends = "made"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case, round for round: usages, and how many rows were left to be made; on disk files, folders, and the bytes of their blocks."""

    case: Case
    usages: Sequence[Usage]
    left: Sequence[int]
    files: int
    folders: int
    taken_bytes: int

    def a_sheet(self, attribute: str = "milliseconds") -> list[float]:
        """Milliseconds for a domain that was made, round for round."""
        return [getattr(usage, attribute) / rows for usage, rows in zip(self.usages, self.left, strict=True)]


@dataclass(frozen=True, slots=True)
class Lists:
    """All cases; and what Typst took a PDF in each round, in a process that made as many as the compared list has rows."""

    cases: Sequence[Listed]
    typst: Sequence[float]

    def of(self, case: Case) -> Listed | None:
        """The measurement of a case."""
        return next((one for one in self.cases if one.case == case), None)


def cases(longest: int) -> tuple[Case, ...]:
    """Those of lists no longer than that."""
    lengths = [rows for rows in LENGTHS if rows <= longest]
    sixes = [rows for rows in SIXES if rows <= longest]
    pairs = [(rows, jobs) for jobs in JOBS for rows in lengths]
    six = [Case(rows, jobs, six=True) for jobs in JOBS for rows in sixes]
    refused = [Case(rows, 1, ends="refused") for rows in lengths[:: max(len(lengths) - 1, 1)]]
    return (*(Case(rows, jobs) for rows, jobs in pairs), Case(min(KILLED, longest), 1, ends="killed"), *refused, *six)


def lists(folder: Path, rounds: int, longest: int, tell: Callable[[str], None]) -> Lists:
    """Every case in each round, in another order; Typst among them."""
    all_cases = cases(longest)
    for one in all_cases:
        _write(_list(folder, one), one)
    usages: Mapping[Case, list[tuple[Usage, int]]] = {case: [] for case in all_cases}
    taken: dict[Case, tuple[int, int, int]] = {}
    typst: list[float] = []
    for number in range(rounds):
        tell(f"lists: round {number + 1} of {rounds}")
        for case in in_turn((*all_cases, None), number * 5):
            if case is None:
                typst.append(_typst(folder, min(COMPARED, longest)))
                continue
            out = folder / f"made-{number}-{all_cases.index(case)}"
            out.mkdir()
            left = case.rows - (_killed(folder, case, out) if case.ends == "killed" else 0)
            status = _REFUSED if case.ends == "refused" else 0
            usages[case].append((process(command(folder, case, out), folder / "out", stored(folder), status=status), left))
            taken[case] = _taken(out)
            _empty(out)
    runs = {case: ([usage for usage, _ in made], [left for _, left in made]) for case, made in usages.items()}
    return Lists([Listed(case, *runs[case], *taken[case]) for case in all_cases], typst)


def command(folder: Path, case: Case, out: Path) -> tuple[str, ...]:
    """How people ask for a list."""
    asked = (
        "render",
        "--from",
        str(_list(folder, case)),
        "--effective",
        EFFECTIVE,
        "--date",
        ISSUED,
        "--jobs",
        str(case.jobs),
        "--out",
        str(out),
    )
    return python("-m", "sheetgen", *asked, *(() if case.six else ONE_PDF))


def _killed(folder: Path, case: Case, out: Path) -> int:
    """Begin a run, and kill it when half of the rows stand in its journal; how many do. Who was too late tries again."""
    for _ in range(_TRIES):
        running = started(command(folder, case, out), folder / "out", stored(folder))
        while _noted(out) < case.rows // 2 and running.poll() is None:
            time.sleep(_LOOKS)
        running.kill()
        if running.wait() == -signal.SIGKILL:
            return _noted(out)
        out.rename(out.with_name(f"{out.name}-late-{time.monotonic_ns()}"))
        out.mkdir()
    raise Failed("a list was made before it could be killed half-way")


def _noted(out: Path) -> int:
    """Lines of the journal but for the first; line by line, for what starts processes has to stay small."""
    lines = 0
    for journal in out.glob("journal_*.jsonl"):
        with journal.open("rb") as file:
            lines += sum(line.endswith(b"\n") for line in file) - 1
    return max(lines, 0)


def _typst(folder: Path, count: int) -> float:
    inputs = [str(input_file(folder, ENGINES["typst"], number)) for number in range(count)]
    process(python("-m", "bench.engines", "typst", str(folder), *inputs), folder / "out")
    return float((folder / "out").read_text("utf-8")) / count


def _list(folder: Path, case: Case) -> Path:
    return folder / f"list-{case.rows}-{case.ends}.csv"


def _write(path: Path, case: Case) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("domain", "customer", "ticket"))
        writer.writerows((domain(number), f"kunde{number:05}.de", str(4711 + number)) for number in range(case.rows))
        if case.ends == "refused":
            writer.writerow(("nobody", "", ""))


def _empty(out: Path) -> None:
    """Free the disk, but remove nothing: before it hands out an inode, ext4 looks at each that was deleted in the last minutes.

    (fs/ext4/ialloc.c, recently_deleted.) Making 400 sheets took up to twice as long behind a list that had been removed.
    """
    for path in out.rglob("*"):
        if path.is_file():
            os.truncate(path, 0)


def _taken(out: Path) -> tuple[int, int, int]:
    found = [path.lstat() for path in out.rglob("*")]
    folders = sum(stat.S_ISDIR(status.st_mode) for status in found)
    return len(found) - folders, folders, sum(status.st_blocks * 512 for status in found)
