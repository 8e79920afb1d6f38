"""One request -> its documents: the one path from facts to bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sheetgen import __version__
from sheetgen.bilingual import bilingual
from sheetgen.blocks import Page, SheetLang
from sheetgen.catalogue import Catalogue
from sheetgen.documents import FORMATS, Document, FormatName, Job, Origin
from sheetgen.documents.names import file_name
from sheetgen.facts.load import Loaded
from sheetgen.page import localise
from sheetgen.request import Request
from sheetgen.sheet import Sheet, make_sheet, values

LANGUAGES: tuple[SheetLang, ...] = ("de", "en", "de-en")
USUAL_LANGUAGES: tuple[SheetLang, ...] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made of each request, and on which day. `templates`: a folder whose files stand in for the shipped ones.

    `version`: which version of the program the documents say has made them.
    """

    issued: date
    languages: tuple[SheetLang, ...]
    formats: tuple[FormatName, ...]
    templates: Path | None = None
    version: str = __version__


def render(loaded: Loaded, request: Request, plan: Plan) -> tuple[Document, ...]:
    """All documents of one request, a language after the other. Raises Failed and Refused as the formats do."""
    documents: dict[str, Document] = {}
    for job in jobs(loaded, request, plan):
        for name in plan.formats:
            kind = FORMATS[name]
            lang = job.page.lang if kind.has_language else None
            file = file_name(request, lang, name)
            if file not in documents:
                documents[file] = Document(file, kind, lang, kind.make(job))
    return tuple(documents.values())


def sheet_of(loaded: Loaded, request: Request, issued: date) -> Sheet:
    """The sheet of a request, its recipes read. Raises Refused where one is no recipe."""
    if not request.recipes:
        return make_sheet(loaded.platform, request, issued, loaded.logo)
    from sheetgen.recipes.load import load_recipe

    return make_sheet(loaded.platform, request, issued, loaded.logo, tuple(load_recipe(name, issued) for name in request.recipes))


def jobs(loaded: Loaded, request: Request, plan: Plan) -> tuple[Job, ...]:
    """What the documents of one request are made of, one for each language."""
    sheet = sheet_of(loaded, request, plan.issued)
    origin = Origin(loaded.sha256, plan.version)
    return tuple(Job(sheet, _page(sheet, lang), values(sheet, lang), origin, plan.templates) for lang in plan.languages)


def _page(sheet: Sheet, lang: SheetLang) -> Page:
    if lang != "de-en":
        return localise(sheet, Catalogue(lang, lang))
    return bilingual(localise(sheet, Catalogue("de", lang)), localise(sheet, Catalogue("en", lang)))
