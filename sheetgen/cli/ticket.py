"""`sheetgen ticket`: the sheets on a Service Desk's ticket, and the proof that they are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sheetgen.cli.asked import judge, read_names, say_who_enforces
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
    words_from,
)
from sheetgen.cli.report import say
from sheetgen.desk import doubts
from sheetgen.desk.opened import Opened, open_desk
from sheetgen.errors import Place, Problem, printable
from sheetgen.facts.known import Source
from sheetgen.render import LANGUAGES, Plan
from sheetgen.request import Request, read_day, read_ticket, without_customer
from sheetgen.settings import Settings

ALL_DOUBTS = tuple(sorted({*DOUBTS, *doubts.DOUBTS}))


@click.command(short_help="put the sheets on a Service Desk's ticket, and prove that they are there")
@click.argument("domains", metavar="DOMAIN...", nargs=-1)
@click.option("--ticket", metavar="ID", help="The ticket, with or without # and brackets.")
@customer_option
@click.option(
    "--desk", envvar="SHEETGEN_DESK", metavar="NAME", help="A desk of the settings; else their default, else eml: a draft to send."
)
@click.option("--public", is_flag=True, help="For the ticket's requestors too, once you have seen who they are; else internal.")
@click.option("--again", is_flag=True, help="Even where the ticket holds the same sheet.")
@click.option("--yes", is_flag=True, help="Answer the question that --public asks; no doubt.")
@effective_option
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="de|en|de-en",
    shell_complete=words_from(LANGUAGES),
    help="Language; repeat it. A text in both and a PDF in both at once, if not given.",
)
@click.option(
    "--out", envvar="SHEETGEN_OUT", metavar="DIR", type=click.Path(readable=False), help="Where the sheets are kept; output/ if not given."
)
@recipe_option
@accept_option(ALL_DOUBTS)
@facts_option
@strict_option
@templates_option
@cache_option
@date_option
def ticket(
    *,
    domains: tuple[str, ...],
    ticket: str | None,
    customers: tuple[str, ...],
    desk: str | None,
    public: bool,
    again: bool,
    yes: bool,
    effective: str | None,
    languages: tuple[str, ...],
    out: str | None,
    recipes: tuple[str, ...],
    accepted: tuple[str, ...],
    facts: str | None,
    strict: bool | None,
    templates: str | None,
    uncached: bool,
    issued: str | None,
) -> None:
    """Put the sheets for each DOMAIN on one ticket, in one message, and read them back where the desk can be read.

    \b
    Examples:
      sheetgen ticket firma.de --customer kunde.de --ticket 4711
      sheetgen ticket firma.de --customer kunde.de --ticket 4711 --desk help --public
    """
    reader = Reader()
    settings = read_settings(reader)
    plan = Plan(
        issued=read_issued(reader, issued),
        languages=reader.choices(languages, LANGUAGES, "--lang") or ("de-en",),
        formats=("pdf",),
        templates=read_templates(reader, settings.templates if templates is None else templates),
    )
    day = reader.read(read_day, effective, "--effective")
    folder_out = _out(reader, out, settings)
    opened = reader.attempt(lambda: open_desk(settings, desk, os.environ, say))
    number = _number(reader, ticket, opened)
    accept = frozenset(reader.choices(accepted, ALL_DOUBTS, "--accept"))
    names = read_names(reader, domains, customers)
    brought = read_recipes(reader, recipes, plan.issued)
    if brought and not customers:
        reader.problems.append(without_customer(Place("--recipe")))
    reader.problems += doubts.before_looking(names.read(frozenset()).customers, public=public)
    if public and opened and opened.desk.sends and not yes and not _can_ask():
        reader.problems.append(Problem("ticket.unasked", "refusal", "there is no terminal to ask on", Place("--public"), "add --yes"))
    strictly = read_strict(reader, strict, settings)
    source = Source(facts_path(facts, settings), plan.issued, store_of(uncached=uncached))
    asked = judge(reader, names, source, accept=accept, strict=strictly)
    requests = tuple(Request(domain, asked.customers, number, day, brought) for domain in asked.domains)
    if opened is None or number is None:
        raise AssertionError("what could not be read is a refusal, which judge has raised")
    from sheetgen.cli.attach import Call, attach

    say_who_enforces(source, requests)
    call = Call(plan, opened, number, public, again, yes, accept, folder_out)
    attach(call, source, requests)


def _out(reader: Reader, typed: str | None, settings: Settings) -> Path:
    out = read_out(reader, typed, settings, "name a folder")
    if out == "-":
        message = "what goes on a ticket does not go to stdout"
        reader.problems.append(Problem("argument.out", "refusal", message, Place("--out"), "name a folder"))
    return Path(out)


def _number(reader: Reader, typed: str | None, opened: Opened | None) -> str | None:
    place = Place("--ticket")
    if typed is None:
        reader.problems.append(
            Problem("request.no-ticket", "refusal", "no ticket was given", place, "add --ticket with its id, such as 4711")
        )
    number = reader.read(read_ticket, typed, "--ticket")
    if number and opened and not opened.kind.ticket.fullmatch(number):
        message = f"“{printable(number)}” is no ticket of {opened.name}"
        reader.problems.append(Problem("request.ticket", "refusal", message, place, opened.kind.ticket_hint))
    return number


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
