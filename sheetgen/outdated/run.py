"""Folder after folder, judged and made anew by this process or by several; in the order in which they are found."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import NamedTuple

from sheetgen.batch.run import AHEAD, CHUNK, in_order
from sheetgen.facts.known import Source
from sheetgen.outdated.find import Folder
from sheetgen.outdated.judge import Judged, judge
from sheetgen.outdated.reissue import How, Reissued, reissue
from sheetgen.verify import Today


@dataclass(frozen=True)
class Work:
    """What is done with each folder: `again` where its outdated sheets are made anew."""

    today: Today
    source: Source
    how: How
    again: bool


class Result(NamedTuple):
    """What became of one folder."""

    folder: Folder
    judged: tuple[Judged, ...]
    reissued: Reissued


def each(work: Work, found: Iterable[Folder], jobs: int) -> Generator[Result, None, None]:
    """Raises Failed where a process was killed. The first chunk is done here, so that what all of them need is prepared once."""
    left = iter(found)
    first = list(islice(left, CHUNK)) if jobs > 1 else left
    yield from (_done(work, folder) for folder in first)
    if (more := next(left, None)) is not None:
        from sheetgen.batch.pool import processes

        with processes(jobs, _begin, work) as pool:
            pairs = ((folder, folder) for folder in chain([more], left))
            yield from (result for _, result in in_order(pairs, lambda some: pool.submit(_make, some), AHEAD * jobs) if result)


def _done(work: Work, folder: Folder) -> Result:
    judged = tuple(judge(work.today, folder, work.how.issued))
    outdated = [one for one in judged if one.verdict.word == "outdated"]
    reissued = reissue(work.source, folder.path, outdated, work.how) if work.again and outdated else Reissued()
    return Result(folder, tuple(replace(one, claimed=None) if one.verdict.word == "current" else one for one in judged), reissued)


# ---- in a process of its own

_here: Work


def _begin(work: Work) -> None:
    global _here  # noqa: PLW0603 - handed over once, not with each chunk
    _here = work


def _make(some: list[Folder]) -> list[Result]:
    return [_done(_here, folder) for folder in some]
