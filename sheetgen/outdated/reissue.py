"""The outdated sheets of one folder made anew, of today, each in its language and format; the one writer keeps what was issued."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sheetgen.claim import Claim, joined
from sheetgen.errors import Failed, Problem, Refused, printable
from sheetgen.facts.known import Source
from sheetgen.files import NewFile, write_set
from sheetgen.outdated.judge import Claimed, Judged
from sheetgen.render import Plan, render
from sheetgen.request import Asked, Request, arguments, own_domains, read_domains

OTHER_PLATFORM = "sheet.other-platform"


@dataclass(frozen=True, slots=True)
class How:
    """Of which day and with which theme; whether another platform's sheets are meant, and whether warnings are refusals."""

    issued: date
    templates: Path | None = None
    accept: frozenset[str] = frozenset()
    strict: bool = False


class Left(NamedTuple):
    """A sheet that was not made anew, and why."""

    name: str
    why: Problem


@dataclass(frozen=True, slots=True)
class Reissued:
    """What became of a folder's outdated sheets: the names of those made, those left, and warnings of what was made."""

    made: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    warnings: tuple[Problem, ...] = ()


def reissue(source: Source, path: Path, outdated: Sequence[Judged], how: How) -> Reissued:
    """Make them and write them, all of a folder or none. What was issued is kept as `…_<its issue date>.<ext>`."""
    left: list[Left] = []
    files: list[NewFile] = []
    parts: tuple[str, ...] = ()
    doubts = _Doubts(source, how)
    for one in outdated:
        if one.claimed is None:
            raise ValueError("only what says what it is can be outdated")
        made = _made(doubts, path / one.name, one.claimed)
        if isinstance(made, Problem):
            left.append(Left(one.name, made))
        else:
            parts = one.claimed.belongs[:-1]
            files.append(made)
    names = tuple(file.name for file in files)
    try:
        if files:
            write_set(_out(path, len(parts)), parts, files, synced=False)
    except Failed as failed:
        left += [Left(name, _failure(failed)) for name in names]
        names = ()
    return Reissued(names, tuple(left), doubts.warnings)


def _made(doubts: _Doubts, path: Path, claimed: Claimed) -> NewFile | Problem:
    """The file that replaces another, or why it is to be left."""
    claim, how = claimed.claim, doubts.how
    if not belongs_there(path, claimed):
        message = f"it is another request's sheet, which belongs in {printable('/'.join(claimed.belongs))}"
        return Problem("sheet.misplaced", "refusal", message, hint="move it there, or away")
    try:
        if stopping := doubts.stopping(claim):
            return stopping
        plan = Plan(how.issued, (claim.language or "de",), (claimed.format,), how.templates)
        (document,) = render(doubts.source, claim.request, plan)
        return NewFile(document.name, document.data, document.kind.issued)
    except Refused as refused:
        return refused.problems[0]
    except Failed as failed:
        return _failure(failed)


class _Doubts:
    """What is wrong with making requests anew, each judged once for all its files."""

    def __init__(self, source: Source, how: How) -> None:
        self.source = source
        self.how = how
        self._found: dict[tuple[Request, str], tuple[Problem, ...]] = {}

    def stopping(self, claim: Claim) -> Problem | None:
        """The first of what stops it."""
        asked = claim.request, claim.platform
        if asked not in self._found:
            self._found[asked] = tuple(_unfit(self.source, claim, self.how))
        return next((problem for problem in self._found[asked] if problem.severity != "warning" or self.how.strict), None)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What does not stop it."""
        return tuple(problem for found in self._found.values() for problem in found if problem.severity == "warning")


def belongs_there(path: Path, claimed: Claimed) -> bool:
    """Whether a file lies where `render` puts it, in whatever output folder."""
    return _whole(path).parts[-len(claimed.belongs) :] == claimed.belongs


def again(path: Path, claimed: Claimed, named: Sequence[str]) -> str:
    """The command that makes a sheet anew where it lies; `named`: its options for facts and theme."""
    request, language = claimed.claim.request, claimed.claim.language
    asked = _asked(request, frozenset())
    doubts = dict.fromkeys(problem.code for problem in asked.problems if problem.severity == "doubt")
    words = [
        "sheetgen",
        "render",
        request.domain.typed,
        *_each("--customer", (customer.typed for customer in request.customers)),
        *_each("--accept", doubts),
        *_each("--ticket", [request.ticket] if request.ticket else []),
        *_each("--effective", [request.effective.isoformat()] if request.effective else []),
        *_each("--recipe", request.recipes),
        *_each("--lang", [language] if language else []),
        *("--format", claimed.format, "--out", str(_out(path.parent, len(claimed.belongs) - 1))),
        *named,
    ]
    return shlex.join(map(printable, words))


def _each(option: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (option, value)


def _out(path: Path, depth: int) -> Path:
    """The output folder above a folder of that depth; as it was named, if that leads there."""
    named = path if ".." not in path.parts and len(path.parents) >= depth else _whole(path)
    return named.parents[depth - 1]


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - as text, with no link followed


def _unfit(source: Source, claim: Claim, how: How) -> Iterator[Problem]:
    """What is wrong or doubtful about making a sheet anew. Doubts about its names were answered when it was first made."""
    request, platform = claim.request, source.loaded.platform
    ours = joined(str(platform.provider), str(platform.service))
    if claim.platform != ours and OTHER_PLATFORM not in how.accept:
        message = f"it is a sheet of {printable(claim.platform)}, and these are the facts of {printable(ours)}"
        yield Problem(OTHER_PLATFORM, "doubt", message, hint="name that platform's facts with --facts")
    yield from (problem for problem in _asked(request, own_domains(platform)).problems if problem.severity == "refusal")
    if request.recipes:
        from sheetgen.recipes.load import load_recipe

        for recipe in request.recipes:
            yield from load_recipe(recipe, how.issued).problems


def _asked(request: Request, own: frozenset[str]) -> Asked:
    """Its names judged as if they were typed today."""
    return read_domains(
        arguments("DOMAIN", (request.domain.typed,)), arguments("--customer", [customer.typed for customer in request.customers]), own
    )


def _failure(failed: Failed) -> Problem:
    """Without its hint, which names options of `render`."""
    return Problem("sheet.failed", "refusal", failed.message)
