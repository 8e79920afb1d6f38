"""Which characters the sheet's fonts have, and how wide a title is (data/fonts.json, made by setup/fonts.py)."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

from sheetgen.resources import folder

_BLANKS = frozenset(" \u00a0")
_MILLIMETRES_PER_POINT = 25.4 / 72


def _points(ranges: str) -> Iterator[int]:
    for one in ranges.split():
        low, _, high = one.partition("-")
        yield from range(int(low, 16), int(high or low, 16) + 1)


@functools.cache
def _fonts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder("data") / "fonts.json").read_text(encoding="utf-8"))
    return facts


@functools.cache
def _sans() -> frozenset[str]:
    return _BLANKS.union(map(chr, _points(_fonts()["sans"])))


@functools.cache
def _widths() -> dict[str, float]:
    em = _fonts()["em"]
    return {chr(point): int(width) / em for width, ranges in _fonts()["widths"].items() for point in _points(ranges)}


def missing(text: str) -> str:
    """The characters of a text that the sans faces lack, in order, each once."""
    return "".join(c for c in dict.fromkeys(text) if c not in _sans())


def width(text: str, points: float) -> float:
    """Millimetres that a text takes in SemiBold sans of that size, without kerning. What has no glyph counts as an em."""
    return sum(_widths().get(c, 1.0) for c in text) * points * _MILLIMETRES_PER_POINT
