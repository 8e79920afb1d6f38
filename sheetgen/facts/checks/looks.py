"""Checks on the brand: colours that can be read, a logo that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sheetgen.errors import Refused
from sheetgen.facts.checks.base import Finding, Subject
from sheetgen.facts.scalars import Colour
from sheetgen.yamlfile import read_file

_READABLE = 4.5  # WCAG 2.2, 1.4.3
_EASILY_READABLE = 7.0  # 1.4.6
_LOGO_LIMIT = 64 << 10
_SVG = re.compile(
    rb"\s*(<\?xml[^>]*\?>\s*)?(<!--(?:(?!-->).)*-->\s*)*"
    rb"""<svg\s[^>]*xmlns=["']http://www\.w3\.org/2000/svg["'].*</svg>\s*""",
    re.DOTALL,
)


def contrast(colour: Colour) -> float:
    """Contrast of text in that colour on white (WCAG 2.2, relative luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _between(subject: Subject, low: float, high: float) -> Iterator[Finding]:
    brand = subject.platform.brand
    for name, colour in (("primary", brand.primary), ("accent", brand.accent)) if brand else ():
        if colour and low <= contrast(colour) < high:
            message = f"text in {colour} on white has a contrast of {contrast(colour):.1f} to 1, and {high:g} is wanted"
            yield Finding(("brand", name), message, "write a darker colour")


def contrast_too_low(subject: Subject) -> Iterator[Finding]:
    """Text in the brand's colours can be read on white (WCAG 2.2, 1.4.3)."""
    return _between(subject, 0, _READABLE)


def contrast_low(subject: Subject) -> Iterator[Finding]:
    """Text in the brand's colours can be read easily (WCAG 2.2, 1.4.6)."""
    return _between(subject, _READABLE, _EASILY_READABLE)


def logo(subject: Subject) -> Iterator[Finding]:
    """The logo is an SVG file beside the fact file, of at most 64 KiB."""
    name = subject.platform.brand.logo if subject.platform.brand else None
    if not name:
        return
    try:
        content = read_file(subject.folder / name, _LOGO_LIMIT)
    except Refused as refused:
        problem = refused.problems[0]
        yield Finding(
            ("brand", "logo"), f"{name}: {problem.message}", "put the logo beside the fact file: a regular file of at most 64 KiB"
        )
        return
    if not _SVG.fullmatch(content):
        yield Finding(
            ("brand", "logo"),
            f"{name} is no SVG document",
            'save it as plain SVG: <svg xmlns="http://www.w3.org/2000/svg" …> … </svg>, with no DOCTYPE',
        )
