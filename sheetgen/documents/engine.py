"""WeasyPrint held to what is shipped, and its private parts that the finisher needs: all of them stand here, so it is pinned."""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
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
    """A font of a document: the tag of its subset, the characters it has no glyph for, and its blank's glyph if the document uses it.

    Of each glyph, as four hexadecimal digits: what `characters` it stands for, and its width in thousandths of the type's size.
    """

    tag: str
    missing: str
    blank: int | None
    characters: Mapping[str, str]
    widths: Mapping[str, float]


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
            with _attributes_freed():
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
def _attributes_freed() -> Iterator[None]:
    """WeasyPrint holds each list of font features twice and lets go of it once, and leaves a tenth of a MiB behind for each sheet.

    A list frees the features in it, so no two may share them, as they do in WeasyPrint's cache.
    """
    from weasyprint.text import line_break
    from weasyprint.text.ffi import ffi, pango

    layouts: Any = line_break.Layout
    set_up = layouts.setup

    def freed(layout: Any, style: Any) -> None:
        set_up(layout, style)
        style.font_config.font_features.clear()
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes != ffi.NULL:
            pango.pango_attr_list_unref(attributes)

    layouts.setup = freed
    try:
        yield
    finally:
        layouts.setup = set_up


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
    characters = {f"{glyph:04x}": text for glyph, text in font.to_unicode.items()}
    return UsedFont(font.hash, "".join(map(chr, font.missing)), blank, characters, {f"{glyph:04x}": w for glyph, w in font.widths.items()})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of text stands on its line: how far to the right the line goes, and what stands behind the run. Both in CSS pixels."""

    right: float
    behind: str


def places(document: Any) -> Mapping[tuple[float, float], Place]:
    """Of each run of text of a document that has been laid out, by the start of its baseline in CSS pixels, to a thousandth."""
    found: dict[tuple[float, float], Place] = {}
    todo = [(page._page_box, 0.0) for page in document.pages]  # noqa: SLF001
    while todo:
        box, right = todo.pop()
        box = getattr(box, "_box", box)
        if type(box).__name__ == "LineBox":
            runs = list(_on_line(box))
            for i, run in enumerate(runs):
                behind = "".join(later.text for later in runs[i + 1 :])
                found[round(run.position_x, 3), round(run.position_y + run.baseline, 3)] = Place(right, behind)
            todo += ((child, right) for child in _blocks_in(box))
            continue
        if isinstance(box.width, int | float):
            right = box.content_box_x() + box.width
        todo += ((child, right) for child in getattr(box, "children", ()))
    return found


def _on_line(box: Any) -> Iterator[Any]:
    """The runs of a line, in the order in which they stand."""
    for child in box.children:
        if type(child).__name__ == "TextBox":
            yield child
        elif type(child).__name__ == "InlineBox":
            yield from _on_line(child)


def _blocks_in(box: Any) -> Iterator[Any]:
    """What is laid out in itself on a line, or out of it."""
    for child in box.children:
        if type(child).__name__ == "InlineBox":
            yield from _blocks_in(child)
        elif type(child).__name__ != "TextBox":
            yield child
