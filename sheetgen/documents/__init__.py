"""The documents: a page in one format. FORMATS maps names to them; a new format is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sheetgen import __version__
from sheetgen.documents.filled import Prepared, fill
from sheetgen.slots import SheetLang, Values

if TYPE_CHECKING:
    from sheetgen.blocks import Page
    from sheetgen.sheet import Sheet

FormatName = Literal["pdf", "html", "txt", "json"]
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document tells besides what is printed: the SHA-256 of the fact file, and which version of the program made it."""

    facts: str
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Job:
    """All that one document is made of. `templates`: a folder whose files stand in for the shipped ones."""

    sheet: Sheet
    page: Page
    values: Values
    origin: Origin
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of document. `prepare` imports what it needs; `issued` reads the issue date back, None where there is none."""

    media_type: str
    prepare: Callable[[Job, str], Prepared]
    """A job whose slots hold marks, and the size of the title's name on paper -> the document with its slots open."""
    issued: Callable[[bytes], date | None]
    has_language: bool = True

    def make(self, job: Job) -> bytes:
        """The document of a job whose slots hold what they are to say."""
        return fill(self.prepare(job, ""), {})


@dataclass(frozen=True, slots=True)
class Document:
    """One finished file."""

    name: str
    format: FormatName
    lang: SheetLang | None
    data: bytes

    @property
    def kind(self) -> Format:
        """The line of FORMATS that made it."""
        return FORMATS[self.format]


def _pdf(job: Job, size: str) -> Prepared:
    from sheetgen.documents import pdf

    return Prepared("pdf", _data(job), master=pdf.prepare(job, size))


def _html(job: Job, size: str) -> Prepared:
    from sheetgen.documents import html

    del size
    return Prepared("text", _data(job), html.text(job))


def _txt(job: Job, size: str) -> Prepared:
    from sheetgen.documents import breaking, text

    del size
    return Prepared("lines", _data(job), breaking.joined(text.unbroken(job)))


def _json(job: Job, size: str) -> Prepared:
    from sheetgen.documents import data

    del size
    return Prepared("text", _data(job), data.text(job))


def _data(job: Job) -> str:
    from sheetgen.shape import in_data
    from sheetgen.sheet import canonical, content

    return in_data(canonical(content(job.sheet)).decode())


def _issued(pattern: bytes) -> Callable[[bytes], date | None]:
    """Read the first date that follows the pattern, `2026-11-24`, `20261124` or `24.11.2026`."""

    def read(document: bytes) -> date | None:
        import re

        found = re.search(pattern + rb"(?:(\d{4})-?(\d\d)-?(\d\d)|(\d\d)\.(\d\d)\.(\d{4}))", document)
        if not found:
            return None
        year, month, day = found[1] or found[6], found[2] or found[5], found[3] or found[4]
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            return None

    return read


FORMATS: Mapping[FormatName, Format] = {
    "pdf": Format("application/pdf", _pdf, _issued(rb"<xmp:CreateDate>")),
    "html": Format("text/html", _html, _issued(rb'<meta name="dcterms\.issued" content="')),
    "txt": Format("text/plain", _txt, _issued(rb"(?:Datenblatt vom|Data sheet dated) ")),
    "json": Format("application/json", _json, _issued(rb'"issued": "'), has_language=False),
}
