"""Which parts a page has, in which order, in both languages; and where slots may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from sheetgen.blocks import (
    Arrow,
    Host,
    Link,
    Literally,
    Mail,
    Names,
    Note,
    Page,
    Paragraph,
    Phone,
    Plain,
    Section,
    Slot,
    Status,
    Step,
    Table,
    Title,
)
from sheetgen.documents.lettering import flat
from sheetgen.domain import Domain
from sheetgen.request import Request
from sheetgen.slots import SLOT_CHARACTERS, Lang, Values
from tests.documents.jobs import FACTS, ISSUED, LANGUAGES, REQUESTS, domain, make_job, platform
from tests.dump import dump
from tests.golden import Golden

CUSTOMERS = (domain("kunde.example"), domain("büro.example"))


def page(request: Request | str = "plain", *, facts: str = "hamburg-cloud", lang: Lang = "de", issued: date = ISSUED) -> Page:
    """The page of a request."""
    return make_job(request, facts=facts, lang=lang, issued=issued).page


def parts(thing: Any) -> Iterator[Any]:
    """Everything that a page is made of, tuples of pieces included."""
    yield thing
    if is_dataclass(thing):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from parts(part)


def of(kind: type, whole: Any) -> list[Any]:
    """The parts of one kind."""
    return [part for part in parts(whole) if isinstance(part, kind)]


PIECES = (Plain, Host, Slot, Literally, Mail, Phone, Link)
VALUES: Values = {name: f"{{{name}}}" for name in SLOT_CHARACTERS}


def text(*things: Any) -> str:
    """All words in some parts, slots as {name}."""
    return "".join(flat((part,), VALUES) for part in parts(things) if isinstance(part, PIECES))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
def test_the_page_is_as_it_was_read(facts: str, lang: Lang, golden: Golden) -> None:
    """The full sheet of each fact file in each language, block by block."""
    golden(f"page_{facts}_{lang}.txt", dump(page("planned", facts=facts, lang=lang)))


# ---- slots


def lines_of_pieces(whole: Any) -> Iterator[tuple[Any, ...]]:
    """Every line of pieces on a page."""
    pieces = (Plain, Host, Slot)
    for part in parts(whole):
        if isinstance(part, tuple) and any(isinstance(piece, pieces) for piece in part):
            yield part


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_slots_stand_last_on_their_line(request_name: str, facts: str, lang: Lang) -> None:
    """Only a day may stand amid a line: after any other slot a longer value would break the paragraph anew."""
    for line in lines_of_pieces(page(request_name, facts=facts, lang=lang).blocks):
        inside = [piece.name for piece in line[:-1] if isinstance(piece, Slot)]
        assert set(inside) <= {"issued", "effective"}, line


def test_two_requests_of_one_shape_give_one_page() -> None:
    """What differs only in the values of slots is one page: domain, customer, ticket, days to come, the day of issue."""
    one = page("planned")
    assert one == page(Request(domain("andere.de"), (domain("andere.example"),), "9", date(2027, 1, 1)), issued=ISSUED + timedelta(days=3))


@pytest.mark.parametrize(
    "changes",
    [
        {"customers": ()},
        {"customers": CUSTOMERS},
        {"ticket": None},
        {"effective": None},
        {"effective": ISSUED},
        {"domain": domain("firma.de", subdomains=True)},
        {"domain": domain("müller.de")},
        {"customers": (domain("kunde.example", subdomains=True),)},
    ],
)
def test_another_shape_is_another_page(changes: dict[str, Any]) -> None:
    """What changes the words or their number changes the page."""
    assert page(replace(REQUESTS["planned"], **changes)) != page("planned")


# ---- the parts in their order


@pytest.mark.parametrize("facts", FACTS)
def test_both_languages_have_the_same_parts(facts: str) -> None:
    """Block for block the German and the English page are alike: no language lacks a part."""
    for name in REQUESTS:
        german, english = (
            [type(part).__name__ for part in parts(page(name, facts=facts, lang=lang).blocks) if is_dataclass(part)] for lang in LANGUAGES
        )
        blocks = ("Title", "Section", "Step", "Arrow", "TableRow", "Note", "Status", "Paragraph")
        assert [kind for kind in german if kind in blocks] == [kind for kind in english if kind in blocks], name


def test_the_parts_come_in_their_order() -> None:
    """Letterhead, title, lead, what to do, the two directions, the facts, what it means, how to check, is it genuine."""
    blocks = page("planned", facts="example").blocks
    assert [type(block).__name__ for block in blocks] == ["Letterhead", "Title", "Paragraph"] + ["Section"] * 6
    sections = [block for block in blocks if isinstance(block, Section)]
    assert [section.role for section in sections] == ["todo", "directions", "facts", "closing", "closing", "closing"]
    assert [text(section.heading) for section in sections[3:]] == ["Was das bedeutet", "So prüfen Sie", "Ist dieses Blatt echt?"]


LABELS = {
    "de": [
        "Technischer Ansprechpartner",
        "Verwendetes Zertifikat",
        "Managed Services",
        "Verschlüsselung",
        "Domain, die wir zwingend mit TLS ansprechen",
        "Datenspeicherung außerhalb der EU",
        "Mail-Routing",
        "Hostnamen der empfangenden Server (MX)",
    ],
    "en": [
        "Technical contact",
        "Certificate in use",
        "Managed services",
        "Encryption",
        "Domain we deliver to over TLS only",
        "Data stored outside the EU",
        "Mail routing",
        "Host names of the receiving servers (MX)",
    ],
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
def test_the_eight_rows_letter_for_letter(facts: str, lang: Lang) -> None:
    """The labels of the source page and their translations, in its order."""
    (table,) = of(Table, page(facts=facts, lang=lang))
    assert [text(row.label) for row in table.rows[:8]] == LABELS[lang]
    assert [row.apart for row in table.rows[:9]] == [False] * 8 + [True] * (facts == "example")


def test_what_is_not_a_fact_is_not_said() -> None:
    """The shipped file tells no address to compare with and makes no promise, so the page asks nobody whether it is genuine."""
    assert "echt" not in text(page("planned"))
    assert "Diese Angaben stehen auch unter https://www.nordlicht.example/tls-kommunikation/." in text(page(facts="example"))


def test_the_row_of_the_issuer_is_dated_or_says_that_it_is_not() -> None:
    """A volatile fact bears its date; one that nobody noted is not invented."""
    assert "z.\u00a0Zt. Comodo CA (Stand nicht bekannt). Aussteller bitte nicht fest eintragen." in text(page())
    assert "z.\u00a0Zt. Polarstern Public CA R3 (Stand 02.11.2026)." in text(page(facts="example"))
    assert "currently Polarstern Public CA R3 (as of 2026-11-02)." in text(page(facts="example", lang="en"))


def test_a_new_issuer_of_its_own_must_be_entered() -> None:
    """Only for an authority that everybody trusts the page says that a change of issuer asks nothing of the partner."""
    facts = platform("hamburg-cloud")
    private = text(make_job(facts=replace(facts, certificate=replace(facts.certificate, trust="private"))).page)
    assert "Wechsel von MX-Host, Zertifikat oder Aussteller nichts ändern" in text(page())
    assert "Solange Name und Aussteller des Zertifikats bleiben, müssen Sie bei einem Wechsel von MX-Host oder Zertifikat nichts" in private
    assert "Aussteller nichts ändern" not in private


@pytest.mark.parametrize(("lang", "words"), [("de", "auf Port\u00a025"), ("en", "on port\u00a025")])
def test_the_port_stands_with_its_number(lang: Lang, words: str) -> None:
    """No line ends between them."""
    assert words in text(of(Step, page(lang=lang))[0])


# ---- status, directions, open points

DAYS = {"undated": None, "planned": ISSUED + timedelta(days=1), "active on the day": ISSUED, "active": ISSUED - timedelta(days=1)}


@pytest.mark.parametrize("status", DAYS)
def test_the_day_decides_the_words(status: str) -> None:
    """Later than the issue date it is planned, from the day itself on it is active, and without a day nothing is said."""
    whole = page(Request(domain("firma.de"), effective=DAYS[status]))
    shown = [found.kind for found in of(Status, whole)]
    kind = status.split(maxsplit=1)[0]
    assert shown == ([] if kind == "undated" else [kind])
    first, _ = of(Arrow, whole)
    said = {
        "undated": ("Sobald diese Domain bei uns eingetragen ist", "TLS zwingend: stellen wir ein"),
        "planned": ("Ab dem {effective}", "TLS zwingend: stellen wir ein, ab {effective}"),
        "active": ("Seit dem {effective}", "TLS zwingend: von uns eingestellt seit {effective}"),
    }[kind]
    (lead,) = [block for block in whole.blocks if isinstance(block, Paragraph)]
    assert (text(lead).startswith(said[0]), text(first.holds)) == (True, said[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_enforces_what_towards_whom(lang: Lang) -> None:
    """Direction 1 runs to the requested domain and is ours, 2 to the customer's and is theirs; the steps have the same numbers."""
    whole = page("planned", lang=lang)
    first, second = of(Arrow, whole)
    assert (first.number, first.towards, first.end, first.open) == (1, "right", (Slot("domain", "@"),), False)
    assert (second.number, second.towards, second.end, second.open) == (2, "left", (Slot("customer", "@"),), False)
    ours, theirs = {"de": ("stellen wir ein", "stellen Sie ein"), "en": ("we set this up", "you set this up")}[lang]
    assert (Plain(ours, strong=True) in first.holds, Plain(theirs, strong=True) in second.holds) == (True, True)
    assert [step.number for step in of(Step, whole)] == [1, 2]
    assert of(Step, whole)[1].heading[-1] == Slot("customer", "@")


def test_an_unknown_customer_is_an_open_point() -> None:
    """Without customer step 2 bears it and its arrow is open; at step 1 stands what the facts don't say of the partner's certificate."""
    first, second = of(Step, page())
    assert [note.kind for step in (first, second) for note in of(Note, step.blocks)] == ["open", "open"]
    assert "nennt Ihnen Ihr Geschäftspartner" in text(second)
    assert [arrow.open for arrow in of(Arrow, page())] == [False, True]
    assert of(Note, page("planned", facts="example")) == []


def test_several_customers_stand_in_a_list() -> None:
    """Each on a line of its own, the A-label first, with the readable form and the flag beside it."""
    whole = page(Request(domain("firma.de"), (*CUSTOMERS, domain("haus.example", subdomains=True))))
    (names,) = of(Names, of(Step, whole)[1])
    assert [text(name) for name in names.names] == [
        "@kunde.example",
        "@xn--bro-hoa.example (büro.example)",
        "@haus.example, einschließlich Subdomains",
    ]
    assert text(of(Arrow, whole)[1].end) == "die Domains aus Schritt 2"
    assert "Ihre Geschäftspartner bei uns stehen bei Schritt 2." in text(*of(Title, whole))


def test_an_international_name_stands_in_both_forms() -> None:
    """People read the name, machines get the A-label: in the title, and in the row of the domain."""
    whole = page(Request(domain("müller.de")))
    (title,) = of(Title, whole)
    assert title.name == (Host("müller.de", "@"),)
    assert text(title.configuration) == "In Konfigurationen: {domain}"
    (table,) = of(Table, whole)
    assert [text(paragraph) for paragraph in table.rows[4].value] == ["@müller.de", "@{domain}"]


def test_a_name_that_no_font_shows_says_so() -> None:
    """The A-label stands in its place, with the reason."""
    (title,) = of(Title, page(Request(Domain("xn--wgv71a119e.jp", "日本語.jp"))))
    assert title.name == (Slot("domain", "@"),)
    assert "seine eigene Schrift geben wir auf diesem Blatt nicht wieder" in text(title.lines)
    assert title.configuration == ()


def test_subdomains_are_named_only_where_they_are_meant() -> None:
    """The flag reads so in title and row; without it nothing is printed."""
    assert "Subdomains" not in text(page("planned"))
    flagged = page(Request(domain("firma.de", subdomains=True)))
    assert text(*of(Title, flagged)).count("einschließlich Subdomains") == 1
    (table,) = of(Table, flagged)
    assert [text(line) for line in table.rows[4].value] == ["@{domain}", "einschließlich Subdomains"]


def test_the_foot_names_the_service_once() -> None:
    """Where the service bears the provider's name, it stands alone."""
    assert [text(page(facts=facts).foot[0]) for facts in FACTS] == ["Hamburg-Cloud Smart Mail", "Nordlicht Mail"]


def test_mandatory_platforms_promise_no_fall_back() -> None:
    """Where TLS is always mandatory, the page speaks of no fall-back."""
    facts = platform("hamburg-cloud")
    strict = replace(facts, encryption=replace(facts.encryption, unless_agreed="mandatory"))
    whole = make_job("planned", facts=strict).page
    assert "opportunistisch" not in text(whole)
    assert "Auch ohne diesen Eintrag übertragen wir in beiden Richtungen nur mit TLS." in text(whole)
    assert "bleibt hier ein Rückfall" not in text(whole)


def test_the_english_term_has_its_language() -> None:
    """On every page the term "mandatory TLS" is marked as English, for readers that speak."""
    assert [piece.text for piece in of(Plain, page("planned")) if piece.lang == "en"] == ["mandatory TLS"]
