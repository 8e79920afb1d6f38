"""Where a document differs from the one that it should be, in words."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import zip_longest

from sheetgen.documents.dissect import Dissected, dissect
from sheetgen.errors import printable

_BEFORE, _SHOWN = 20, 60
_NOTHING = "nothing"
_TAG = re.compile(r"<[^<>]*>")


def instead(given: str, made: str) -> str:
    """`“…what stands there…” in place of “…what should…”`, both from shortly before where they part."""
    start = next((i for i, (one, other) in enumerate(zip(given, made, strict=False)) if one != other), min(len(given), len(made)))
    return f"{_excerpt(given, start)} in place of {_excerpt(made, start)}"


def _excerpt(text: str, start: int) -> str:
    begin = max(0, start - _BEFORE)
    shown = text[begin : start + _SHOWN]
    whole = f"{'…' if begin else ''}{printable(shown)}{'…' if start + _SHOWN < len(text) else ''}"
    return f"“{whole}”" if shown else _NOTHING


def in_lines(given: str, made: str) -> str:
    """The first line that differs, its markup left out where its words differ, too."""
    lines = given[: 2 * len(made)].splitlines()  # what stands behind can't be the first difference
    for number, (one, other) in enumerate(zip_longest(lines, made.splitlines(), fillvalue=""), 1):
        if one != other:
            said, meant = _spoken(one), _spoken(other)
            return f"line {number}: {instead(said, meant) if said != meant else instead(one, other)}"
    return "its line ends"


def _spoken(text: str) -> str:
    """What is read of HTML with one style element."""
    before, _, style = text.partition("<style>")
    return " ".join(html.unescape(_TAG.sub(" ", f"{before} {style.partition('</style>')[2]}")).split())


def same_words(given: str, made: str) -> bool:
    """Whether two HTML documents say the same, whatever they look like."""
    return len(given) < 2 * len(made) and _spoken(given) == _spoken(made)


def in_pdf(given: bytes, made: bytes) -> str:
    """The place in a PDF: what was put behind it or cut off, the text of a page, or the part."""
    if given.startswith(made):
        added = f"{len(given) - len(made)} bytes were put behind its end, as a signature, a note or a later change does"
        return f"{added}; what stands before is as made"
    if made.startswith(given):
        return f"it is cut off after {len(given)} of {len(made)} bytes"
    one, other = dissect(given), dissect(made)
    if len(one.streams) < len(other.streams) or not one.packed:
        return "the whole file was written anew by another program, so it can't be said which part was changed"
    return _in_texts(one, other) or _in_packed(one, other) or _in_streams(one, other) or "outside of its objects"


def same_texts(given: bytes, made: bytes) -> bool:
    """Whether two PDFs show the same text on their pages."""
    one, other = dissect(given), dissect(made)
    return [one.texts(page) for page in one.pages] == [other.texts(page) for page in other.pages]


def _in_texts(given: Dissected, made: Dissected) -> str:
    for number, (one, other) in enumerate(zip_longest(given.pages, made.pages), 1):
        if one is None or other is None:
            return f"it has {len(given.pages)} pages in place of {len(made.pages)}"
        said, meant = given.texts(one), made.texts(other)
        if said != meant:
            return f"page {number}: {_first(said, meant)}"
    return ""


def _first(said: Sequence[str], meant: Sequence[str]) -> str:
    return next(instead(one, other) for one, other in zip_longest(said, meant, fillvalue="") if one != other)


def _in_packed(given: Dissected, made: Dissected) -> str:
    """Structure, links, bookmarks: what is packed."""
    for number in sorted(given.packed.keys() | made.packed.keys()):
        one, other = (side.packed.get(number, b"").decode("latin-1") for side in (given, made))
        if one != other:
            return f"object {number}, which no page shows as text: {instead(one, other)}"
    return ""


def _in_streams(given: Dissected, made: Dissected) -> str:
    for number in sorted(given.streams.keys() | made.streams.keys()):
        head, one = given.streams.get(number, (b"", b""))
        meant, other = made.streams.get(number, (b"", b""))
        if (head, one) != (meant, other):
            return f"object {number}, {_kind(number, meant, made)}"
    return ""


def _kind(number: int, head: bytes, made: Dissected) -> str:
    if page := next((i for i, streams in enumerate(made.pages, 1) if number in streams), 0):
        return f"the drawing of page {page}"
    kinds = ((b"/Metadata", "its metadata"), (b"/Length1", "a font"), (b"/N 3", "the colour profile"), (b"/XRef", "its table of objects"))
    return next((name for mark, name in kinds if mark in head), "a part that no page shows as text")
