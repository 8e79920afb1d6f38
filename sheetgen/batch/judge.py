"""A row of a list -> the sheets it asks for, judged as arguments are; with every complaint at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from sheetgen.batch.row import Row, read_effective, read_language
from sheetgen.batch.seen import Role, Seen
from sheetgen.documents.names import folder
from sheetgen.domain import Domain, parse_domains
from sheetgen.errors import Place, Problem, printable, stops
from sheetgen.pasted import is_nameless, parse_pasted
from sheetgen.request import Request, read_ticket, same_domain, without_customer
from sheetgen.slots import SheetLang

T = TypeVar("T")


class Usual(NamedTuple):
    """What the options say: it holds where a row says nothing else."""

    customers: tuple[Domain, ...]
    ticket: str | None
    effective: date | None
    languages: tuple[SheetLang, ...]
    recipes: tuple[str, ...]


class Wanted(NamedTuple):
    """One sheet that a row asks for."""

    request: Request
    languages: tuple[SheetLang, ...]


class Judged(NamedTuple):
    """`wanted`: none where the row is refused, or `same` as an earlier one, whose place that is. `domains`: all that it names.

    `nameless`: a refused line of a plain list of which no word looks like a name; in prose that is no mistake.
    """

    wanted: tuple[Wanted, ...]
    problems: tuple[Problem, ...]
    domains: tuple[Domain, ...] = ()
    same: str = ""
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """`own`: the platform's domains; `accept` and `strict` as the options say."""

    usual: Usual
    own: frozenset[str]
    accept: frozenset[str]
    strict: bool
    seen: Seen

    def stops(self, problems: Sequence[Problem]) -> bool:
        """Whether what is wrong with a row is a reason not to make it."""
        return stops(problems, accept=self.accept, strict=self.strict)

    def judge(self, row: Row) -> Judged:
        """Never raises: what is wrong with a row comes with it."""
        problems: list[Problem] = []
        typed = (parse_pasted if row.pasted else parse_domains)(row.domain, place=row.place, own=self.own)
        served = parse_domains(row.customer, place=row.place, own=self.own) if row.customer else None
        problems += (*typed.problems, *(served.problems if served else ()))
        customers = served.domains if served else self.usual.customers
        ticket, effective = self.usual.ticket, self.usual.effective
        languages: tuple[SheetLang, ...] = self.usual.languages
        if row.ticket:
            ticket, found = read_ticket(row.ticket, row.place)
            problems += found
        if row.effective:
            effective, found = read_effective(row.effective, row.place)
            problems += found
        if row.language:
            read, found = read_language(row.language, row.place)
            languages = read or languages
            problems += found
        problems += filter(None, (same_domain(domain, customers, row.place) for domain in typed.domains))
        if self.usual.recipes and not customers:
            problems.append(without_customer(row.place))
        if self.stops(problems):
            return Judged((), tuple(problems), typed.domains, nameless=row.pasted and is_nameless(row.domain))
        requests = [Request(domain, customers, ticket, effective, self.usual.recipes) for domain in typed.domains]
        problems += self._swapped(typed.domains, customers, row.place)
        wanted, same, twice = self._not_yet(requests, languages, row.place)
        problems += twice
        return Judged(() if self.stops(problems) else wanted, tuple(problems), typed.domains, same)

    def _swapped(self, domains: Sequence[Domain], customers: Sequence[Domain], place: Place) -> Iterator[Problem]:
        """Doubts about names that stand in the other column elsewhere."""
        roles: tuple[tuple[Role, Sequence[Domain]], ...] = (
            ("requested", domains),
            ("customer", customers if customers != self.usual.customers else ()),
        )
        for role, names in roles:
            for domain in names:
                if other := self.seen.name(domain.ascii, role, str(place)):
                    what = "the partner's here, and on the platform" if role == "requested" else "on the platform here, and the partner's"
                    message = f"{printable(domain.unicode)} is {what} at {other}: the two domains may be swapped"
                    hint = "the domain is the partner's, the customer is on the platform"
                    yield Problem("request.swapped", "doubt", message, place, hint)

    def _not_yet(
        self, requests: Sequence[Request], languages: tuple[SheetLang, ...], place: Place
    ) -> tuple[tuple[Wanted, ...], str, list[Problem]]:
        """What no earlier row asks for; where one asks for all of it; what is wrong or remarkable about that."""
        wanted: list[Wanted] = []
        problems: list[Problem] = []
        same = ""
        for request in requests:
            said = request.effective.isoformat() if request.effective else ""
            new = []
            for lang in languages:
                found = self.seen.sheet("/".join((*folder(request), lang)), said, str(place))
                if found is None:
                    new.append(lang)
                elif found[0] == said:
                    same = found[1]
                else:
                    problems.append(_twice(request, found[1], place))
            if new:
                wanted.append(Wanted(request, tuple(new)))
        if same and not wanted and not problems:
            problems.append(Problem("list.same", "warning", f"this row says the same as {same}: its sheet is made once", place))
        return tuple(wanted), "" if wanted else same, problems


def _twice(request: Request, other: str, place: Place) -> Problem:
    message = f"{other} asks for the sheet of {printable(request.domain.unicode)}, too, with another day from which it is in effect"
    return Problem("list.twice", "refusal", message, place, "keep one of the two rows")
