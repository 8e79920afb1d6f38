"""A list read and judged: rows become the sheets they ask for, complaints are told, and what stops the run is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from sheetgen.batch.judge import Judge, Judged, Usual
from sheetgen.batch.listed import STDIN, copied, rows
from sheetgen.batch.row import Row
from sheetgen.batch.seen import Seen
from sheetgen.batch.spool import Entry, Spool
from sheetgen.batch.waiting import Waiting
from sheetgen.cli import output
from sheetgen.cli.asked import no_domain, own_of, settle_with_facts
from sheetgen.cli.call import Call
from sheetgen.cli.listed import ABOUT_ALL, Listed
from sheetgen.cli.options import Reader
from sheetgen.cli.report import in_words, remaining, say, tell
from sheetgen.domain import Domain, parse_domains
from sheetgen.errors import Place, Problem, Refused
from sheetgen.facts.known import Source
from sheetgen.request import arguments

_READ = 100_000
"""Rows after which it is told how many have been read."""


class _Read(NamedTuple):
    """What is known of a list when it has been read. `nameless`: how many of its lines hold nothing that looks like a name.

    `told`: of the problems that stop the run, those that were told.
    """

    refused: int
    prose: bool
    nameless: int
    told: list[Problem]


def judge_list(reader: Reader, listed: Listed, call: Call, source: Source, spool: Spool) -> None:
    """Put the list, judged, into the spool. Raises Refused for what stops the run."""
    own = own_of(reader, source)
    customers = _customers(reader, listed.customers, own)
    usual = Usual(customers, call.ticket, call.effective, call.plan.languages, call.recipes)
    others = len(reader.problems)
    with Seen() as seen:
        read = _read(reader, listed, Judge(usual, own, call.accept, call.strict, seen), spool)
    reader.problems += read.told
    if read.prose:
        _list_what_prose_holds(reader, spool, read.nameless)
    elif not spool.entries and len(reader.problems) == others:
        reader.problems.append(no_domain(Place("stdin" if listed.source == STDIN else listed.source)))
    elif read.refused:
        _sum_up_refusals(reader, listed, read, spool)
    reader.problems += call.too_much_for_stdout(spool.sheets)
    try:
        settle_with_facts(reader, source, accept=call.accept, strict=call.strict)
    except Refused as refused:
        raise Refused(problem for problem in refused.problems if problem not in read.told) from None


def _read(reader: Reader, listed: Listed, judge: Judge, spool: Spool) -> _Read:
    """Complaints are told as they are met; from the first line on that names nothing, once it is known whether this is prose."""
    refused, prose = 0, False
    told: list[Problem] = []
    with Waiting() as waiting:
        for at, judged in _rows(reader, listed, judge):
            found = remaining(judged.problems, accept=judge.accept, strict=judge.strict)
            why = tuple(map(in_words, found))
            if judged.nameless or waiting.nameless:
                waiting.add(why, nameless=judged.nameless)
            else:
                tell(why)
            if at is None:  # about all rows: none is made without an answer, not even with --keep-going
                told += found
                continue
            prose = prose or any(problem.code == "domain.found" for problem in judged.problems)
            stopped = judge.stops(judged.problems)
            refused += stopped
            for entry in _entries(at, judged, why if stopped else ()):
                spool.add(entry)
            if spool.entries % _READ == 0:
                say(f"{spool.entries} rows read")
        for lines in waiting.read(prose=prose):
            tell(lines)
    return _Read(refused, prose, waiting.nameless, told)


def _sum_up_refusals(reader: Reader, listed: Listed, read: _Read, spool: Spool) -> None:
    """Why nothing is made though there are good rows, or that there is none."""
    message, hint = "", ""
    if not spool.sheets:
        message = "no row is left of which a sheet could be made"
    elif not listed.keep_going:
        message = f"{read.refused} of {spool.entries} rows {'is' if read.refused == 1 else 'are'} refused, and nothing was made"
        hint = "mend them, or make the rest with --keep-going"
    elif read.told:
        message = f"nothing is made before the doubt at {read.told[0].place} is answered, which is about the whole list"
    if message:
        reader.problems.append(problem := Problem("list.refused", "refusal", message, None, hint))
        if spool.entries == 1:  # what was said of the only row, or of the whole file, says so
            read.told.append(problem)


def _rows(reader: Reader, listed: Listed, judge: Judge) -> Iterator[tuple[str | None, Judged]]:
    """Arguments first, then the list, each row with its place in words; None for what is said about all rows."""
    for one in arguments("DOMAIN", listed.domains):
        yield str(one.place), judge.judge(Row(one.place, one.text))
    copy = reader.attempt(lambda: copied(listed.source))
    if copy is None:
        return
    with copy:
        for row in rows(copy.beginning(), "stdin" if listed.source == STDIN else listed.source):
            if isinstance(row, Problem):
                yield None if row.code in ABOUT_ALL else str(row.place), Judged((), (row,))
            else:
                yield str(row.place), judge.judge(row)


def _entries(at: str, judged: Judged, why: tuple[str, ...]) -> Iterator[Entry]:
    """What is to be kept of a row: its sheets, or why there are none."""
    if why:
        yield Entry(at, refused=why, named=tuple(domain.typed for domain in judged.domains))
    elif judged.same:
        yield Entry(at, same=judged.same)
    yield from (Entry(at, wanted) for wanted in judged.wanted)


def _customers(reader: Reader, typed: Sequence[str], own: frozenset[str]) -> tuple[Domain, ...]:
    read = [parse_domains(one.text, place=one.place, own=own) for one in arguments("--customer", typed)]
    reader.problems += (problem for one in read for problem in one.problems)
    return tuple(dict.fromkeys(domain for one in read for domain in one.domains))


def _list_what_prose_holds(reader: Reader, spool: Spool, nameless: int) -> None:
    """Nothing is made from text that is no list: the domains found are listed back, ready for `--from -`."""
    found = (((entry.wanted.request.domain.typed,) if entry.wanted else entry.named) for entry in spool.read())
    for name in dict.fromkeys(chain.from_iterable(found)):
        output.line(name)
    message = "this is text and no list: its domains were printed, nothing was made"
    if nameless:
        message += f" ({nameless} line{' names' if nameless == 1 else 's name'} none)"
    hint = "check them, and hand them over with --from -"
    reader.problems.append(Problem("list.prose", "refusal", message, Place("--from"), hint))
