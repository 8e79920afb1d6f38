"""How a name is set in HTML: its class, and where it may break. Standard library alone: pages that are prepared are filled by it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from sheetgen.glyphs import width

_SIZES = (("k1", 27.0), ("k2", 20.0), ("k3", 14.0))
"""Type sizes of the name in the title, in points; what fits in none of them is set small and may break after its dots."""
_CONTENT_MM = 126.0
_LONGEST_IN_SANS = 48
_WIDEST_LABEL = 40
"""Characters of a label in letters that mono lacks: a longer one may be wider than the content column."""
WHOLE_COLUMNS: Mapping[str, Mapping[str, int]] = {
    "paper": {"big": 64, "d": 64, "f": 64, "h": 31},  # the content column at a step's indent, and half of it
    "screen": {"big": 14, "d": 22, "f": 22, "h": 22},  # the narrowest place of a screen that is 320 px wide
    "mail": {"big": 14, "d": 26, "f": 26, "h": 26},
}
"""Characters of a name that fit on a line wherever it stands: it is one run of text, which screen readers do not cut."""


def title_size(name: str) -> str:
    """The class of the largest size in which the name stands on one line of the title on paper."""
    return next((size for size, points in _SIZES if width(name, points) <= _CONTENT_MM), "k4")


def name_class(name: str, style: str) -> str:
    """Mono for what a machine reads and for long names, whose widest label fits in it; sans for what mono has no letters for."""
    if name.isascii():
        return "d" if style == "h" or (style == "f" and len(name) > _LONGEST_IN_SANS) else style
    return "f w" if max(map(len, name.split("."))) > _WIDEST_LABEL else "f"


def run(name: str, columns: int, *, marked: bool = False) -> str:
    """The name whole where it fits on any line, else each label whole: a line may end after a dot.

    `marked`: a whole name is an element as a label is, so that in a mail each carries its own rule not to break at a hyphen.
    """
    if len(name) <= columns:
        return _label(name) if marked else escape(name)
    *first, last = name.split(".")
    return "<wbr>".join(map(_label, (*(f"{label}." for label in first), last)))


def _label(text: str) -> str:
    return f'<span class="l">{escape(text)}</span>'
