"""`sheetgen render`: the sheets for one or more domains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetgen.cli import output
from sheetgen.cli.asked import Names, judge, read_names
from sheetgen.cli.options import (
    DOUBTS,
    Reader,
    date_option,
    facts_option,
    facts_path,
    read_issued,
    read_settings,
    read_templates,
    strict_option,
    templates_option,
    words_from,
)
from sheetgen.cli.report import say
from sheetgen.documents import FORMAT_NAMES, FormatName
from sheetgen.errors import Place, Problem, printable
from sheetgen.render import LANGUAGES, USUAL_LANGUAGES, Plan
from sheetgen.render import render as documents_of
from sheetgen.request import Request, read_day, read_ticket

if TYPE_CHECKING:
    from sheetgen.facts.load import Loaded

USUAL_FORMATS: tuple[FormatName, ...] = ("pdf", "html", "txt")
STDOUT = STDIN = "-"


@click.command(short_help="make the sheets for one or more domains")
@click.argument("domains", metavar="[DOMAIN...]", nargs=-1)
@click.option("--from", "source", metavar="FILE|-", type=click.Path(), help="More domains from a list, a line or more each; - is stdin.")
@click.option(
    "--customer", "customers", metavar="DOMAIN", multiple=True, help="A domain on the platform that the partner writes to; repeat it."
)
@click.option("--ticket", metavar="ID", help="The Service Desk's ticket, with or without #.")
@click.option("--effective", metavar="YYYY-MM-DD", help="From when on, or since when, the platform enforces TLS.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    envvar="SHEETGEN_LANG",
    metavar="de|en|de-en",
    shell_complete=words_from(LANGUAGES),
    help="Language; repeat it. de and en, if not given; de-en is one sheet in both.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    envvar="SHEETGEN_FORMAT",
    metavar="pdf|html|txt|json",
    shell_complete=words_from(FORMAT_NAMES),
    help="Format; repeat it. pdf, html and txt, if not given.",
)
@click.option("--out", envvar="SHEETGEN_OUT", metavar="DIR|-", type=click.Path(), help="Where to; output/ if not given; - is stdout.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="CODE",
    shell_complete=words_from(DOUBTS),
    help="Waive the doubt of this code; repeat it.",
)
@facts_option
@strict_option
@templates_option
@date_option
def render(
    *,
    domains: tuple[str, ...],
    source: str | None,
    customers: tuple[str, ...],
    ticket: str | None,
    effective: str | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: str | None,
    accepted: tuple[str, ...],
    facts: str | None,
    strict: bool | None,
    templates: str | None,
    issued: str | None,
) -> None:
    """Make the sheets for each DOMAIN: the partner's domain that the platform sends to over TLS only.

    \b
    Examples:
      sheetgen render firma.de
      sheetgen render firma.de --customer kunde.example --ticket 4711 --effective 2026-12-01
      sheetgen render firma.de --lang en --format txt --out -
    """
    reader = Reader()
    settings = read_settings(reader)
    plan = Plan(
        issued=read_issued(reader, issued),
        languages=reader.choices(languages or settings.languages or USUAL_LANGUAGES, LANGUAGES, "--lang"),
        formats=reader.choices(formats or settings.formats or USUAL_FORMATS, FORMAT_NAMES, "--format"),
        templates=read_templates(reader, templates or settings.templates),
    )
    call = Call(
        plan=plan,
        ticket=reader.read(read_ticket, ticket, "--ticket"),
        effective=reader.read(read_day, effective, "--effective"),
        out=out or settings.out or "output",
        accept=frozenset(reader.choices(accepted, DOUBTS, "--accept")),
        strict=bool(settings.strict if strict is None else strict),
    )
    names = read_names(reader, domains, source, customers)
    requests, loaded = _requests(reader, call, names, facts_path(facts, settings))
    _say_who_enforces(loaded, requests)
    _make(call, loaded, requests)


@dataclass(frozen=True, slots=True)
class Call:
    """The options of one call, read."""

    plan: Plan
    ticket: str | None
    effective: date | None
    out: str
    accept: frozenset[str]
    strict: bool


def _requests(reader: Reader, call: Call, names: Names, facts: Path) -> tuple[tuple[Request, ...], Loaded]:
    """The requests of a call, and the facts they stand on. Raises Refused with all that is wrong with the call."""
    reader.problems += _too_much_for_stdout(call, len(names.read().domains))
    asked, loaded = judge(reader, names, facts, call.plan.issued, accept=call.accept, strict=call.strict)
    if not asked.customers:
        say("no --customer given: the sheet shows the customer domain as an open point")
    return tuple(Request(domain, asked.customers, call.ticket, call.effective) for domain in asked.domains), loaded


def _too_much_for_stdout(call: Call, domains: int) -> tuple[Problem, ...]:
    if call.out != STDOUT or (domains <= 1 and len(call.plan.languages) <= 1 and len(call.plan.formats) <= 1):
        return ()
    message = "only one document goes to stdout, so it takes one DOMAIN, one --lang and one --format"
    return (Problem("argument.out", "refusal", message, Place("--out"), "add, for example, --lang de --format txt"),)


def _say_who_enforces(loaded: Loaded, requests: tuple[Request, ...]) -> None:
    """Which facts, and who enforces what towards whom, so that swapped domains are seen."""
    platform = loaded.platform
    say(f"facts {printable(str(loaded.path))}, SHA-256 {loaded.sha256[:16]}")
    for request in requests:
        ours = f"{platform.service} sends to @{request.domain.ascii} over TLS only: set up by {platform.provider}"
        say(printable(f"{ours}{' (subdomains too)' if request.domain.subdomains else ''}"))
        theirs = ", ".join(f"@{customer.ascii}" for customer in request.customers) or "the customer domain (open)"
        say(printable(f"the servers of @{request.domain.ascii} send to {theirs} over TLS only: set up by the partner"))


def _make(call: Call, loaded: Loaded, requests: tuple[Request, ...]) -> None:
    """All documents first, then the files: what fails leaves nothing behind."""
    from sheetgen.documents.names import folder

    made = [(request, documents_of(loaded, request, call.plan)) for request in requests]
    if call.out == STDOUT:
        output.document(made[0][1][0].data)
        return
    from sheetgen.files import NewFile, write_set

    for request, documents in made:
        files = [NewFile(document.name, document.data, document.kind.issued) for document in documents]
        for path in write_set(Path(call.out), folder(request), files):
            output.line(str(path))
