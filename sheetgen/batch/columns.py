"""What a list's columns, or the keys of its objects, may be called; and what is said of those that are none of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, get_args

from sheetgen.errors import printable

ColumnName = Literal["domain", "customer", "ticket", "language", "effective"]
COLUMNS: tuple[ColumnName, ...] = get_args(ColumnName)

MOST_SHOWN = 10
"""Names of columns that are looked at, where none of ours is wanted: a table of a hundred is another one."""

_NAMES: dict[ColumnName, tuple[str, ...]] = {
    "domain": (
        *("domain", "domains", "domain name", "mail domain", "e-mail domain", "partner domain", "recipient domain"),
        *("Domäne", "Domänen", "Maildomäne", "E-Mail-Domäne", "Partnerdomäne", "Empfängerdomain", "Empfängerdomäne"),
    ),
    "customer": (
        *("customer", "customers", "customer domain", "customer domains"),
        *("Kunde", "Kunden", "Kundendomain", "Kundendomains", "Kundendomäne", "Kundendomänen"),
    ),
    "ticket": ("ticket", "ticket id", "ticket no", "ticket number", "ticket #", "Ticket-Nr.", "Ticketnummer"),
    "language": ("language", "languages", "lang", "Sprache", "Sprachen"),
    "effective": ("effective", "effective from", "effective date", "valid from", "gültig ab", "wirksam ab", "gilt ab", "ab"),
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BETWEEN = re.compile(r"[\s_.\-‐‑–]+")


def _key(name: str) -> str:
    """A name without what does not count in it: case, blanks, hyphens, dots, quotes; umlauts also as ae, oe, ue."""
    return _BETWEEN.sub("", unicodedata.normalize("NFC", name).strip(" \t\"'„“”‚‘’").casefold().translate(_UMLAUTS))


_COLUMN_OF: dict[str, ColumnName] = {_key(name): column for column, names in _NAMES.items() for name in names}
_SPELLED = {_key(name): name for names in _NAMES.values() for name in names}


def column_of(name: str) -> ColumnName | None:
    """Which column a name means."""
    return _COLUMN_OF.get(_key(name))


def nearest(name: str) -> str | None:
    """The name that was probably meant, as it is spelled."""
    from difflib import get_close_matches

    near = get_close_matches(_key(name)[:40], _SPELLED, n=1, cutoff=0.8)
    return _SPELLED[near[0]] if near else None


def none_of_ours(names: Sequence[str]) -> tuple[str, str]:
    """Message and hint for names that are no column's."""
    shown = names[:MOST_SHOWN]
    listed = ", ".join(f"“{printable(name)}”" if name else "one without a name" for name in shown)
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    verb = "is" if len(names) == 1 else "are"
    meant = ", ".join(f"“{near}” in place of “{printable(name)}”" for name in shown if (near := nearest(name)))
    return f"{listed}{more} {verb} none of a list's columns", f"write {meant}" if meant else f"there are {', '.join(COLUMNS)}"
