"""The sheet as PDF, laid out by WeasyPrint: one A4 page in the plain case."""

from __future__ import annotations

from typing import Any

from sheetgen import native
from sheetgen.documents import Job, engine, templates
from sheetgen.documents.colours import brand_style, primary
from sheetgen.documents.lettering import flat
from sheetgen.errors import Failed

VARIANT = "pdf/a-2a"
LONGEST_IN_FOOT = 40


def make(job: Job) -> bytes:
    """PDF bytes. Raises Failed where a library, a font or a glyph is missing, or anything would have to be fetched."""
    _require_natives()
    html, styles = source(job)
    with engine.strict():
        return _laid_out(html, styles, job)


def source(job: Job) -> tuple[str, tuple[str, ...]]:
    """What is laid out: the HTML, and its style sheets but for the faces."""
    css, _ = templates.read("paper.css", job.templates)
    html = templates.render(job, "paper", policy="", style="", version=job.origin.version, colour=primary(job.sheet.platform))
    fixed, _ = templates.read(templates.FIXED, None)
    return html, (css, brand_style(job.sheet.platform), _foot_style(job), fixed)


def _laid_out(html: str, styles: tuple[str, ...], job: Job) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from sheetgen.documents import finisher, xmp
    from sheetgen.documents.fonts import Shipped, face_style

    def finish(document: Any, made: Any) -> None:
        finisher.finish(document, made, blocks)
        xmp.describe(made, job)

    fetcher, fonts = Shipped(), FontConfiguration()
    try:
        sheets = [CSS(string=css, font_config=fonts, url_fetcher=fetcher) for css in (face_style(), *styles)]
        document = HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, stylesheets=sheets, pdf_variant=VARIANT)
        with engine.tagged(finisher.mend) as blocks:
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    except FatalURLFetchingError as error:
        if fetcher.refused is None:
            raise Failed(f"a shipped font can't be read: {error.__cause__}", "install sheetgen anew") from error
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
