"""PDFs made once and asked by many tests, and what other programs read in them."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

from sheetgen.documents import FORMATS
from sheetgen.slots import SheetLang
from tests.documents.jobs import make_job

WIDTH, HEIGHT = 595.3, 841.9
"""Points of an A4 page."""


@functools.cache
def made(request: str = "plain", facts: str = "hamburg-cloud", lang: SheetLang = "de") -> bytes:
    """The PDF of a request by its name (tests.documents.jobs)."""
    return FORMATS["pdf"].make(make_job(request, facts=facts, lang=lang))


@functools.cache
def opened(document: bytes) -> pikepdf.Pdf:
    """The PDF as pikepdf reads it."""
    return pikepdf.open(BytesIO(document))


@functools.cache
def poppler(program: str, document: bytes, *options: str) -> str:
    """What one of poppler's programs prints about a PDF."""
    command = [program, *options, "-"] if program != "pdftotext" else [program, *options, "-", "-"]
    return subprocess.run(command, input=document, capture_output=True, check=True).stdout.decode()


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page and its box, in points from the upper left."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> bool:
        """Whether the boxes share more than a third of the smaller one's height and any of its width: then letters lie on letters."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        lowest = min(self.bottom - self.top, other.bottom - other.top)
        return self.page == other.page and across > 0.5 and down > lowest / 3


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


def words(document: bytes) -> Iterator[Word]:
    """All words of a PDF with their boxes."""
    pages = poppler("pdftotext", document, "-bbox").split("<page ")[1:]
    for number, page in enumerate(pages):
        for left, top, right, bottom, text in _WORD.findall(page):
            yield Word(text, number, float(left), float(top), float(right), float(bottom))


def text(document: bytes) -> str:
    """The text as it is copied out, in the order of the content, without any blanks or line breaks."""
    return "".join(poppler("pdftotext", document, "-raw").split())


def save(document: bytes, path: Path) -> Path:
    """The PDF as a file."""
    path.write_bytes(document)
    return path
