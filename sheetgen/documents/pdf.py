"""The sheet as PDF, laid out by WeasyPrint: one A4 page in the plain case."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sheetgen import __version__, native
from sheetgen.documents import Job, templates
from sheetgen.documents.colours import brand_style
from sheetgen.documents.lettering import flat
from sheetgen.errors import Failed, printable

LONGEST_IN_FOOT = 40


def make(job: Job) -> bytes:
    """PDF bytes. Raises Failed where a library, a font or a glyph is missing, or anything would have to be fetched."""
    _require_natives()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from sheetgen.documents import finisher
    from sheetgen.documents.fonts import Shipped, face_style

    css, _ = templates.read("paper.css", job.templates)
    html = templates.render(job, "paper", policy="", style="", version=__version__)
    fetcher, fonts = Shipped(), FontConfiguration()
    sheets = (face_style(), css, brand_style(job.sheet.platform), _foot_style(job))
    try:
        with _nothing_logged(), finisher.languages_tagged():
            styles = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in sheets]
            document = HTML(string=html, url_fetcher=fetcher, base_url="").render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/a-2a")
            pdf: bytes = document.write_pdf(pdf_variant="pdf/a-2a", finisher=finisher.finish)
    except FatalURLFetchingError as error:
        raise Failed(f"the template asks for {fetcher.refused}, and nothing is fetched", "take it out of the template") from error
    return pdf


def _require_natives() -> None:
    """Once, and in one line, instead of a traceback for each library."""
    if absent := native.missing():
        message = f"no PDF without {', '.join(absent)}; the other formats work: --format html --format txt --format json"
        raise Failed(message, native.apt_line(absent))


def _foot_style(job: Job) -> str:
    """The text in the margin of every page."""
    parts = [flat(part, job.values) for part in job.page.foot]
    foot = " · ".join(part for part in parts if len(part) <= LONGEST_IN_FOOT)
    page, of = job.page.of_pages
    left = f"@bottom-left {{ content: {_quoted(foot)} }}"
    right = f'@bottom-right {{ content: {_quoted(page)} " " counter(page) " " {_quoted(of)} " " counter(pages) }}'
    return f"@page {{ {left} {right} }}"


def _quoted(text: str) -> str:
    """A CSS string; every character but letters, digits and blanks as an escape (CSS Syntax 3, 4.3.7)."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


@contextmanager
def _nothing_logged() -> Iterator[None]:
    """WeasyPrint only logs what is missing or wrong: here each such line stops the run."""
    lines: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, collect = logging.getLogger("weasyprint"), Collect(level=logging.WARNING)
    logger.addHandler(collect)
    try:
        yield
    finally:
        logger.removeHandler(collect)
    if lines:
        raise Failed(f"the PDF can't be laid out as it should be: {printable(lines[0])}", "mend the template or the style sheet")
