"""The table that drives both implementations of the rules for domains, Python's and the script's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sheetgen.domain import Typed


@dataclass(frozen=True, slots=True)
class Case:
    """What is typed, as often as `times` says, with the platform's domains; the domains and codes that come of it."""

    typed: str
    own: frozenset[str]
    domains: tuple[tuple[str, str, bool], ...]
    codes: tuple[str, ...]


def outcome(typed: Typed) -> tuple[tuple[tuple[str, str, bool], ...], tuple[str, ...]]:
    """Domains and codes, as a case holds them."""
    return tuple((d.ascii, d.unicode, d.subdomains) for d in typed.domains), tuple(p.code for p in typed.problems)


def _read() -> list[Case]:
    rows = json.loads(Path(__file__).with_suffix(".json").read_text("ascii"))
    return [Case(r["typed"] * r.get("times", 1), frozenset(r["own"]), tuple(map(tuple, r["domains"])), tuple(r["codes"])) for r in rows]


CASES = _read()
