"""One request -> its documents: restored or prepared, then filled. What prepares is imported for what no store holds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sheetgen import __version__
from sheetgen.documents import FORMATS, Document, FormatName
from sheetgen.documents.filled import Filler, Prepared, TooWideError
from sheetgen.documents.names import file_name
from sheetgen.documents.store import entry_of, key_of, prepared_of
from sheetgen.facts.known import Source
from sheetgen.request import Request
from sheetgen.shape import Opened, fits, held, opened
from sheetgen.slots import SheetLang

LANGUAGES: tuple[SheetLang, ...] = ("de", "en", "de-en")
USUAL_LANGUAGES: tuple[SheetLang, ...] = ("de", "en")
_MOST_NAMED = 24
"""Pages in which names stand that a Source keeps: as many as the documents of two requests."""


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


def render(source: Source, request: Request, plan: Plan) -> tuple[Document, ...]:
    """All documents of one request, a language after the other. Raises Failed and Refused as the formats do."""
    documents: dict[str, Document] = {}
    for lang in plan.languages:
        for name in plan.formats:
            of = lang if FORMATS[name].has_language else None
            file = file_name(request, of, name)
            if file not in documents:
                documents[file] = Document(file, name, of, _document(source, request, plan, lang, name))
    return tuple(documents.values())


def _document(source: Source, request: Request, plan: Plan, lang: SheetLang, name: FormatName) -> bytes:
    """Filled where the page leaves room for its names, else laid out for these very names; so are themes, which may ask what they are."""
    if plan.templates:
        from sheetgen.prepare import jobs

        (job,) = jobs(source.loaded, request, replace(plan, languages=(lang,)))
        return FORMATS[name].make(job)
    values = held(request, plan.issued, lang)
    if name != "pdf" or fits(request):
        with suppress(TooWideError):
            return _page(source, opened(request, plan.issued), plan, lang, name).fill(values)
    return _page(source, opened(request, plan.issued, names=False), plan, lang, name).fill(values)


def _page(source: Source, shape: Opened, plan: Plan, lang: SheetLang, name: FormatName) -> Filler:
    """From memory where it is there for any domain, else from the store, else anew."""

    def page() -> Filler:
        return Filler(_prepared(source, shape, plan, lang, name))

    return source.pages.get((shape, plan.version, lang, name), page) if shape.any_domain else page()


def _prepared(source: Source, shape: Opened, plan: Plan, lang: SheetLang, name: FormatName) -> Prepared:
    """From the store, else anew, and kept; of those in which names stand a few, lest a batch pushes all others out of the store."""
    key = key_of("page", source.place, source.sha256, plan.version, lang, name, shape.key)
    if (entry := source.entry(key)) and (kept := prepared_of(entry)):
        return kept
    loaded = source.loaded
    from sheetgen.prepare import prepare

    prepared = prepare(loaded, shape, plan, lang, name)
    source.named += shape.names
    if not shape.names or source.named <= _MOST_NAMED:
        source.keep(key, entry_of(prepared))
    return prepared
