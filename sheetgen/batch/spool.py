"""A judged list, kept while its sheets are made: it is read once, and what is made is what was judged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sheetgen.batch.judge import Wanted
from sheetgen.batch.kept import Kept
from sheetgen.domain import Domain
from sheetgen.request import Request


class Entry(NamedTuple):
    """One sheet to make, or a row for which none is made: `refused` says why, `same` which one makes it. `named`: its domains."""

    at: str
    wanted: Wanted | None = None
    refused: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    same: str = ""


class Spool(Kept):
    """Entries in the order in which they were added. `open`: how many sheets have no customer."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._digest = hashlib.sha256()
        self.entries = 0
        self.sheets = 0
        self.open = 0

    def add(self, entry: Entry) -> None:
        """One more. Raises Failed where there is no room for it."""
        line = _JSON(_data(entry)).encode() + b"\n"
        self.write(line)
        self._digest.update(line)
        self.entries += 1
        self.sheets += entry.wanted is not None
        self.open += entry.wanted is not None and not entry.wanted.request.customers

    @property
    def digest(self) -> str:
        """SHA-256 of what has been added, in hexadecimal."""
        return self._digest.hexdigest()

    def read(self, start: int = 0) -> Iterator[Entry]:
        """The entries from that one on."""
        for number, line in enumerate(self.beginning()):
            if number >= start:
                yield _entry(json.loads(line))


_JSON = json.JSONEncoder(separators=(",", ":")).encode


def _data(entry: Entry) -> list[Any]:
    if entry.wanted is None:
        return [entry.at, entry.refused, entry.named, entry.same]
    request, languages = entry.wanted
    effective = request.effective.isoformat() if request.effective else None
    return [entry.at, _names((request.domain,)), _names(request.customers), request.ticket, effective, request.recipes, languages]


def _entry(data: list[Any]) -> Entry:
    if len(data) == 4:
        return Entry(data[0], None, tuple(data[1]), tuple(data[2]), data[3])
    at, (domain,), customers, ticket, effective, recipes, languages = data
    request = Request(
        Domain(*domain),
        tuple(Domain(*customer) for customer in customers),
        ticket,
        date.fromisoformat(effective) if effective else None,
        tuple(recipes),
    )
    return Entry(at, Wanted(request, tuple(languages)))


def _names(domains: Sequence[Domain]) -> list[tuple[str, str, bool]]:
    return [(domain.ascii, domain.unicode, domain.subdomains) for domain in domains]
