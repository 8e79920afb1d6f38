"""`sheetgen show`: what a sheet says it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from sheetgen.claim import Claim, NotASheetError
from sheetgen.cli import output
from sheetgen.cli.report import say
from sheetgen.domain import Domain
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.reading import read_file
from sheetgen.verify import MOST_BYTES, NOT_WHO, tell


@click.command(short_help="print what a sheet says it is")
@click.argument("file", metavar="FILE", type=click.Path(readable=False))
def show(*, file: str) -> None:
    """Print what a sheet says it is: PDF, HTML, text or JSON.

    \b
    Example:
      sheetgen show sheet.pdf
    """
    try:
        _, claim = tell(read_file(Path(file), MOST_BYTES))
    except NotASheetError as unfit:
        kind = {"foreign": "no sheet of sheetgen's", "unreadable": "unreadable"}[unfit.word]
        raise Refused([Problem(f"sheet.{unfit.word}", "refusal", f"{kind}: {unfit.reason}", Place(file))]) from unfit
    for name, value in _lines(claim):
        output.line(f"{name}: {printable(value)}")
    say(NOT_WHO)


def _lines(claim: Claim) -> Iterator[tuple[str, str]]:
    """What it says, a line each; what its format does not tell has no line."""
    request = claim.request
    yield "platform", claim.platform
    yield "domain", _name(request.domain)
    for customer in request.customers:
        yield "customer", _name(customer)
    told = (
        ("ticket", request.ticket),
        ("effective", request.effective and request.effective.isoformat()),
        ("issued", claim.issued.isoformat()),
        ("number", claim.number),
        ("language", claim.language),
        ("facts", claim.facts and f"SHA-256 {claim.facts}"),
        ("version", claim.version),
    )
    yield from ((name, value) for name, value in told if value)


def _name(domain: Domain) -> str:
    other = f" ({domain.unicode})" if domain.unicode != domain.ascii else ""
    return f"{domain.ascii}{other}{', subdomains included' if domain.subdomains else ''}"
