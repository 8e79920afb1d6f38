"""What was promised (issue “Many and fast”), and what a run has reached of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.alone import FIRST, SIX, TYPSTS
from bench.lists import COMPARED, JOBS, Case
from bench.measure import ratio
from bench.results import Results

FILLED_PART, LIST_PART = 30, 15
SIX_TIMES = 1.5
FIRST_SECONDS = 3
GROWTH_MB = 10
GROWS = (1_000, 10_000)
_MB = 1.048576
"""A MiB in MB."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is held against what; at most how much, and how much it is."""

    what: str
    most: str
    reached: str
    met: bool


def goals(results: Results) -> Iterator[Goal]:
    """Those that this run has measured."""
    filled = ratio(results.warm["filled"], results.warm["typst"])
    yield Goal("a filled PDF beside Typst’s, both in-process", f"1/{FILLED_PART}", _part(filled), filled * FILLED_PART <= 1)
    for jobs in JOBS:
        if listed := results.lists.of(Case(COMPARED, jobs)):
            part = ratio(listed.a_sheet(), results.lists.typst)
            what = f"a PDF of {COMPARED} domains as a whole process, `--jobs {jobs}`, beside Typst’s in-process"
            yield Goal(what, f"1/{LIST_PART}", _part(part), part * LIST_PART <= 1)
    times = ratio(results.milliseconds(SIX), results.milliseconds(TYPSTS))
    yield Goal("a process making six files, its pages in the store, beside Typst’s making its two PDFs", f"{SIX_TIMES} ×", *_times(times))
    seconds = max(results.milliseconds(FIRST)) / 1000
    yield Goal("the first run ever, the slowest of all rounds", f"{FIRST_SECONDS} s", f"{seconds:.1f} s", seconds < FIRST_SECONDS)
    for jobs in JOBS:
        few, many = (results.lists.of(Case(rows, jobs)) for rows in GROWS)
        if few and many:
            more = (median(usage.peak_mib for usage in many.usages) - median(usage.peak_mib for usage in few.usages)) * _MB
            what = f"more memory for {GROWS[1]:,} rows than for {GROWS[0]:,}, `--jobs {jobs}`"
            yield Goal(what, f"{GROWTH_MB} MB", f"{max(more, 0):.1f} MB", more <= GROWTH_MB)


def _part(value: float) -> str:
    return f"1/{1 / value:.0f}" if value < 1 else f"{value:.1f} ×"


def _times(value: float) -> tuple[str, bool]:
    return f"{value:.2f} ×", value <= SIX_TIMES
