"""`sheetgen render --from`: a list read and judged row by row, then made by several processes, and taken up again where it was ended."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sheetgen.batch.journal import Head, Journal
from sheetgen.batch.judge import Judge, Judged, Usual
from sheetgen.batch.listed import STDIN, rows, spooled
from sheetgen.batch.row import Row
from sheetgen.batch.run import CHUNK, run, usable_cores
from sheetgen.batch.seen import Seen
from sheetgen.batch.spool import Entry, Spool
from sheetgen.batch.waiting import Waiting
from sheetgen.batch.work import Made, Task
from sheetgen.cli import output
from sheetgen.cli.asked import no_domain, own_of, say_facts, say_who_enforces, settle_with_facts
from sheetgen.cli.call import STDOUT, Call
from sheetgen.cli.listed import ABOUT_ALL, Listed
from sheetgen.cli.options import Reader
from sheetgen.cli.progress import SHORT, progress
from sheetgen.cli.report import in_words, remaining, say, tell
from sheetgen.documents.witnesses import of_folder
from sheetgen.domain import Domain, parse_domains
from sheetgen.errors import Exhausted, Failed, Place, Problem, Refused, printable
from sheetgen.facts.known import Source
from sheetgen.render import render
from sheetgen.request import arguments

_READ = 100_000
"""Rows after which it is told how many have been read."""
_SUMMED = {"made": "made", "same": "the same as another", "refused": "refused", "failed": "failed"}


def make_list(reader: Reader, listed: Listed, call: Call, source: Source) -> int:
    """Make all that a list asks for; the exit status. Raises Refused with nothing written, and Failed where the same call goes on."""
    with Spool() as spool:
        _judge(reader, listed, call, source, spool)
        _say_who_enforces(source, spool)
        if call.out == STDOUT:
            _to_stdout(spool, call, source)
            return 0
        head = Head(_key(call, spool), call.plan.issued, source.sha256, call.plan.version, spool.entries)
        with Journal(Path(call.out), head, day_named=listed.day is not None) as journal:
            if journal.done:
                say(f"goes on with the run of {journal.issued}, whose day its sheets bear: {journal.done} of {spool.entries} rows are done")
            _say_what_else_was_left(journal)
            _make(journal, spool, listed, call, source)
            report = journal.finish()
    counts = journal.counts
    told = ", ".join(f"{counts[status]} {words}" for status, words in _SUMMED.items() if counts[status])
    say(f"rows: {told}; {printable(str(report))} names each")
    return 1 if counts["refused"] or counts["failed"] else 0


# ---- reading


class _Read(NamedTuple):
    """What is known of a list when it has been read. `nameless`: how many of its lines hold nothing that looks like a name.

    `told`: of the problems that stop the run, those that were told.
    """

    refused: int
    prose: bool
    nameless: int
    told: list[Problem]


def _judge(reader: Reader, listed: Listed, call: Call, source: Source, spool: Spool) -> None:
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
    file = reader.attempt(lambda: spooled(listed.source))
    if file is None:
        return
    with file:
        for row in rows(file, "stdin" if listed.source == STDIN else listed.source):
            if isinstance(row, Problem):
                yield None if row.code in ABOUT_ALL else str(row.place), Judged((), (row,))
            else:
                yield str(row.place), judge.judge(row)


def _entries(at: str, judged: Judged, why: tuple[str, ...]) -> Iterator[Entry]:
    """What is to be kept of a row: its sheets, or why there are none."""
    if why:
        yield Entry(at, refused=why, named=tuple(map(_typed, judged.domains)))
    elif judged.same:
        yield Entry(at, same=judged.same)
    yield from (Entry(at, wanted) for wanted in judged.wanted)


def _typed(domain: Domain) -> str:
    """As it can be handed over again."""
    return f"*.{domain.ascii}" if domain.subdomains else domain.ascii


def _customers(reader: Reader, typed: Sequence[str], own: frozenset[str]) -> tuple[Domain, ...]:
    read = [parse_domains(one.text, place=one.place, own=own) for one in arguments("--customer", typed)]
    reader.problems += (problem for one in read for problem in one.problems)
    return tuple(dict.fromkeys(domain for one in read for domain in one.domains))


def _list_what_prose_holds(reader: Reader, spool: Spool, nameless: int) -> None:
    """Nothing is made from text that is no list: the domains found are listed back, ready for `--from -`."""
    found = (((_typed(entry.wanted.request.domain),) if entry.wanted else entry.named) for entry in spool.read())
    for name in dict.fromkeys(chain.from_iterable(found)):
        output.line(name)
    message = "this is text and no list: its domains were printed, nothing was made"
    if nameless:
        message += f" ({nameless} line{' names' if nameless == 1 else 's name'} none)"
    hint = "check them, and hand them over with --from -"
    reader.problems.append(Problem("list.prose", "refusal", message, Place("--from"), hint))


# ---- making


def _say_who_enforces(source: Source, spool: Spool) -> None:
    """Of each sheet of a short list; of a long one, whose report names them all, how many there are."""
    if spool.open:
        which = f"{spool.open} of {spool.sheets} sheets" if spool.sheets > 1 else "the only sheet"
        they = "they show" if spool.open > 1 else "it shows"
        say(f"no customer given for {which}: {they} the customer domain as an open point")
    if spool.sheets <= SHORT:
        say_who_enforces(source, [entry.wanted.request for entry in spool.read() if entry.wanted])
        return
    service, provider = printable(source.known.service), printable(source.known.provider)
    say_facts(source)
    say(f"{service} sends to the domains of {spool.sheets} sheets over TLS only: set up by {provider}")
    say("their servers send to the customer domains over TLS only: set up by the partners; the report names each")


def _say_what_else_was_left(journal: Journal) -> None:
    """A list that was changed after its run was ended is another one, and the old journal is nobody's."""
    if others := sorted(path.name for path in journal.path.parent.glob("journal_*.jsonl") if path != journal.path):
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        say(f"an unfinished run of another list lies in {printable(str(journal.path.parent))}: {printable(others[0])}{more}")


def _key(call: Call, spool: Spool) -> str:
    """What is the same only where the same is asked for."""
    theme = of_folder(call.plan.templates) if call.plan.templates else ()
    asked = [spool.digest, call.plan.formats, theme]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _to_stdout(spool: Spool, call: Call, source: Source) -> None:
    for entry in spool.read():
        if entry.wanted:
            request, languages = entry.wanted
            output.document(render(source, request, replace(call.plan, languages=languages))[0].data)


def _make(journal: Journal, spool: Spool, listed: Listed, call: Call, source: Source) -> None:
    """What is left to make of the list. Raises Failed where a sheet fails and nobody said to keep going."""
    plan = replace(call.plan, issued=journal.issued)

    def pairs() -> Iterator[tuple[Entry, Task | None]]:
        for entry in spool.read(journal.done):
            wanted = entry.wanted
            yield entry, Task(wanted.request, replace(plan, languages=wanted.languages)) if wanted else None

    listing = spool.sheets <= SHORT or not sys.stdout.isatty()
    with (
        _told_where_it_stands(journal, spool),
        progress("rows", spool.entries - journal.done) as step,
        closing(_run(listed, call, source, pairs(), spool.sheets)) as done,
    ):
        for entry, made in done:
            if made and made.failed:
                _fail(entry, made.failed, journal, spool, keep_going=listed.keep_going)
            journal.note(entry, made)
            if made and made.paths and listing:
                output.line("\n".join(made.paths))
            step()


def _run(
    listed: Listed, call: Call, source: Source, pairs: Iterator[tuple[Entry, Task | None]], sheets: int
) -> Generator[tuple[Entry, Made | None], None, None]:
    """By this machine's processes, or by a cluster."""
    if listed.cluster:
        from sheetgen.batch import cluster

        return cluster.run(cluster.Cluster(listed.cluster, call.plan.templates, say), source, Path(call.out), pairs)
    return run(source, Path(call.out), pairs, listed.jobs or min(usable_cores(), -(-sheets // CHUNK)))


def _fail(entry: Entry, failed: Failed, journal: Journal, spool: Spool, *, keep_going: bool) -> None:
    if not keep_going or isinstance(failed, Exhausted):
        raise Failed(f"{entry.at}: {failed.message}; {_stands(journal, spool)}", failed.hint) from failed
    say(f"{entry.at}: {failed.in_full}")


def _stands(journal: Journal, spool: Spool) -> str:
    return f"{journal.done} of {spool.entries} rows are done, and the same command goes on from there"


@contextmanager
def _told_where_it_stands(journal: Journal, spool: Spool) -> Iterator[None]:
    """Who ends the run is told that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted; {_stands(journal, spool)}") from None
    except SystemExit:
        say(f"ended; {_stands(journal, spool)}")
        raise
