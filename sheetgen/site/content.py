"""What the public page says around the sheet: facts and messages -> pieces and blocks of one language. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sheetgen.blocks import Block, Letterhead, Mail, Note, Page, Paragraph, Phone, Pieces, Plain, Section, Title
from sheetgen.catalogue import Catalogue
from sheetgen.facts.platform import Platform
from sheetgen.page import MANDATORY_TLS
from sheetgen.slots import Lang
from sheetgen.terms import InWords, Message, OnDay, Term, Terms

EXAMPLE = "firma.de"
OTHER: dict[Lang, Lang] = {"de": "en", "en": "de"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form; `name` is that of the slot that it fills. `hidden`: it is kept for other pages, and not asked for."""

    name: str
    label: Pieces
    hint: Pieces
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The visitor's form, and the sentence in its place where no script runs."""

    heading: Pieces
    fields: tuple[Field, ...]
    note: Pieces
    clear: Pieces
    without_script: Pieces


@dataclass(frozen=True, slots=True)
class Take:
    """What the visitor takes away."""

    heading: Pieces
    text: Pieces
    copy: Pieces
    download: Pieces
    print: Pieces


@dataclass(frozen=True, slots=True)
class Machine:
    """The words around the links to the facts as JSON, and to their schema."""

    heading: Pieces
    before: Pieces
    between: Pieces
    after: Pieces


@dataclass(frozen=True, slots=True)
class SitePage:
    """The public page in one language, but for the sheet."""

    lang: Lang
    other_lang: Lang
    title: Pieces
    with_service: Pieces
    lead: Pieces
    skip: Pieces
    languages: Pieces
    own: Pieces
    other: Pieces
    about: Section
    request: Section
    form: Form
    take: Take
    genuine: Section
    machine: Machine
    foot: tuple[Pieces, ...]
    choose: Pieces
    missing: Pieces
    missing_text: Pieces
    home: Pieces


def site_page(platform: Platform, lang: Lang, issued: date | None) -> SitePage:
    """The page of a platform; `issued` is printed if it is given, and no other date of a build."""
    return _Writer(platform, Catalogue(lang, lang), issued).page()


def open_names(lang: Lang) -> dict[str, str]:
    """What stands in a slot that is open: `ihre-domain` and so on, by the slot's name."""
    catalogue = Catalogue(lang, lang)
    return {"domain": catalogue.text((Message("site.open.domain"),)), "customer": catalogue.text((Message("site.open.customer"),))}


def undated(page: Page, lang: Lang) -> Page:
    """A sheet without date and number, which the visitor's browser can't know; under its title it says so."""
    say = Catalogue(lang, lang).pieces
    note = Note("hint", say((Message("site.undated"),)), say((Message("site.undated.text"),)))
    blocks: list[Block] = []
    for block in page.blocks:
        blocks.append(replace(block, meta=()) if isinstance(block, Letterhead) else block)
        if isinstance(block, Title):
            blocks.append(note)
    return replace(page, blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Writer:
    platform: Platform
    catalogue: Catalogue
    issued: date | None

    def say(self, message: str, **parts: Terms) -> Pieces:
        return self.catalogue.pieces((Message(message, {"service": (Plain(self.platform.service),), **parts}),))

    def page(self) -> SitePage:
        lang = self.catalogue.lang
        return SitePage(
            lang=lang,
            other_lang=OTHER[lang],
            title=self.say("site.title"),
            with_service=self.say("site.with"),
            lead=self.say("site.lead"),
            skip=self.say("site.skip"),
            languages=self.say("site.languages"),
            own=self.say("site.own"),
            other=self.say("site.other"),
            about=self._about(),
            request=self._request(),
            form=self._form(),
            take=Take(*map(self.say, ("site.take", "site.take.text", "site.take.copy", "site.take.download", "site.take.print"))),
            genuine=self._genuine(),
            machine=self._machine(),
            foot=self._foot(),
            choose=self.say("site.choose"),
            missing=self.say("site.missing"),
            missing_text=self.say("site.missing.text"),
            home=self.say("site.missing.home"),
        )

    def _about(self) -> Section:
        always = self.platform.encryption.unless_agreed == "mandatory"
        first = "site.about.always" if always else "site.about.opportunistic"
        paragraphs = (
            self.say(first),
            self.say("site.about.mandatory", term=(MANDATORY_TLS,)),
            self.say("site.about.without"),
            self.say("site.about.both"),
            self.say("site.about.transport"),
        )
        return Section("text", self.say("site.about"), tuple(map(Paragraph, paragraphs)))

    def _request(self) -> Section:
        contact = self.platform.contact
        reach: tuple[Term, ...] = (
            Plain(contact.name),
            Plain(", "),
            Mail(contact.email),
            Plain(", "),
            Phone(contact.phone, contact.phone.e164),
        )
        paragraphs = (
            self.say("site.request.who"),
            self.catalogue.pieces(reach),
            self.say("site.request.then"),
            self.say("site.request.pass-on"),
        )
        return Section("text", self.say("site.request"), tuple(map(Paragraph, paragraphs)))

    def _form(self) -> Form:
        example: Terms = (Plain(EXAMPLE),)
        return Form(
            self.say("site.form"),
            (
                Field("domain", self.say("site.form.domain"), self.say("site.form.domain-hint", example=example)),
                Field("customer", self.say("site.form.customer"), self.say("site.form.customer-hint")),
            ),
            self.say("site.form.note"),
            self.say("site.form.clear"),
            self.say(
                "site.form.without-script",
                domain=(Plain(open_names(self.catalogue.lang)["domain"]),),
                customer=(Message("direction2.open-end"),),
            ),
        )

    def _genuine(self) -> Section:
        promise = self.platform.authenticity.never_asks_for
        paragraphs = [self.say("site.genuine.compare"), self.say("site.genuine.call")]
        if promise is not None:
            paragraphs.append(self.catalogue.pieces((InWords(promise),)))
        return Section("text", self.say("site.genuine"), tuple(map(Paragraph, paragraphs)))

    def _machine(self) -> Machine:
        marks = "\ue000", "\ue001"
        text = self.catalogue.text((Message("site.machine.text", {"facts": (Plain(marks[0]),), "schema": (Plain(marks[1]),)}),))
        before, _, rest = text.partition(marks[0])
        between, _, after = rest.partition(marks[1])
        return Machine(self.say("site.machine"), (Plain(before),), (Plain(between),), (Plain(after),))

    def _foot(self) -> tuple[Pieces, ...]:
        contact = self.platform.contact
        first = self.catalogue.pieces((Plain(contact.name), Plain(", "), Mail(contact.email)))
        return (first, self.say("site.foot.as-of", day=(OnDay(self.issued),))) if self.issued else (first,)
