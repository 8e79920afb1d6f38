"""`sheetgen outdated`: which issued sheets no longer say what the facts say; with --reissue those are made anew."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click

from sheetgen.batch.run import usable_cores
from sheetgen.cli import output
from sheetgen.cli.listed import read_jobs
from sheetgen.cli.options import (
    Reader,
    accept_option,
    cache_option,
    date_option,
    facts_option,
    facts_path,
    read_issued,
    read_settings,
    read_strict,
    read_templates,
    store_of,
    strict_option,
    templates_option,
)
from sheetgen.cli.progress import SHORT, progress
from sheetgen.cli.report import complain, in_words, say, settle
from sheetgen.errors import Problem, printable
from sheetgen.facts.known import Source
from sheetgen.files import sync
from sheetgen.outdated.find import folders, no_sheets
from sheetgen.outdated.judge import Judged
from sheetgen.outdated.reissue import OTHER_PLATFORM, How, Left, again, belongs_there
from sheetgen.outdated.run import Result, Work, each
from sheetgen.outdated.tally import Tally, outdated_line
from sheetgen.verify import Today


@click.command(short_help="tell which issued sheets no longer say what the facts say, and make those anew")
@click.argument("folder", metavar="DIR", type=click.Path(readable=False))
@click.option("--reissue", is_flag=True, help="Make the outdated ones anew, of today; what was issued is kept under its date.")
@click.option("--jobs", metavar="N", help="As many processes; one for each core, if not given.")
@accept_option((OTHER_PLATFORM,))
@facts_option
@strict_option
@templates_option
@cache_option
@date_option
@click.pass_context
def outdated(
    context: click.Context,
    *,
    folder: str,
    reissue: bool,
    jobs: str | None,
    accepted: tuple[str, ...],
    facts: str | None,
    strict: bool | None,
    templates: str | None,
    uncached: bool,
    issued: str | None,
) -> None:
    """Hold the sheets below DIR against the facts at hand; DIR is the folder that render wrote to, or one domain's in it.

    A line for each sheet that is not current, with what has changed, old -> new; a sheet is what lies in one
    request's folder. With --reissue the paths of what was made. Those kept under their dates are history.
    What was altered is told, and never replaced.

    Exit 0 if all are current or were made anew, 2 if one is foreign or unreadable, else 1.

    \b
    Examples:
      sheetgen outdated output
      sheetgen outdated output --reissue
    """
    reader = Reader()
    settings = read_settings(reader)
    accept = frozenset(reader.choices(accepted, (OTHER_PLATFORM,), "--accept"))
    own = read_templates(reader, settings.templates if templates is None else templates)
    how = How(read_issued(reader, issued), own, accept, read_strict(reader, strict, settings))
    source = Source(facts_path(facts, settings), how.issued, store_of(uncached=uncached))
    loaded = reader.attempt(lambda: source.loaded)
    processes = read_jobs(reader, jobs)
    top = Path(folder)
    counted = reader.attempt(lambda: Counter(bool(found.names or found.unreadable) for found in folders(top)))
    if counted is not None and not counted[True]:
        reader.problems += no_sheets(top).problems
    settle([*reader.problems, *(loaded.problems if loaded else ())], accept=frozenset(), strict=how.strict)
    if loaded is None or counted is None:
        raise AssertionError("what is not there is a refusal, which settle has raised")
    say(f"facts {printable(str(source.path))}, SHA-256 {source.sha256[:16]}")
    named = [*(["--facts", facts] if facts else []), *(["--templates", templates] if templates else [])]
    work = Work(Today(loaded, own, source), source, how, reissue)
    total, watched = counted.total(), sys.stdout.isatty()
    barred = not watched or (reissue and total > SHORT)  # on a terminal either a bar or the lines
    told = _Told(named, reissue=reissue, listing=not (watched and barred))
    with (
        told.where_it_stands(),
        progress("folders", total if barred else 0) as step,
        closing(each(work, folders(top), min(processes or usable_cores(), total))) as done,
    ):
        for result in done:
            told.add(result)
            step()
    if reissue:
        sync()
    told.sum_up(shlex.join(map(printable, ["sheetgen", "outdated", folder, *named, "--reissue"])))
    context.exit(told.tally.status)


class _Told:
    """What is said of each folder, and of all: what was asked for on stdout, all else on stderr."""

    def __init__(self, named: Sequence[str], *, reissue: bool, listing: bool) -> None:
        """`named`: the options that a command needs to make the same of the same; `listing`: whether paths are shown."""
        self.tally = Tally()
        self._named = named
        self._reissue = reissue
        self._listing = listing
        self._warned: list[Problem] = []

    def add(self, result: Result) -> None:
        """One more folder."""
        self.tally.add(result)
        path, done = result.folder.path, result.reissued
        verdict = say if self._reissue else output.line
        for name in done.made if self._listing else ():
            output.line(_shown(path / name))
        if not self._reissue and (line := outdated_line(result)):
            verdict(f"outdated {_shown(path)}: {line}")
        for one in result.judged:
            if one.verdict.word not in {"current", "outdated"}:
                verdict(f"{one.verdict.word} {_shown(path / one.name)}: {one.verdict.reason}{self._remedy(path / one.name, one)}")
        if result.folder.unreadable:
            verdict(f"unreadable {_shown(path)}: {result.folder.unreadable}")
        for why, names in _by_reason(done.left).items():
            which = "" if len(names) == len(result.judged) else f" ({', '.join(names)})"
            say(f"left as it is: {_shown(path)}{which}: {why}")
        complain(new := [problem for problem in done.warnings if problem not in self._warned])
        self._warned += new

    def _remedy(self, path: Path, one: Judged) -> str:
        """What makes anew what is left because somebody may have had a reason to alter it."""
        if not self._reissue or one.verdict.word != "altered" or one.claimed is None:
            return ""
        told = "; it is left as it is"
        return f"{told}; to make it anew: {again(path, one.claimed, self._named)}" if belongs_there(path, one.claimed) else told

    def sum_up(self, command: str) -> None:
        """How many of how many, and which facts have changed; and the command that makes the outdated ones anew."""
        for line in self.tally.lines(reissued=self._reissue):
            say(line)
        if self.tally.words["outdated"] and not self._reissue:
            say(f"to make them anew: {command}")

    @contextmanager
    def where_it_stands(self) -> Iterator[None]:
        """Who ends the run is told that nothing is lost."""
        stands = "what was made anew is whole, and the same command goes on from there" if self._reissue else "nothing was written"
        try:
            yield
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"interrupted; {stands}") from None
        except SystemExit:
            say(f"ended; {stands}")
            raise


def _shown(path: Path) -> str:
    """Whole, and safe for a terminal."""
    return str(Path(*map(printable, path.parts)))


def _by_reason(left: Iterable[Left]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for name, why in left:
        reasons.setdefault(in_words(why), []).append(name)
    return reasons
