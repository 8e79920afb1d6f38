"""What of a request decides how its documents are laid out, and what its slots hold. Standard library alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sheetgen.documents.marks import CUSTOMERS, FILLER, MARKS, Held, Mark, is_marked
from sheetgen.documents.setting import title_size
from sheetgen.domain import Domain
from sheetgen.request import Request
from sheetgen.slots import SLOT_CHARACTERS, SheetLang, numeric

LONGEST = 39
"""Characters of a name that can be filled in on paper: the foot leaves out a longer one."""
_WIDE_TICKET = 12
"""Characters of a ticket beyond which the letterhead is set in two parts (templates/blocks.html)."""

ISSUED, BEFORE, LATER = date(9731, 12, 30), date(9731, 12, 29), date(9731, 12, 31)
"""Days that stand for a sheet's own while it is laid out: the issue date, and a date of effect that has come or has not."""

_ISO: Mapping[str, Mark] = {ISSUED.isoformat(): "issued_iso", BEFORE.isoformat(): "effective_iso", LATER.isoformat(): "effective_iso"}
_CHARACTERS: Mapping[Mark, frozenset[str]] = {
    mark: frozenset(SLOT_CHARACTERS[mark.partition("_")[0]])  # type: ignore[index]
    for mark in MARKS
}
_DAY = re.compile(rf"(?<![\w.-])({'|'.join(_ISO)})(?=T|[^\w.-]|\Z)")
"""A day by itself, or with a time behind it: domains can hold the same digits."""


class Opened(NamedTuple):
    """A request with its slots open: marks stand in place of what fills them. `size`: the class of the title's name on paper."""

    request: Request
    size: str = ""

    @property
    def key(self) -> str:
        """A text that differs where requests are laid out differently."""
        return repr(self)

    @property
    def any_domain(self) -> bool:
        """Whether requests for other domains can have this shape."""
        return self.request.domain == _mark("domain")

    @property
    def names(self) -> bool:
        """Whether a name stands in it, so that few requests can have this shape."""
        return not self.any_domain or not all(is_marked(customer.ascii) for customer in self.request.customers)


def opened(request: Request, issued: date, *, names: bool = True) -> Opened:
    """The shape of a request. `names`: whether the ticket, and names that are plain ASCII without their subdomains, are open as well."""
    few = len(request.customers) <= len(CUSTOMERS) and not request.recipes
    effective = None if request.effective is None else LATER if request.effective > issued else BEFORE
    open_domain = names and not request.recipes and _is_plain(request.domain)
    return Opened(
        Request(
            _mark("domain") if open_domain else request.domain,
            tuple(map(_open_customer, request.customers, CUSTOMERS)) if names and few else request.customers,
            _ticket(request.ticket) if names and request.ticket is not None else request.ticket,
            effective,
            request.recipes,
        ),
        title_size(f"@{request.domain.ascii}") if open_domain else "",
    )


def fits(request: Request) -> bool:
    """Whether its names are short enough to be filled in on paper."""
    return all(len(name.ascii) <= LONGEST for name in (request.domain, *request.customers))


def held(request: Request, issued: date, lang: SheetLang) -> Held:
    """What fills the marks of a request's documents, but for the number. Raises ValueError for what a slot can't hold."""
    values: dict[Mark, str] = {
        "domain": request.domain.ascii,
        "issued": numeric(issued, lang),
        "issued_iso": issued.isoformat(),
        "issued_digits": f"{issued:%Y%m%d}",
    }
    values |= {mark: customer.ascii for mark, customer in zip(CUSTOMERS, request.customers, strict=False)}
    if request.ticket is not None:
        values["ticket"] = request.ticket
    if request.effective is not None:
        values |= {"effective": numeric(request.effective, lang), "effective_iso": request.effective.isoformat()}
    if strange := [(name, value) for name, value in values.items() if not _CHARACTERS[name].issuperset(value)]:
        raise ValueError(f"characters that their slots can't hold: {strange!r}")
    return values


def in_data(text: str) -> str:
    """A text with the marks of days in place of those that stand for them."""
    return _DAY.sub(lambda found: MARKS[_ISO[found[1]]], text)


def digits(issued: date) -> str:
    """The issue date as Info dictionaries have it, or its mark."""
    return MARKS["issued_digits"] if issued == ISSUED else f"{issued:%Y%m%d}"


def _is_plain(domain: Domain) -> bool:
    return domain.ascii == domain.unicode and not domain.subdomains


def _open_customer(customer: Domain, mark: Mark) -> Domain:
    return _mark(mark) if _is_plain(customer) else customer


def _mark(name: Mark) -> Domain:
    return Domain(MARKS[name], MARKS[name])


def _ticket(ticket: str) -> str:
    return FILLER * _WIDE_TICKET + MARKS["ticket"] if len(ticket) > _WIDE_TICKET else MARKS["ticket"]
