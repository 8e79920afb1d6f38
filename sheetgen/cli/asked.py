"""Which domains a call is about, judged together with the facts they stand on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sheetgen.cli import output
from sheetgen.cli.options import Reader
from sheetgen.cli.report import say, settle, stops
from sheetgen.domain import Domain
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.facts.known import Source
from sheetgen.reading import LIMIT, read_file
from sheetgen.request import Asked, Request, Text, arguments, lines, own_domains_in, read_domains
from sheetgen.resources import shipped_facts

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Names:
    """The texts of a call in which domains stand."""

    requested: tuple[Text, ...]
    customers: tuple[Text, ...]

    def read(self, own: frozenset[str]) -> Asked:
        """Judge them all, none of which may be one of the platform's own."""
        return read_domains(self.requested, self.customers, own)


def read_names(reader: Reader, domains: tuple[str, ...], source: str | None, customers: tuple[str, ...]) -> Names:
    """The names of the arguments and of the list that `--from` names."""
    listed = reader.attempt(lambda: _listed(source)) if source is not None else ()
    requested = (*arguments("DOMAIN", domains), *(listed or ()))
    if not requested and listed is not None:
        place, hint = Place("DOMAIN") if source is None else Place(source), "type the partner's, for example firma.de"
        reader.problems.append(Problem("request.no-domain", "refusal", "no domain was given", place, hint))
    return Names(requested, arguments("--customer", customers))


def _listed(source: str) -> tuple[Text, ...]:
    if source != STDIN:
        return lines(read_file(Path(source)), source)
    content = sys.stdin.buffer.read(LIMIT + 1)
    if len(content) > LIMIT:
        message = f"this is more than {LIMIT // 1024} KiB"
        raise Refused([Problem("list.too-large", "refusal", message, Place("stdin"), "hand it over in parts")])
    return lines(content, "stdin")


def judge(reader: Reader, names: Names, source: Source, *, accept: frozenset[str], strict: bool) -> Asked:
    """The domains of a call, judged by its facts. Raises Refused with all that is wrong with it, what `reader` has gathered included."""
    known = reader.attempt(lambda: source.kept)
    asked = names.read(known.own if known else own_domains_in(source.path))
    reader.problems[:0] = asked.problems
    _list_what_prose_holds(reader, asked)
    if (
        stops(reader.problems, accept=accept, strict=False) and source.path == shipped_facts()
    ):  # known to hold: loading it would take a second
        settle(reader.problems, accept=accept, strict=strict)
    known = known or reader.attempt(lambda: source.known)
    settle([*reader.problems, *(known.problems if known else ())], accept=accept, strict=strict)
    return asked


def say_who_enforces(source: Source, requests: Sequence[Request]) -> None:
    """Which facts, and who enforces what towards whom, so that swapped domains are seen."""
    provider, service = (printable(name) for name in (source.known.provider, source.known.service))
    say(f"facts {printable(str(source.path))}, SHA-256 {source.sha256[:16]}")
    for request in requests:
        theirs = ", ".join(both_forms(customer) for customer in request.customers) or "the customer domain (open)"
        say(f"{service} sends to {both_forms(request.domain)} over TLS only: set up by {provider}")
        say(f"the servers of @{request.domain.ascii} send to {theirs} over TLS only: set up by the partner")


def both_forms(domain: Domain) -> str:
    """`@xn--….example (@….example) and its subdomains`, as far as it applies."""
    international = f" ({printable(domain.unicode)})" if domain.unicode != domain.ascii else ""
    return f"@{domain.ascii}{international}{' and its subdomains' if domain.subdomains else ''}"


def _list_what_prose_holds(reader: Reader, asked: Asked) -> None:
    """Nothing is made from text that is no list: the domains found are listed back, ready for `--from -`."""
    if not any(problem.code == "domain.found" for problem in asked.problems):
        return
    for domain in asked.domains:
        output.line(f"*.{domain.ascii}" if domain.subdomains else domain.ascii)
    message, hint = "this is text and no list: its domains were printed, nothing was made", "check them, and hand them over with --from -"
    reader.problems.append(Problem("list.prose", "refusal", message, Place("--from"), hint))
