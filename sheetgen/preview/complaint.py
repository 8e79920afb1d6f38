"""What stops a page -> a page in its place: each complaint with the lines of the file that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from markupsafe import Markup

from sheetgen.errors import Place, Problem, printable

InWords = Callable[[Problem], str]
"""A problem as the command line tells it."""

_AROUND = 2
_MOST_BYTES = 1 << 20
_PAGE = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
    '<title>{heading}</title><link rel="stylesheet" href="/preview.css"></head>\n'
    '<body class="complaint"><main><h1>{heading}</h1>\n{complaints}</main></body></html>\n'
)
_COMPLAINT = Markup('<section class="{severity}"><p>{words}</p>{lines}</section>\n')
_LINES = Markup("<pre>{}</pre>")
_LINE = Markup("<code>{number:>4}  {text}</code>\n")
_MARKED = Markup("<mark><code>{number:>4}  {text}</code></mark>\n")


def complaint_page(heading: str, problems: Sequence[Problem], in_words: InWords) -> bytes:
    """HTML in UTF-8, for the preview's own policy."""
    complaints = (_COMPLAINT.format(severity=one.severity, words=in_words(one), lines=_excerpt(one.place)) for one in problems)
    return _PAGE.format(heading=heading, complaints=Markup().join(complaints)).encode()


def _excerpt(place: Place | None) -> Markup:
    """The line with those around it; nothing where the place is no line of a file."""
    if place is None or not place.line:
        return Markup()
    return _LINES.format(Markup().join(_lines(place)))


def _lines(place: Place) -> Iterator[Markup]:
    try:
        with Path(place.source).open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return
    first = max(place.line - _AROUND, 1)
    for number, line in enumerate(islice(text.split("\n"), first - 1, place.line + _AROUND), first):
        yield (_MARKED if number == place.line else _LINE).format(number=number, text=printable(line.rstrip("\r")))
