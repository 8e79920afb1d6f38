"""Whole processes: their time, work and peak of memory; and what figures come to. It imports nothing that is measured."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from bench.tree import Tree
from sheetgen.errors import Failed, printable

ROOT = Path(__file__).parent.parent
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a whole process took, with all that it started: on the clock, of the processors, of them by itself, and of memory at most."""

    milliseconds: float
    cpu: float
    own_cpu: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of many, and the middle half of them."""

    median: float
    low: float
    high: float


def in_turn(things: Sequence[T], number: int) -> tuple[T, ...]:
    """All of them, in another order each round: none always follows the same one."""
    first = number % len(things)
    return (*things[first:], *things[:first])


def process(command: Sequence[str], out: Path, environ: Mapping[str, str] | None = None, cwd: Path = ROOT, *, status: int = 0) -> Usage:
    """Run a command without any settings of the caller's, its output into a file. Raises Failed where it ends otherwise."""
    begin = time.perf_counter()
    running = started(command, out, environ, cwd)
    with Tree(running.pid) as tree:
        _, ended, used = os.wait4(running.pid, 0)
        taken = time.perf_counter() - begin
    running.returncode = os.waitstatus_to_exitcode(ended)
    if running.returncode != status:
        *_, last = out.with_suffix(".stderr").read_text("utf-8", "replace").splitlines() or ["it said nothing"]
        raise Failed(f"{printable(' '.join(command))} failed: {printable(last)}")
    return Usage(taken * 1000, (used.ru_utime + used.ru_stime) * 1000, tree.own_cpu, max(tree.peak_mib, _peak(used)))


def _peak(used: resource.struct_rusage) -> float:
    """MiB of the largest process that was waited for; nothing where that may be ours, which a process hands on to what it starts."""
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used.ru_maxrss / 1024 if used.ru_maxrss > ours else 0


def started(command: Sequence[str], out: Path, environ: Mapping[str, str] | None = None, cwd: Path = ROOT) -> subprocess.Popen[bytes]:
    """The process of a command, begun."""
    settings = out.with_suffix(".toml")
    settings.touch()
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SHEETGEN_", "PYTHON"))}
    environment = {**bare, "SHEETGEN_SETTINGS": str(settings), **(environ or {})}
    with out.open("wb") as stdout, out.with_suffix(".stderr").open("wb") as stderr:
        return subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr
        )


def python(*arguments: str) -> tuple[str, ...]:
    """A command of this Python's."""
    return (sys.executable, *arguments)


def figure(taken: Iterable[float]) -> Figure:
    """The median and the quartiles; of one measurement, that one."""
    times = sorted(taken)
    if len(times) == 1:
        return Figure(times[0], times[0], times[0])
    low, middle, high = quantiles(times, n=4, method="inclusive")
    return Figure(middle, low, high)


def ratio(taken: Sequence[float], to: Sequence[float]) -> float:
    """How many times as long one takes as the other: the median over rounds, each compared with its own round."""
    return median(one / other for one, other in zip(taken, to, strict=True))
