"""Hard cases as data: for the gallery, the pictures, and whatever else is to hold for every sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sheetgen.documents import Job
from sheetgen.facts.platform import Authenticity, Brand, Platform
from sheetgen.facts.scalars import Colour, HostPattern, Line, MailAddress
from sheetgen.request import Request
from sheetgen.slots import SheetLang
from tests.documents.jobs import REQUESTS, SHEET_LANGUAGES, WHOLE_LABELS, domain, make_job, platform

CUSTOMER, LATER, EARLIER = (domain("kunde.example"),), date(2026, 12, 1), date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Case:
    """A request to a platform that is hard to set, what is hard about it, and the languages in which it is looked at."""

    about: str
    request: Request
    languages: tuple[SheetLang, ...]
    facts: str | Callable[[], Platform] = "hamburg-cloud"

    def job(self, lang: SheetLang) -> Job:
        """All that one document of it is made of."""
        return make_job(self.request, facts=self.facts if isinstance(self.facts, str) else self.facts(), lang=lang)


@cache
def bare() -> Platform:
    """Hamburg-Cloud without a single fact that may be left out."""
    full = platform("hamburg-cloud")
    return replace(
        full,
        managed_services=replace(full.managed_services, text=None),
        data_storage=replace(full.data_storage, data_centres=None),
        authenticity=Authenticity(),
    )


@cache
def wordy() -> Platform:
    """A platform whose names are long."""
    plain = platform("hamburg-cloud")
    return replace(
        plain,
        provider=Line("Nordlicht Betriebs- und Verwaltungsgesellschaft mbH & Co. KG"),
        service=Line("Nordlicht Mail Professional Enterprise Edition für Behörden"),
        contact=replace(plain.contact, email=MailAddress(f"service@{'abteilung.' * 18}nordlicht.example")),
        mx=replace(plain.mx, hosts=(HostPattern("mx[01-10].hamburg-cloud.de"),)),
    )


@cache
def ten_hosts() -> Platform:
    """A platform with ten receiving servers."""
    plain = platform("hamburg-cloud")
    return replace(plain, mx=replace(plain.mx, hosts=(HostPattern("mx[01-10].hamburg-cloud.de"),)))


@cache
def red() -> Platform:
    """Hamburg-Cloud's facts in other colours."""
    return replace(platform("hamburg-cloud"), brand=Brand(primary=Colour("#8a1538"), accent=Colour("#1f5c3a")))


THIRTY = tuple(domain(f"{name}{n}.example", subdomains=n % 7 == 0) for n in range(1, 11) for name in ("kunde", "niederlassung-", "büro"))

CASES: Mapping[str, Case] = {
    "no-customer": Case(
        "No customer domain is known: both open points are framed, and the arrow of direction 2 is dashed.",
        REQUESTS["plain"],
        ("de", "de-en"),
    ),
    "planned": Case("One customer, a ticket, and a day to come: the status is an outlined box.", REQUESTS["planned"], SHEET_LANGUAGES),
    "active": Case(
        "A day that has passed fills the box; subdomains are included on both sides, and the ticket's id has 40 characters.",
        REQUESTS["active"],
        ("de", "de-en"),
    ),
    "longest": Case(
        "Names of 253 characters with labels of 63, the longest there can be: they break after dots and nowhere else.",
        REQUESTS["longest"],
        ("de", "de-en"),
    ),
    "many-labels": Case("Names of many short labels.", REQUESTS["many-labels"], ("en",)),
    "hyphens": Case("A name that fits the title in its third size.", REQUESTS["hyphens"], ("de",)),
    "wide-letters": Case(
        "One label of the widest letters.",
        Request(domain("m" * 63 + ".de"), (domain("w" * 63 + ".example"),), "4711", LATER),
        ("de", "de-en"),
    ),
    "wide-cyrillic": Case(
        "A U-label of the widest letters: too wide for a line, so the one label that may break.",
        Request(domain("щ" * 46 + "ж.de"), (domain("щ" * 46 + "ж.example"),), "W" * 40),
        ("de",),
    ),
    "umlauts": Case("An international name is read as it is written, and configured as its A-label.", REQUESTS["idn"], ("de", "de-en")),
    "greek": Case("A Greek name, its subdomains included.", REQUESTS["greek"], ("de-en",)),
    "cyrillic": Case("A Cyrillic name.", Request(domain("пример-компании.рф"), (domain("клиент.example"),), effective=LATER), ("de",)),
    "japanese": Case(
        "No shipped font has these characters: the A-label stands alone, and the sheet says why.",
        Request(domain("日本語.jp"), (domain("顧客.example"),)),
        SHEET_LANGUAGES,
    ),
    "hebrew": Case("A right-to-left name: likewise.", Request(domain("דוגמה.example"), CUSTOMER, effective=EARLIER), ("de",)),
    "arabic": Case("Another right-to-left name: likewise.", Request(domain("مثال.example"), CUSTOMER, effective=LATER), ("en",)),
    "five-customers": Case("Five customer domains, one of 253 characters: a list in step 2.", REQUESTS["five-customers"], ("en", "de-en")),
    "thirty-customers": Case(
        "Thirty customer domains fill the page; in both languages step 2 goes on over the next.",
        Request(domain("firma.de"), THIRTY, "4711", LATER),
        ("de", "de-en"),
    ),
    "ten-hosts": Case("Ten receiving servers, each on a line of its own.", REQUESTS["planned"], ("de", "de-en"), ten_hosts),
    "bare": Case("Every fact that may be left out is left out.", REQUESTS["planned"], ("en",), bare),
    "every-fact": Case(
        "Every fact there is, in the platform's own colours and with its logo.", REQUESTS["planned"], SHEET_LANGUAGES, "example"
    ),
    "every-fact-hard": Case("Every fact there is, towards five customers.", REQUESTS["five-customers"], ("de-en",), "example"),
    "long-company": Case("Long names of company, service and contact.", REQUESTS["planned"], ("de", "de-en"), wordy),
    "recipe": Case("A recipe: a page of its own, code as wide as the paper.", replace(REQUESTS["planned"], recipes=("postfix",)), ("de",)),
    "recipe-in-both": Case(
        "A recipe in both languages: prose side by side, code once.", replace(REQUESTS["planned"], recipes=("haraka",)), ("de-en",)
    ),
    "recipe-longest": Case(
        "A recipe for two customer domains, one with its subdomains: their names are the longest there can be, and wider than the paper.",
        Request(
            domain(WHOLE_LABELS),
            (domain(WHOLE_LABELS.removesuffix("de") + "eu", subdomains=True), domain("kunde.example", subdomains=True)),
            recipes=("postfix",),
        ),
        ("en",),
        "example",
    ),
    "another-brand": Case("Another platform's two colours.", Request(domain("firma.de"), CUSTOMER, "4711", EARLIER), ("de",), red),
}

RECIPES: Mapping[str, Case] = {
    f"recipe-{name}": Case("", replace(REQUESTS["planned"], recipes=(name,)), ("de-en",)) for name in ("exchange-server", "provider")
}
"""The longest lines of code, and a letter: to be set by every rule, and for no picture, since their words are their own."""
