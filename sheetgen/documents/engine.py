"""WeasyPrint held to what is shipped, and its private parts that the finisher needs: all of them stand here, so it is pinned."""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sheetgen.errors import Failed, printable
from sheetgen.resources import folder

_SET_IN_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th", "td", "figcaption"})
_ONE_AT_A_TIME = threading.Lock()
"""The environment, the logger and a patched function belong to the whole process."""


@dataclass(frozen=True, slots=True)
class UsedFont:
    """A font of a document: the tag of its subset, the characters it has no glyph for, and its blank's glyph if the document uses it."""

    tag: str
    missing: str
    blank: int | None


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block: the HTML element, the page, and each run of letters under the number of its marked content."""

    source: Any
    page: int
    runs: tuple[tuple[int, str], ...]


@contextmanager
def strict() -> Iterator[None]:
    """While it lasts WeasyPrint sees no font of the host, and what it would only log fails. Raises Failed at its end."""
    lines: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, collect = logging.getLogger("weasyprint"), Collect(level=logging.WARNING)
    with _ONE_AT_A_TIME, _no_host_fonts(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
        warnings.filterwarnings("ignore", "unclosed file .*sRGB2014.icc", ResourceWarning)
        logger.addHandler(collect)
        try:
            yield
        finally:
            logger.removeHandler(collect)
    if lines:
        raise Failed(f"the PDF can't be laid out as it should be: {printable(lines[0])}", "mend the template or the style sheet")


@contextmanager
def _no_host_fonts() -> Iterator[None]:
    """Fontconfig reads an empty configuration: whatever the shipped faces lack is missing on every machine."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(folder("templates") / "fonts" / "no-host-fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def tagged(mend: Callable[[Any, Any], None]) -> Iterator[list[Lines]]:
    """While it lasts each structure element passes `mend(element, source)`, `source` being the HTML element it is made of.

    What it gives holds the lines of each block, once the document has been written.
    """
    from weasyprint.pdf import tags

    build: Any = tags._build_box_tree  # noqa: SLF001
    lines: list[Lines] = []

    def mended(box: Any, *rest: Any) -> Iterator[Any]:
        laid_out = getattr(box, "_box", box)  # what is positioned stands in its place's `_box`
        source, (_, _, page, *_, contents) = laid_out.element, rest
        if source is not None and source.tag in _SET_IN_LINES:
            lines.append(Lines(source, page, tuple(_runs(laid_out, contents))))
        for element in build(box, *rest):
            if source is not None:
                mend(element, source)
            yield element

    tags._build_box_tree = mended  # noqa: SLF001
    try:
        yield lines
    finally:
        tags._build_box_tree = build  # noqa: SLF001


def _runs(block: Any, contents: Any) -> Iterator[tuple[int, str]]:
    todo = [block]
    while todo:
        box = todo.pop()
        box = getattr(box, "_box", box)
        if box in contents:
            drawn = getattr(box, "text", "").strip()  # blanks alone are not
            yield contents[box]["mcid"], box.pango_layout.text if drawn else ""
        todo += getattr(box, "children", ())[::-1]


def fonts(document: Any) -> tuple[UsedFont, ...]:
    """The fonts of a document that has been drawn, in the order of their use."""
    return tuple(_used(font) for font in document.fonts.values())


def _used(font: Any) -> UsedFont:
    blank = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
    return UsedFont(font.hash, "".join(map(chr, font.missing)), blank)
