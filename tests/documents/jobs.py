"""What documents are made of in these tests: the shipped fact files, and requests from plain to hard."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import idna

from sheetgen.bilingual import bilingual
from sheetgen.blocks import Block, Plain, Section
from sheetgen.catalogue import Catalogue
from sheetgen.documents import Job, Origin
from sheetgen.domain import Domain
from sheetgen.facts.load import Loaded, load_facts
from sheetgen.facts.platform import Platform
from sheetgen.page import localise
from sheetgen.recipes.load import load_recipe
from sheetgen.request import Request
from sheetgen.sheet import make_sheet, values
from sheetgen.slots import Lang, SheetLang
from tests.places import CHECKOUT

ISSUED = date(2026, 11, 24)
ORIGIN = Origin(hashlib.sha256(b"the facts").hexdigest())
FACTS = ("hamburg-cloud", "example")
LANGUAGES: tuple[Lang, ...] = ("de", "en")
SHEET_LANGUAGES: tuple[SheetLang, ...] = (*LANGUAGES, "de-en")


def domain(name: str, *, subdomains: bool = False) -> Domain:
    """A domain of either form."""
    return Domain(idna.encode(name).decode(), name, subdomains)


WHOLE_LABELS = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 58, "de"))
"""253 characters, three labels as long as there are."""

REQUESTS: Mapping[str, Request] = {
    "plain": Request(domain("firma.de")),
    "planned": Request(domain("firma.de"), (domain("kunde.example"),), "4711", date(2026, 12, 1)),
    "active": Request(domain("firma.de", subdomains=True), (domain("kunde.example", subdomains=True),), "T" * 40, date(2026, 1, 5)),
    "longest": Request(domain(WHOLE_LABELS), (domain(WHOLE_LABELS.removesuffix("de") + "eu"),), "W" * 40, date(2026, 12, 1)),
    "many-labels": Request(domain("mail-relay." * 20 + "firma.de"), (domain("mail-relay." * 20 + "kunde.example"),)),
    "hyphens": Request(domain("sehr-langer-firmenname-mit-bindestrichen.de")),
    "idn": Request(domain("müller-büromöbel-straße.de"), (domain("küche.example"),)),
    "greek": Request(domain("ελληνικά-παράδειγμα.gr", subdomains=True)),
    "five-customers": Request(
        domain("firma.de"),
        (
            domain("kunde.example"),
            domain("sehr-langer-kundenname-mit-bindestrichen.beispiel.example"),
            domain("küche.example"),
            domain("töchter.example", subdomains=True),
            domain(WHOLE_LABELS),
        ),
        effective=date(2026, 12, 1),
    ),
}


@cache
def loaded(facts: str) -> Loaded:
    """A shipped fact file by its name."""
    return load_facts(CHECKOUT / "data" / f"{facts}.yaml", ISSUED)


def platform(facts: str) -> Platform:
    """What a shipped fact file says."""
    return loaded(facts).platform


def make_job(
    request: Request | str = "plain",
    *,
    facts: Platform | str = "hamburg-cloud",
    lang: SheetLang = "de",
    issued: date = ISSUED,
    templates: Path | None = None,
) -> Job:
    """The job of a request, by its name in REQUESTS or as it is; the logo is that of a shipped fact file."""
    asked = REQUESTS[request] if isinstance(request, str) else request
    told, logo = (loaded(facts).platform, loaded(facts).logo) if isinstance(facts, str) else (facts, None)
    sheet = make_sheet(told, asked, issued, logo, tuple(load_recipe(name, issued) for name in asked.recipes))
    german, english = (localise(sheet, Catalogue(one, lang)) for one in LANGUAGES)
    page = {"de": german, "en": english, "de-en": bilingual(german, english)}[lang]
    return Job(sheet, page, values(sheet, lang), ORIGIN, templates)


def with_blocks(*blocks: Block) -> Job:
    """A page of these blocks, in a section below the title."""
    job = make_job()
    return replace(job, page=replace(job.page, blocks=(job.page.blocks[1], Section("todo", (Plain("Blocks"),), blocks))))
