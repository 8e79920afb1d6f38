"""Tasks in, what became of them out, in the same order; made by this process, or by several."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from sheetgen.batch.work import Made, Task, documents, written
from sheetgen.facts.known import Source

T = TypeVar("T")
W = TypeVar("W")
R = TypeVar("R")
Result_co = TypeVar("Result_co", covariant=True)
Pairs = Sequence[tuple[T, W | None]]

CHUNK = 16
"""Tasks that are handed over at once."""
AHEAD = 4
"""Chunks for each process that may be begun before the first of them is done: so that none waits, and memory stays flat."""


class Promise(Protocol[Result_co]):
    """What has been handed over."""

    def result(self) -> Result_co:
        """What became of it, as soon as it is done."""


def usable_cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(source: Source, out: Path, pairs: Iterable[tuple[T, Task | None]], jobs: int) -> Generator[tuple[T, Made | None], None, None]:
    """Make and write each task, which stands beside whatever it belongs to. Raises Failed where a process was killed.

    The first is made here, so that what all of them need is prepared once.
    """
    if jobs <= 1:
        for one, task in pairs:
            yield one, None if task is None else written(out, task, documents(source, task))
        return
    for one, task in (left := iter(pairs)):
        yield one, None if task is None else written(out, task, documents(source, task))
        if task is not None:
            break
    from sheetgen.batch.pool import processes  # 16 ms, which a short list must not pay

    with processes(jobs, _begin, source, out) as pool:
        yield from in_order(left, lambda tasks: pool.submit(_make, tasks), AHEAD * jobs)


def in_order(
    pairs: Iterable[tuple[T, W | None]], submit: Callable[[list[W]], Promise[list[R]]], ahead: int, chunk: int = CHUNK
) -> Iterator[tuple[T, R | None]]:
    """Chunk after chunk of so many tasks to whoever does them, no more than `ahead` at once; results in the order of the pairs."""
    begun: deque[tuple[list[tuple[T, W | None]], Promise[list[R]]]] = deque()
    left = iter(pairs)
    while some := list(islice(left, chunk)):
        begun.append((some, submit([task for _, task in some if task is not None])))
        if len(begun) >= ahead:
            yield from _done(*begun.popleft())
    while begun:
        yield from _done(*begun.popleft())


def _done(chunk: Pairs[T, W], made: Promise[list[R]]) -> Iterator[tuple[T, R | None]]:
    results = iter(made.result())
    for one, task in chunk:
        yield one, None if task is None else next(results)


# ---- in a process of its own

_here: tuple[Source, Path]


def _begin(source: Source, out: Path) -> None:
    """What a process starts with."""
    global _here  # noqa: PLW0603 - handed over once, not with each chunk
    _here = source, out


def _make(tasks: list[Task]) -> list[Made]:
    source, out = _here
    return [written(out, task, documents(source, task)) for task in tasks]
