"""One row of a list, and what stands in two of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sheetgen.batch.columns import ColumnName
from sheetgen.errors import Place, Problem, printable
from sheetgen.request import read_day
from sheetgen.slots import SheetLang

_LANGUAGES: dict[str, SheetLang] = {
    "de": "de",
    "deutsch": "de",
    "german": "de",
    "en": "en",
    "englisch": "en",
    "english": "en",
    "de-en": "de-en",
}
_BETWEEN = re.compile(r"[\s,;+]+")
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}")


class Row(NamedTuple):
    """One row of a list as it is written there; an empty text is a cell that says nothing.

    `place`: file and the record's first line. `customer` may hold several, as `--customer`'s text may. `pasted`: a line of a
    plain list, which may turn out to be prose.
    """

    place: Place
    domain: str
    customer: str = ""
    ticket: str = ""
    language: str = ""
    effective: str = ""
    pasted: bool = False


def row_of(cells: Mapping[ColumnName, str], place: Place) -> Row | Problem:
    """The row of these cells, none of which need be there but the domain."""
    if not (domain := cells.get("domain")):
        return Problem("list.no-domain", "refusal", "this row names no domain", place, "write the partner's, or take the row out")
    others: tuple[ColumnName, ...] = ("customer", "ticket", "language", "effective")
    customer, ticket, language, effective = (cells.get(column, "") for column in others)
    return Row(place, domain, customer, ticket, language, effective)


def read_language(typed: str, place: Place) -> tuple[tuple[SheetLang, ...] | None, tuple[Problem, ...]]:
    """The languages of a cell, each once: de, en, de-en or their names, parted by blanks, `,`, `;` or `+`. An empty cell: None."""
    words = [word for word in _BETWEEN.split(typed) if word]
    known = [_LANGUAGES.get(word.casefold()) for word in words]
    languages = tuple(dict.fromkeys(language for language in known if language))
    if None not in known:
        return languages or None, ()
    unknown = words[known.index(None)]
    message = f"“{printable(unknown)}” is no language that a sheet has"
    return None, (Problem("list.language", "refusal", message, place, "write de, en or de-en, or Deutsch, Englisch; several with a comma"),)


def read_effective(typed: str, place: Place) -> tuple[date | None, tuple[Problem, ...]]:
    """A day as `read_day` takes it, and as a German Excel writes it: 24.11.2026 or 1.2.2027. An empty cell: None."""
    typed = typed.strip()
    if not typed:
        return None, ()
    german = _GERMAN_DAY.fullmatch(typed)
    day, month, year = german.groups() if german else ("", "", "")
    value, problems = read_day(f"{year}-{month:0>2}-{day:0>2}" if german else typed, place)
    if value is not None:
        return value, ()
    message = f"“{typed}” is no day of the calendar" if german else problems[0].message
    if _SHORT_YEAR.fullmatch(typed):
        message = f"“{typed}” has a year of two digits"
    return None, (Problem("request.day", "refusal", message, place, "write it as 2026-12-01 or 01.12.2026"),)
