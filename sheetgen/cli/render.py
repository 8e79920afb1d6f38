"""`sheetgen render`: the sheets for one or more domains."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sheetgen.cli import output
from sheetgen.cli.asked import Names, judge, read_names, say_who_enforces
from sheetgen.cli.call import STDOUT, Call
from sheetgen.cli.listed import LIST_DOUBTS, Listed, goes_with_a_list, list_options, read_cluster, read_jobs
from sheetgen.cli.options import (
    DOUBTS,
    Reader,
    accept_option,
    cache_option,
    customer_option,
    date_option,
    effective_option,
    facts_option,
    facts_path,
    read_issued,
    read_out,
    read_recipes,
    read_settings,
    read_strict,
    read_templates,
    recipe_option,
    store_of,
    strict_option,
    templates_option,
    whence,
    words_from,
)
from sheetgen.cli.report import say
from sheetgen.documents import FORMAT_NAMES, FormatName
from sheetgen.documents.names import folder
from sheetgen.errors import Failed, Place
from sheetgen.facts.known import Source
from sheetgen.files import NewFile, write_set
from sheetgen.render import LANGUAGES, USUAL_LANGUAGES, Plan
from sheetgen.render import render as documents_of
from sheetgen.request import Request, read_day, read_ticket, without_customer
from sheetgen.settings import Settings
from sheetgen.slots import SheetLang

ALL_DOUBTS = tuple(sorted({*DOUBTS, *LIST_DOUBTS}))
USUAL_FORMATS: tuple[FormatName, ...] = ("pdf", "html", "txt")


@click.command(short_help="make the sheets for one or more domains")
@click.argument("domains", metavar="[DOMAIN...]", nargs=-1)
@list_options
@customer_option
@click.option("--ticket", metavar="ID", help="The Service Desk's ticket, with or without #.")
@effective_option
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
@click.option(
    "--out", envvar="SHEETGEN_OUT", metavar="DIR|-", type=click.Path(readable=False), help="Where to; output/ if not given; - is stdout."
)
@recipe_option
@accept_option(ALL_DOUBTS)
@facts_option
@strict_option
@templates_option
@cache_option
@date_option
def render(
    *,
    domains: tuple[str, ...],
    source: str | None,
    jobs: str | None,
    cluster: str | None,
    keep_going: bool,
    customers: tuple[str, ...],
    ticket: str | None,
    effective: str | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: str | None,
    recipes: tuple[str, ...],
    accepted: tuple[str, ...],
    facts: str | None,
    strict: bool | None,
    templates: str | None,
    uncached: bool,
    issued: str | None,
) -> int:
    """Make the sheets for each DOMAIN: the partner's domain that the platform sends to over TLS only.

    FILE is a list of many: CSV, JSON Lines, or a name on each line. Its columns are domain, customer, ticket, language and effective;
    what a row does not say the options say. Ended before its end, the same command goes on from there.

    \b
    Examples:
      sheetgen render firma.de
      sheetgen render firma.de --customer kunde.example --accept domain.reserved --ticket 4711
      sheetgen render firma.de --lang en --format txt --out -
      sheetgen render --from partners.csv --ticket 4711
    """
    reader = Reader()
    settings = read_settings(reader)
    plan = Plan(
        issued=read_issued(reader, issued),
        languages=_languages(reader, languages, settings),
        formats=_formats(reader, formats, settings),
        templates=read_templates(reader, settings.templates if templates is None else templates),
    )
    call = Call(
        plan=plan,
        ticket=reader.read(read_ticket, ticket, "--ticket"),
        effective=reader.read(read_day, effective, "--effective"),
        out=read_out(reader, out, settings),
        accept=frozenset(reader.choices(accepted, ALL_DOUBTS, "--accept")),
        strict=read_strict(reader, strict, settings),
        recipes=read_recipes(reader, recipes, plan.issued),
    )
    told = Source(facts_path(facts, settings), call.plan.issued, store_of(uncached=uncached))
    if source is not None:
        from sheetgen.cli.batch import make_list

        day = issued or os.environ.get("SOURCE_DATE_EPOCH")
        others = {"--jobs": jobs is not None, "--out -": call.out == STDOUT}
        by = read_jobs(reader, jobs), read_cluster(reader, cluster, others)
        return make_list(reader, Listed(source, domains, customers, *by, keep_going, day), call, told)
    goes_with_a_list(reader, {"--jobs": jobs is not None, "--dask": cluster is not None, "--keep-going": keep_going})
    names = read_names(reader, domains, customers)
    if call.recipes and not customers:
        reader.problems.append(without_customer(Place("--recipe")))
    requests = _requests(reader, call, names, told)
    say_who_enforces(told, requests)
    _make(call, told, requests)
    return 0


def _languages(reader: Reader, typed: tuple[str, ...], settings: Settings) -> tuple[SheetLang, ...]:
    chosen = reader.choices(typed, LANGUAGES, whence("languages", "--lang"))
    return chosen or reader.choices(settings.languages, LANGUAGES, f"{settings.path}: languages") or USUAL_LANGUAGES


def _formats(reader: Reader, typed: tuple[str, ...], settings: Settings) -> tuple[FormatName, ...]:
    chosen = reader.choices(typed, FORMAT_NAMES, whence("formats", "--format"))
    return chosen or reader.choices(settings.formats, FORMAT_NAMES, f"{settings.path}: formats") or USUAL_FORMATS


def _requests(reader: Reader, call: Call, names: Names, source: Source) -> tuple[Request, ...]:
    """The requests of a call. Raises Refused with all that is wrong with the call."""
    reader.problems += call.too_much_for_stdout(len(names.read(frozenset()).domains))
    asked = judge(reader, names, source, accept=call.accept, strict=call.strict)
    if not asked.customers:
        say("no --customer given: the sheet shows the customer domain as an open point")
    return tuple(Request(domain, asked.customers, call.ticket, call.effective, call.recipes) for domain in asked.domains)


def _make(call: Call, source: Source, requests: tuple[Request, ...]) -> None:
    """All documents first, then the files: what fails leaves nothing behind, and what was not written is named."""
    made = [(request, documents_of(source, request, call.plan)) for request in requests]
    if call.out == STDOUT:
        output.document(made[0][1][0].data)
        return
    for i, (request, documents) in enumerate(made):
        files = [NewFile(document.name, document.data, document.kind.issued) for document in documents]
        try:
            paths = write_set(Path(call.out), folder(request), files)
        except Failed as failed:
            left = ", ".join(later.domain.ascii for later, _ in made[i:])
            raise Failed(f"{failed.message}; not written: {left}" if len(made) > 1 else failed.message, failed.hint) from failed
        for path in paths:
            output.line(str(path))
