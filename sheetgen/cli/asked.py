"""Which domains a call is about, judged together with the facts they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheetgen.cli.options import Reader
from sheetgen.cli.report import say, settle
from sheetgen.domain import Domain
from sheetgen.errors import Place, Problem, printable, stops
from sheetgen.facts.known import Source
from sheetgen.request import Asked, Request, Text, arguments, own_domains_in, read_domains
from sheetgen.resources import shipped_facts


@dataclass(frozen=True, slots=True)
class Names:
    """The texts of a call in which domains stand."""

    requested: tuple[Text, ...]
    customers: tuple[Text, ...]

    def read(self, own: frozenset[str]) -> Asked:
        """Judge them all, none of which may be one of the platform's own."""
        return read_domains(self.requested, self.customers, own)


def read_names(reader: Reader, domains: tuple[str, ...], customers: tuple[str, ...]) -> Names:
    """The names of the arguments."""
    if not domains:
        reader.problems.append(no_domain(Place("DOMAIN")))
    return Names(arguments("DOMAIN", domains), arguments("--customer", customers))


def no_domain(place: Place) -> Problem:
    """The refusal of a call, or a list, that names none."""
    return Problem("request.no-domain", "refusal", "no domain was given", place, "type the partner's, for example firma.de")


def judge(reader: Reader, names: Names, source: Source, *, accept: frozenset[str], strict: bool) -> Asked:
    """The domains of a call, judged by its facts. Raises Refused with all that is wrong with it, what `reader` has gathered included."""
    asked = names.read(own_of(reader, source))
    reader.problems[:0] = asked.problems
    settle_with_facts(reader, source, accept=accept, strict=strict)
    return asked


def own_of(reader: Reader, source: Source) -> frozenset[str]:
    """The platform's own domains, at the least cost."""
    known = reader.attempt(lambda: source.kept)
    return known.own if known else own_domains_in(source.path)


def settle_with_facts(reader: Reader, source: Source, *, accept: frozenset[str], strict: bool) -> None:
    """Show the warnings, those of the facts included; or raise Refused with all that is wrong."""
    if stops(reader.problems, accept=accept, strict=False) and source.path == shipped_facts():
        settle(reader.problems, accept=accept, strict=strict)  # these facts are known to hold: loading them would take a second
    known = reader.attempt(lambda: source.known)
    settle([*reader.problems, *(known.problems if known else ())], accept=accept, strict=strict)


def say_facts(source: Source) -> None:
    """Which facts the sheets stand on."""
    say(f"facts {printable(str(source.path))}, SHA-256 {source.sha256[:16]}")


def say_who_enforces(source: Source, requests: Sequence[Request]) -> None:
    """Which facts, and who enforces what towards whom, so that swapped domains are seen."""
    provider, service = (printable(name) for name in (source.known.provider, source.known.service))
    say_facts(source)
    for request in requests:
        theirs = ", ".join(both_forms(customer) for customer in request.customers) or "the customer domain (open)"
        say(f"{service} sends to {both_forms(request.domain)} over TLS only: set up by {provider}")
        say(f"the servers of @{request.domain.ascii} send to {theirs} over TLS only: set up by the partner")


def both_forms(domain: Domain) -> str:
    """`@xn--….example (@….example) and its subdomains`, as far as it applies."""
    international = f" ({printable(domain.unicode)})" if domain.unicode != domain.ascii else ""
    return f"@{domain.ascii}{international}{' and its subdomains' if domain.subdomains else ''}"
