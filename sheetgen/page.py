"""Sheet and catalogue -> page: which parts a sheet has, and in which order they are read. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sheetgen.blocks import (
    Arrow,
    Block,
    Directions,
    Host,
    Letterhead,
    Link,
    Literally,
    Names,
    Note,
    Page,
    Paragraph,
    Pieces,
    Plain,
    Section,
    Slot,
    Status,
    Step,
    Steps,
    Table,
    TableRow,
    Title,
)
from sheetgen.catalogue import Catalogue
from sheetgen.domain import Domain
from sheetgen.recipe_sections import recipe_sections
from sheetgen.rows import EIGHT, Row
from sheetgen.sheet import Sheet, shown_name
from sheetgen.slots import SheetLang, SlotName
from sheetgen.terms import InWords, Message, Strong, Term, Terms

MANDATORY_TLS = Plain("mandatory TLS", lang="en")
EFFECTIVE: Terms = (Slot("effective"),)


def localise(sheet: Sheet, catalogue: Catalogue, lang: SheetLang | None = None) -> Page:
    """The page of a sheet in the catalogue's language, its slots open."""
    say = catalogue.pieces
    writer = _Writer(sheet, catalogue)
    name = _name(sheet.request.domain)
    title = Message("title")
    blocks: tuple[Block, ...] = (
        writer.letterhead(),
        writer.title(),
        writer.lead(),
        writer.todo(),
        writer.directions(),
        writer.facts(),
        *writer.closing(),
        *recipe_sections(sheet, catalogue),
    )
    foot = (_service(sheet), (title,), (Slot("issued"),), _name(sheet.request.domain, "@"))
    return Page(
        lang=lang or catalogue.lang,
        title=say((title, Plain(" – "), *name)),
        description=say((Message("description"), Plain(" "), *_name(sheet.request.domain, "@"))),
        author=say((Plain(sheet.platform.provider),)),
        blocks=blocks,
        foot=tuple(say(part) for part in foot),
        of_pages=(catalogue.text((Message("page"),)), catalogue.text((Message("page.of"),))),
    )


def _service(sheet: Sheet) -> Terms:
    """Provider and service, said once where the service bears the provider's name."""
    provider, service = sheet.platform.provider, sheet.platform.service
    return (Plain(service),) if provider in service else (Plain(provider), Plain(" "), Plain(service))


def _name(domain: Domain, before: str = "") -> Terms:
    """The name as people read it: open where it is plain ASCII."""
    shown = shown_name(domain)
    return (Slot("domain", before),) if shown == domain.ascii else (Host(shown, before),)


@dataclass(frozen=True, slots=True)
class _Writer:
    sheet: Sheet
    catalogue: Catalogue

    def say(self, *terms: Term) -> Pieces:
        return self.catalogue.pieces(terms)

    @property
    def status(self) -> str:
        """`undated`, `planned` or `active`."""
        effective = self.sheet.request.effective
        if effective is None:
            return "undated"
        return "planned" if effective > self.sheet.issued else "active"

    def letterhead(self) -> Letterhead:
        meta: list[tuple[Terms, Terms]] = [((Message("meta.issued"),), (Slot("issued"),)), ((Message("meta.number"),), (Slot("number"),))]
        if self.sheet.request.ticket is not None:
            meta.insert(1, ((Message("meta.ticket"),), (Slot("ticket"),)))
        return Letterhead(
            self.say(Plain(self.sheet.platform.provider)),
            self.say(Plain(self.sheet.platform.service)),
            tuple((self.say(*label), self.say(*value)) for label, value in meta),
            self.sheet.logo,
        )

    def title(self) -> Title:
        request = self.sheet.request
        domain = request.domain
        lines: list[Terms] = []
        if domain.unicode != domain.ascii == shown_name(domain):
            lines.append((Message("title.not-shown"),))
        if domain.subdomains:
            lines.append((Message("subdomains"),))
        lines.append((Message("title.to"), Plain(" "), *_name(domain)))
        if len(request.customers) == 1:
            lines.append((Message("title.partner"), Plain(" "), *_with_both_forms(request.customers[0], "customer", "")))
        elif request.customers:
            lines.append((Message("title.partners"),))
        configuration: Terms = (Message("title.in-configuration"), Plain(" "), Slot("domain"))
        return Title(
            self.say(Message("title.with")),
            self.say(*_name(domain, "@")),
            tuple(self.say(*line) for line in lines),
            self.say(*configuration) if shown_name(domain) != domain.ascii else (),
            self._status(),
        )

    def _status(self) -> Status | None:
        if self.status == "planned":
            return Status("planned", self.say(Message("status.planned")), self.say(*EFFECTIVE))
        if self.status == "active":
            return Status("active", self.say(Message("status.active")), self.say(*EFFECTIVE))
        return None

    def lead(self) -> Paragraph:
        parts: dict[str, Terms] = {"term": (MANDATORY_TLS,), "day": EFFECTIVE}
        message = {
            "undated": Message("lead.undated", parts),
            "planned": Message("lead.planned", parts),
            "active": Message("lead.active", parts),
        }[self.status]
        return Paragraph(self.say(message), lead=True)

    def todo(self) -> Section:
        offer: list[Block] = [Paragraph(self.say(Message("step1.text")))]
        if "peer" in self.sheet.open_points:
            offer.append(self._open(Message("open.peer")))
        steps = Steps((Step(1, self.say(Message("step1")), tuple(offer)), self._enforce()))
        order = self.say(Message("order"))
        aside: tuple[Pieces, ...] = {
            "undated": (order,),
            "planned": (self.say(Strong((Message("todo.before", {"day": EFFECTIVE}),))), order),
            "active": (self.say(Strong((Message("todo.if-not-done"),))),),
        }[self.status]
        return Section("todo", self.say(Message("todo")), (steps,), aside)

    def _enforce(self) -> Step:
        customers = self.sheet.request.customers
        can_fall_back = self.sheet.platform.encryption.unless_agreed == "opportunistic"
        text = Paragraph(self.say(Message("step2.text-fallback") if can_fall_back else Message("step2.text")))
        if not customers:
            return Step(2, self.say(Message("step2.open")), (self._open(Message("open.customer")), text))
        if len(customers) == 1:
            return Step(2, self.say(Message("step2"), Plain(" "), *_with_both_forms(customers[0], "customer")), (text,))
        names = Names(tuple(self.say(*_with_both_forms(customer)) for customer in customers))
        return Step(2, self.say(Message("step2.several")), (names, text))

    def _open(self, message: Message) -> Note:
        return Note("open", self.say(Message("open")), self.say(message))

    def directions(self) -> Section:
        domain, customers = self.sheet.request.domain, self.sheet.request.customers
        we: dict[str, Terms] = {"who": (Strong((Message("direction1.we"),)),)}
        done: dict[str, Terms] = {"who": (Strong((Message("direction1.done"),)),)}
        holds1 = {
            "undated": Message("direction.holds", we),
            "planned": Message("direction1.planned", {**we, "day": EFFECTIVE}),
            "active": Message("direction1.active", {**done, "day": EFFECTIVE}),
        }[self.status]
        if self.catalogue.dates == "de-en":  # two wordings leave no room on the line for the day; the status says it
            holds1 = Message("direction.holds", done if self.status == "active" else we)
        what2 = Message("direction2") if customers else Message("direction2.open")
        end2: Terms = (Message("direction2.several"),) if customers else (Message("direction2.open-end"),)
        if len(customers) == 1:
            end2 = _with_both_forms(customers[0], "customer")
        arrows = (
            Arrow(
                1,
                "right",
                self.say(Message("direction1")),
                self.say(*_with_both_forms(domain, "domain", "@")),
                self.say(holds1),
                self.say(Message("direction1.drawing")),
            ),
            Arrow(
                2,
                "left",
                self.say(what2),
                self.say(*end2),
                self.say(Message("direction.holds", {"who": (Strong((Message("direction2.you"),)),)})),
                self.say(Message("direction2.drawing")),
                open=not customers,
            ),
        )
        provider, service = self.sheet.platform.provider, self.sheet.platform.service
        beside = () if provider in service else (Plain(" "), Plain(provider))
        left = self.say(Strong((Plain(service),)), *beside)
        right = self.say(Strong((Message("direction.your-servers"),)))
        return Section("directions", self.say(Message("directions")), (Directions(left, right, arrows),))

    def facts(self) -> Section:
        rows, further = self.sheet.rows[: len(EIGHT)], self.sheet.rows[len(EIGHT) :]
        table = (*(self._row(row) for row in rows), *(self._row(row, apart=i == 0) for i, row in enumerate(further)))
        return Section("facts", self.say(Message("facts")), (Table(table),))

    def _row(self, row: Row, *, apart: bool = False) -> TableRow:
        lines = tuple(self.say(*line) for line in row.lines)
        value: tuple[Block, ...] = (Names(lines),) if row.names else tuple(Paragraph(line) for line in lines)
        return TableRow(self.say(*row.label), value, self.say(*row.note), apart=apart)

    def closing(self) -> tuple[Section, ...]:
        parts = (("means", self._means()), ("check", self._check()), ("genuine", self._genuine()))
        heading = {"means": Message("means"), "check": Message("check"), "genuine": Message("genuine")}
        return tuple(Section("closing", self.say(heading[key]), paragraphs) for key, paragraphs in parts if paragraphs)

    def _means(self) -> tuple[Block, ...]:
        platform = self.sheet.platform
        sentences: list[Term] = [
            Message("means.opportunistic") if platform.encryption.unless_agreed == "opportunistic" else Message("means.mandatory")
        ]
        if platform.outgoing is None:
            sentences.append(Message("means.no-outgoing"))
        name_stays = {"public": Message("means.name-stays"), "private": Message("means.name-stays-private")}[platform.certificate.trust]
        sentences += [Message("means.transport"), name_stays, Message("means.latest")]
        return (Paragraph(self.say(*_spaced(sentences))),)

    def _check(self) -> tuple[Block, ...]:
        receiving: dict[str, Terms] = {"esmtps": (Literally("ESMTPS"),), "exchange": (Literally("version=TLS1_2"),)}
        sending: dict[str, Terms] = {
            "verified": (Literally("Verified TLS connection"),),
            "setting": (Literally("smtp_tls_loglevel = 1"),),
            "trusted": (Literally("Trusted"),),
            "untrusted": (Literally("Untrusted"),),
            "anonymous": (Literally("Anonymous"),),
        }
        return (
            Paragraph(self.say(Strong((Message("check.receiving"),)), Plain(" "), Message("check.receiving-text", receiving))),
            Paragraph(self.say(Strong((Message("check.sending"),)), Plain(" "), Message("check.sending-text", sending))),
            Paragraph(self.say(Strong((Message("check.negative"),)), Plain(" "), Message("check.negative-text"))),
        )

    def _genuine(self) -> tuple[Block, ...]:
        genuine = self.sheet.platform.authenticity
        sentences: list[Term] = []
        if genuine.canonical_url is not None:
            sentences += [Message("genuine.also-at", {"url": (Link(genuine.canonical_url),)}), Message("genuine.call")]
        if genuine.never_asks_for is not None:
            sentences.append(InWords(genuine.never_asks_for))
        return (Paragraph(self.say(*_spaced(sentences))),) if sentences else ()


def _with_both_forms(domain: Domain, slot: SlotName | None = None, before: str = "@") -> Terms:
    """A domain as configuration needs it, with what people need to know beside it; a slot where it stands alone and is plain."""
    shown = shown_name(domain)
    if slot and shown == domain.ascii and not domain.subdomains:
        return (Slot(slot, before),)
    terms: Terms = (Host(domain.ascii, before),)
    if shown != domain.ascii:
        terms = (*terms, Plain(f" ({shown})"))
    return (*terms, Plain(", "), Message("subdomains")) if domain.subdomains else terms


def _spaced(sentences: list[Term]) -> Terms:
    return tuple(term for sentence in sentences for term in (Plain(" "), sentence))[1:]
