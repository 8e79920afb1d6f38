"""Whole processes, their time and their peak of memory; and what figures come to. It imports nothing that is measured.

A process that has been large hands its peak on to what it starts, so whoever measures memory stays small.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from sheetgen.errors import Failed, printable

ROOT = Path(__file__).parent.parent
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a whole process took."""

    milliseconds: float
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


def process(command: Sequence[str], out: Path) -> Usage:
    """Run a command without any settings of the caller's, its output into a file. Raises Failed with the last it said where it fails."""
    errors, settings = out.with_suffix(".stderr"), out.with_suffix(".toml")
    settings.touch()
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SHEETGEN_")}
    environment = {**bare, "SHEETGEN_SETTINGS": str(settings)}
    with out.open("wb") as stdout, errors.open("wb") as stderr:
        begin = time.perf_counter()
        started = subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr
        )
        _, status, used = os.wait4(started.pid, 0)
        taken = time.perf_counter() - begin
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        *_, last = errors.read_text("utf-8", "replace").splitlines() or ["it said nothing"]
        raise Failed(f"{printable(' '.join(command))} failed: {printable(last)}")
    return Usage(taken * 1000, used.ru_maxrss / 1024)


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


def ratio(taken: Mapping[str, Sequence[float]], name: str, to: str) -> float:
    """How many times as long one takes as the other: the median over rounds, each compared with its own round."""
    return median(one / other for one, other in zip(taken[name], taken[to], strict=True))
