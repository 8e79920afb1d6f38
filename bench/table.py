"""The measurements as a table in Markdown, under a line that says on what they were taken."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.measure import Usage, figure, ratio

OURS = "sheetgen"


@dataclass(frozen=True, slots=True)
class Measured:
    """By engine: whole processes that make one PDF, milliseconds a PDF within one process, and the peak of one that makes them all."""

    cold: Mapping[str, Sequence[Usage]]
    warm: Mapping[str, Sequence[float]]
    peaks: Mapping[str, float]


def machine(today: date) -> str:
    """Date, versions, and the kind of machine."""
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    model = found[1] if found else platform.machine()
    load, *_ = os.getloadavg()
    packages = ", ".join(f"{name} {version(name.lower())}" for name in ("WeasyPrint", "Typst"))
    cores = f"{os.cpu_count()} cores ({model}), load {load:.1f} before the run"
    return f"{today.isoformat()}; Python {platform.python_version()}, {packages}; Linux, {cores}."


def table(measured: Measured, labels: Mapping[str, str]) -> str:
    """A row an engine; times as median (middle half), and how many times sheetgen's that is."""
    times = {name: [usage.milliseconds for usage in usages] for name, usages in measured.cold.items()}
    rounds, sheets = len(times[OURS]), len(measured.warm[OURS])
    head = (
        "a PDF",
        f"a whole process (median of {rounds}), ms",
        "× sheetgen",
        f"in-process (median of {sheets}), ms",
        "× sheetgen",
        "peak of one PDF, MiB",
        f"peak of {sheets}, MiB",
    )
    rows = [head, ("---", *["---:"] * (len(head) - 1))]
    for name, label in labels.items():
        alone = (_time(times[name]), _ratio(ratio(times, name, OURS)))
        within, peaks = ("", ""), ("", "")
        if name in measured.warm:
            within = (_time(measured.warm[name]), _ratio(ratio(measured.warm, name, OURS)))
            peaks = (f"{max(usage.peak_mib for usage in measured.cold[name]):.0f}", f"{measured.peaks[name]:.0f}")
        rows.append((label, *alone, *within, *peaks))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _time(taken: Sequence[float]) -> str:
    times = figure(taken)
    digits = 0 if times.median >= 100 else 1
    return f"{times.median:.{digits}f} ({times.low:.{digits}f} to {times.high:.{digits}f})"


def _ratio(times: float) -> str:
    return f"{times:.{2 if times >= 0.1 else 3}f}"
