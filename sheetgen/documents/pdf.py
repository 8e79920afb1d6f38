"""The sheet as PDF, laid out by WeasyPrint: one A4 page in the plain case."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sheetgen import native
from sheetgen.documents import Job, engine, templates
from sheetgen.documents.colours import brand_style, primary
from sheetgen.documents.filled import Master
from sheetgen.documents.lettering import flat
from sheetgen.documents.marks import Held, put
from sheetgen.errors import Failed
from sheetgen.sheet import canonical, content
from sheetgen.slots import SheetLang

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-2a"
LONGEST_IN_FOOT = 40
_STAND_INS: Held = {
    "domain": "-.1j",
    "customer": "-.1l",
    "customer_2": "-.1i",
    "customer_3": "-.1t",
    "ticket": "-.J1",
    "number": "-.f00dfa",
}
STAND_INS: Mapping[SheetLang, Held] = {
    "de": {**_STAND_INS, "issued": "31.13.9731", "effective": "32.13.9732"},
    "en": {**_STAND_INS, "issued": "9731-13-31", "effective": "9732-13-32"},
    "de-en": {**_STAND_INS, "issued": "9731-13-31", "effective": "9732-13-32"},
}
"""What is laid out in place of the marks, and found again: no longer than the shortest name, and part of no name (no label ends
in a hyphen), of no ticket (none has a dot), and of no day that there is; which names can hold: see `_told_apart`."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is laid out: the HTML, the style sheets that many sheets share but for the faces, and the sheet's own, last but one."""

    html: str
    shared: tuple[str, ...]
    own: str

    @property
    def styles(self) -> tuple[str, ...]:
        """All in their order."""
        return (*self.shared[:-1], self.own, self.shared[-1])


@dataclass(frozen=True, slots=True)
class _Parsed:
    """Faces and shared style sheets as WeasyPrint takes them."""

    shared: tuple[str, ...]
    fonts: FontConfiguration
    sheets: tuple[CSS, ...]


_kept: list[_Parsed] = []
"""That of the PDF before, if any, for the next one with the same style sheets: they take a quarter of its time."""
atexit.register(_kept.clear)  # its faces lie in a folder, which goes with it


def prepare(job: Job, size: str, stand_ins: Held | None = None) -> Master:
    """The master of a job: what its slots hold stands in it, or, where they hold marks, those are open.

    `size`: the class of the title's name, where that is open. Raises Failed where a library, a font or a glyph is missing, or anything
    would have to be fetched; CutError where a slot can't be told apart from what stands beside it.
    """
    _require_natives()
    put_in = stand_ins or _told_apart(job)
    made_of = source(job, put_in, size)
    with engine.strict():
        before = _kept.pop() if _kept and _kept[0].shared == made_of.shared else None
        master, parsed = _laid_out(made_of, job, put_in, before)
    # kept only now, so that what WeasyPrint warns of fails each time; and without faces that a template of a theme brings itself
    _kept[:] = [parsed] if "<style" not in made_of.html.lower() else []
    return master


def _told_apart(job: Job) -> Held:
    """The stand-ins, those of days with the first month that there is not and that nothing on the sheet holds in such a day.

    Raises Failed where a text of the facts holds another one.
    """
    held, said = STAND_INS[job.page.lang], canonical(content(job.sheet)).decode()
    for month in range(13, 100):
        days: Held = {mark: held[mark].replace("13", f"{month}") for mark in ("issued", "effective")}
        if not any(day in said for day in days.values()):
            break
    chosen = {**held, **days}
    if taken := [text for text in chosen.values() if text in said]:
        raise Failed(f"a text of the facts holds “{taken[0]}”, by which sheets are laid out", "write it otherwise")
    return chosen


def source(job: Job, stand_ins: Held, size: str = "") -> Source:
    """What the PDF of a sheet is made of."""
    css, _ = templates.read("paper.css", job.templates)
    html = templates.render(job, "paper", policy="", style="", version=job.origin.version, colour=primary(job.sheet.platform))
    fixed, _ = templates.read(templates.FIXED, None)
    return Source(put(html, stand_ins, {"size": size}), (css, brand_style(job.sheet.platform), fixed), _foot_style(job, stand_ins))


def _laid_out(made_of: Source, job: Job, stand_ins: Held, before: _Parsed | None) -> tuple[Master, _Parsed]:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    from sheetgen.documents import finisher, master, xmp
    from sheetgen.documents.fonts import Shipped

    cut: list[Master] = []

    def finish(document: Any, made: Any) -> None:
        tags = finisher.finish(document, made, blocks)
        xmp.describe(made, job)
        cut.append(master.cut(document, made, tags, stand_ins))

    fetcher = Shipped()
    try:
        parsed = before or _parsed(made_of.shared, fetcher)
        *first, fixed = parsed.sheets
        styles = [*first, _sheet(made_of.own, parsed.fonts, fetcher), fixed]
        document = HTML(string=made_of.html, url_fetcher=fetcher).render(font_config=parsed.fonts, stylesheets=styles, pdf_variant=VARIANT)
        with engine.tagged(finisher.mend) as blocks:
            document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    except FatalURLFetchingError as error:
        if fetcher.refused is None:
            raise Failed(f"a shipped font can't be read: {error.__cause__}", "install sheetgen anew") from error
        raise Failed(f"the template asks for {fetcher.refused}, and nothing is fetched", "take it out of the template") from error
    return cut[0], parsed


def _parsed(shared: tuple[str, ...], fetcher: URLFetcher) -> _Parsed:
    from weasyprint.text.fonts import FontConfiguration

    from sheetgen.documents.fonts import face_style

    fonts = FontConfiguration()
    return _Parsed(shared, fonts, tuple(_sheet(css, fonts, fetcher) for css in (face_style(), *shared)))


def _sheet(css: str, fonts: FontConfiguration, fetcher: URLFetcher) -> CSS:
    from weasyprint import CSS

    return CSS(string=css, font_config=fonts, url_fetcher=fetcher)


def _require_natives() -> None:
    """Once, and in one line, instead of a traceback for each library."""
    if absent := native.missing():
        message = f"no PDF without {', '.join(absent)}; the other formats work: --format html --format txt --format json"
        raise Failed(message, native.apt_line(absent))


def _foot_style(job: Job, stand_ins: Held) -> str:
    """The text in the margin of every page."""
    parts = [put(flat(part, job.values), stand_ins) for part in job.page.foot]
    foot = " · ".join(part for part in parts if len(part) <= LONGEST_IN_FOOT)
    page, of = job.page.of_pages
    left = f"@bottom-left {{ content: {_quoted(foot)} }}"
    right = f'@bottom-right {{ content: {_quoted(page)} " " counter(page) " " {_quoted(of)} " " counter(pages) }}'
    return f"@page {{ {left} {right} }}"


def _quoted(text: str) -> str:
    """A CSS string; every character but letters, digits and blanks as an escape (CSS Syntax 3, 4.3.7)."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'
