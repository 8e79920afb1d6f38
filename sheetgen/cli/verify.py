"""`sheetgen verify`: whether sheets say what today's facts say."""

from __future__ import annotations

from pathlib import Path

import click

from sheetgen.cli import output
from sheetgen.cli.options import (
    Reader,
    date_option,
    facts_option,
    facts_path,
    read_issued,
    read_settings,
    read_templates,
    templates_option,
)
from sheetgen.cli.report import say, settle
from sheetgen.errors import Refused, printable
from sheetgen.facts.load import load_facts
from sheetgen.reading import read_file
from sheetgen.verify import MOST_BYTES, NOT_WHO, STATUS, Today, Verdict


@click.command(short_help="tell whether sheets say what today's facts say")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(readable=False))
@facts_option
@templates_option
@date_option
@click.pass_context
def verify(context: click.Context, *, files: tuple[str, ...], facts: str | None, templates: str | None, issued: str | None) -> None:
    """Make each FILE again from the facts at hand, and print a line each. Its first word is one of these.

    \b
      current      it says what today's facts say
      outdated     it no longer does; the line names what has changed, old -> new
      altered      it is not what sheetgen made; the line says where
      foreign      it is no sheet of sheetgen's
      unreadable   it can't be read

    Exit 0 if all are current, 2 if one is foreign or unreadable, else 1.

    \b
    Example:
      sheetgen verify sheet.pdf sheet.txt
    """
    reader = Reader()
    settings = read_settings(reader)
    day = read_issued(reader, issued)
    own = read_templates(reader, settings.templates if templates is None else templates)
    loaded = reader.attempt(lambda: load_facts(facts_path(facts, settings), day))
    settle(reader.problems, accept=frozenset(), strict=False)
    if loaded is None:
        raise AssertionError("facts that are not there are a refusal, which settle has raised")
    say(f"facts {printable(str(loaded.path))}, SHA-256 {loaded.sha256[:16]}")
    today = Today(loaded, own)
    statuses = [_one(file, today) for file in files]
    say(NOT_WHO)
    context.exit(max(statuses))


def _one(file: str, today: Today) -> int:
    try:
        content = read_file(Path(file), MOST_BYTES)
    except Refused as refused:
        verdict = Verdict("unreadable", refused.problems[0].message)
    else:
        verdict = today.verify(content)
    output.line(f"{verdict.word} {printable(file)}: {verdict.reason}")
    return STATUS[verdict.word]
