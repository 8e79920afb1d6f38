"""Checks on the brand: colours that can be read, a logo that is there."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sheetgen.colours import contrast
from sheetgen.errors import Refused
from sheetgen.facts.checks.base import Finding, Subject
from sheetgen.logo import MOST_BYTES, read_logo
from sheetgen.reading import read_file

_READABLE = 4.5  # WCAG 2.2, 1.4.3
_EASILY_READABLE = 7.0  # 1.4.6
_WHITE = "#ffffff"


def _between(subject: Subject, low: float, high: float) -> Iterator[Finding]:
    brand = subject.platform.brand
    for name, colour in (("primary", brand.primary), ("accent", brand.accent)) if brand else ():
        if colour and low <= contrast(colour, _WHITE) < high:
            cut = math.floor(contrast(colour, _WHITE) * 100) / 100  # rounded, 4.496 would be the 4.5 that is wanted
            message = f"text in {colour} on white has a contrast of {cut:.2f} to 1, and {high:g} is wanted"
            yield Finding(("brand", name), message, "write a darker colour")


def contrast_too_low(subject: Subject) -> Iterator[Finding]:
    """Text in the brand's colours can be read on white (WCAG 2.2, 1.4.3)."""
    return _between(subject, 0, _READABLE)


def contrast_low(subject: Subject) -> Iterator[Finding]:
    """Text in the brand's colours can be read easily (WCAG 2.2, 1.4.6)."""
    return _between(subject, _READABLE, _EASILY_READABLE)


def logo(subject: Subject) -> Iterator[Finding]:
    """The logo is a file beside the fact file that can be cleaned down to shapes."""
    name = subject.platform.brand.logo if subject.platform.brand else None
    if not name:
        return
    path = subject.folder / name
    try:
        read_logo(read_file(path, MOST_BYTES), str(path))
    except Refused as refused:
        for problem in refused.problems:
            where = f" line {problem.place.line}:" if problem.place and problem.place.line else ""
            yield Finding(("brand", "logo"), f"{name}:{where} {problem.message}", problem.hint or "put the logo beside the fact file")
