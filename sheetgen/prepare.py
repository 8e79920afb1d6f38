"""Facts and a request's shape -> its documents with their slots open. Imports all that lays out: asked for what no store holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sheetgen.bilingual import bilingual
from sheetgen.blocks import Page
from sheetgen.catalogue import Catalogue
from sheetgen.documents import FORMATS, FormatName, Job, Origin
from sheetgen.documents.filled import Prepared
from sheetgen.documents.marks import MARKS
from sheetgen.facts.load import Loaded
from sheetgen.page import localise
from sheetgen.render import Plan
from sheetgen.request import Request
from sheetgen.shape import ISSUED, Opened
from sheetgen.sheet import Sheet, make_sheet, values
from sheetgen.slots import SheetLang, Values


def prepare(loaded: Loaded, shape: Opened, plan: Plan, lang: SheetLang, name: FormatName) -> Prepared:
    """One document of a shape. Raises Failed and Refused as the format does."""
    (job,) = jobs(loaded, shape.request, replace(plan, issued=ISSUED, languages=(lang,)))
    slots: Values = {**job.values, "issued": MARKS["issued"], "number": MARKS["number"]}
    if shape.request.effective:
        slots = {**slots, "effective": MARKS["effective"]}
    return FORMATS[name].prepare(replace(job, values=slots), shape.size)


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
