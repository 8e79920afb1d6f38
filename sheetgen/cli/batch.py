"""`sheetgen render --from`: a list read and judged row by row, then made by several processes, and taken up again where it was ended."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from sheetgen.batch.journal import Head, Journal
from sheetgen.batch.run import CHUNK, run, usable_cores
from sheetgen.batch.spool import Entry, Spool
from sheetgen.batch.work import Made, Task
from sheetgen.cli import output
from sheetgen.cli.asked import say_facts, say_who_enforces
from sheetgen.cli.call import STDOUT, Call
from sheetgen.cli.judging import judge_list
from sheetgen.cli.listed import Listed
from sheetgen.cli.options import Reader
from sheetgen.cli.progress import SHORT, progress
from sheetgen.cli.report import say
from sheetgen.documents.witnesses import of_folder
from sheetgen.errors import Exhausted, Failed, printable
from sheetgen.facts.known import Source
from sheetgen.render import render

_SUMMED = {"made": "made", "same": "the same as another", "refused": "refused", "failed": "failed"}


def make_list(reader: Reader, listed: Listed, call: Call, source: Source) -> int:
    """Make all that a list asks for; the exit status. Raises Refused with nothing written, and Failed where the same call goes on."""
    with Spool() as spool:
        judge_list(reader, listed, call, source, spool)
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
