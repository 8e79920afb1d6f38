"""What was asked, as typed -> requests: one for each requested domain, with every complaint of the call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheetgen.domain import Domain, Typed, parse_domains
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.reading import read_file
from sheetgen.suffixes import registrable

if TYPE_CHECKING:
    from sheetgen.facts.platform import Platform

_TICKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_MARKER = re.compile(r"^\[?(?:[A-Za-z][\w.-]{0,30} ?(?=#))?#?")
_RESERVED_BY_WINDOWS = re.compile(r"(?i)CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Request:
    """What one sheet is for. `effective` later than the issue date means planned, else active since; None: nobody said.

    `recipes` are the names of those that the sheet brings along, in their order.
    """

    domain: Domain
    customers: tuple[Domain, ...] = ()
    ticket: str | None = None
    effective: date | None = None
    recipes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The domains of a call, and what is wrong or doubtful about them."""

    domains: tuple[Domain, ...]
    customers: tuple[Domain, ...]
    problems: tuple[Problem, ...]


def own_domains(platform: Platform) -> frozenset[str]:
    """The platform's own: the contact's, and the registrable domains of its certificate's and MX hosts' names."""
    return _own(platform.contact.email, platform.certificate.names, platform.mx.names)


def own_domains_in(facts: Path) -> frozenset[str]:
    """The same, read off a fact file before anything judges it: of one that can't be read so, none."""
    try:
        from sheetgen.facts.scalars import HostPattern
        from sheetgen.yamlfile import read_yaml

        data = read_yaml(read_file(facts), str(facts)).data
        hosts = (host for pattern in data["mx"]["hosts"] for host in HostPattern(pattern).hosts)
        return _own(data["contact"]["email"], data["certificate"]["names"], tuple(hosts))
    except (Refused, LookupError, TypeError, AttributeError, ValueError):
        return frozenset()


def _own(email: str, certificate_names: Sequence[str], hosts: Sequence[str]) -> frozenset[str]:
    names = (*(name.removeprefix("*.") for name in certificate_names), *hosts)
    return frozenset({email.rpartition("@")[2], *(registrable(name) or name for name in names)})


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed in which domains stand, and where it stood."""

    text: str
    place: Place


def arguments(name: str, texts: Sequence[str]) -> tuple[Text, ...]:
    """Arguments as texts, their places being `DOMAIN[1]` and so on."""
    return tuple(Text(_in_utf8(text), Place(f"{name}[{i}]")) for i, text in enumerate(texts, 1))


def _in_utf8(text: str) -> str:
    """An argument as its bytes say in UTF-8: under LC_ALL=C Python may have kept them as lone surrogates (PEP 383)."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def read_domains(domains: Sequence[Text], customers: Sequence[Text], own: frozenset[str] = frozenset()) -> Asked:
    """Judge all names of a call. A requested domain that is, or lies below, a customer's is refused: mail would be sent to ourselves."""
    requested = [parse_domains(one.text, place=one.place, own=own) for one in domains]
    served = [parse_domains(one.text, place=one.place, own=own) for one in customers]
    problems = [problem for typed in (*requested, *served) for problem in typed.problems]
    customer_domains = _merged(served)
    for text, typed in zip(domains, requested, strict=True):
        problems += filter(None, (same_domain(domain, customer_domains, text.place) for domain in typed.domains))
    return Asked(_merged(requested), customer_domains, tuple(problems))


def same_domain(domain: Domain, customers: Sequence[Domain], place: Place) -> Problem | None:
    """The refusal of a requested domain that is one of the customers', or lies below one."""
    if not any(_same(domain, customer) for customer in customers):
        return None
    return Problem("request.same-domain", "refusal", place=place, parts={"name": printable(domain.unicode)})


def without_customer(place: Place) -> Problem:
    """The refusal of a recipe for nobody."""
    message = "a recipe names the domains that mail is sent to, and none was given"
    return Problem("recipe.no-customer", "refusal", message, place, "add --customer with a domain on the platform")


def _merged(typed: Sequence[Typed]) -> tuple[Domain, ...]:
    return tuple(dict.fromkeys(domain for one in typed for domain in one.domains))


def _same(one: Domain, other: Domain) -> bool:
    """Equal, or one below the other where that one includes its subdomains."""
    below = one.ascii.endswith("." + other.ascii), other.ascii.endswith("." + one.ascii)
    return one.ascii == other.ascii or (below[0] and other.subdomains) or (below[1] and one.subdomains)


def read_ticket(typed: str, place: Place) -> tuple[str | None, tuple[Problem, ...]]:
    """A ticket's id without `#` and brackets, `[RT #4711]` and `[Ticket#4711]` too: [A-Za-z0-9_-], at most 40, no device of Windows."""
    ticket = _MARKER.sub("", typed.strip()).removesuffix("]")
    reserved = _RESERVED_BY_WINDOWS.fullmatch(ticket)
    if _TICKET.fullmatch(ticket) and not reserved:
        return ticket, ()
    message = f"“{printable(typed)}” is no ticket id"
    hint = "write letters, digits, - and _ alone, at most 40, for example 4711"
    if reserved:
        message += " that a folder can be named by: Windows reserves it for a device"
        hint = f"write more than that, for example ticket-{ticket}"
    return None, (Problem("request.ticket", "refusal", message, place, hint),)


def read_day(typed: str, place: Place) -> tuple[date | None, tuple[Problem, ...]]:
    """A day as YYYY-MM-DD, and in no other order: 04/08/2026 is read two ways."""
    try:
        if _DAY.fullmatch(typed):
            return date.fromisoformat(typed), ()
    except ValueError:
        pass
    message = f"“{printable(typed)}” is no day of the calendar written as year, month, day"
    return None, (Problem("request.day", "refusal", message, place, "write it as 2026-11-24"),)
