"""Pages that are prepared once and filled for each request: the same bytes as what is laid out for that request."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import permutations
from typing import Any

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetgen.documents import FORMAT_NAMES, FORMATS, FormatName, pdf
from sheetgen.documents.filled import Prepared, TooWideError, fill
from sheetgen.documents.marks import ANY, MARKS, Held, Mark, put
from sheetgen.documents.master import ALPHABETS
from sheetgen.domain import Domain
from sheetgen.facts.known import given as given_facts
from sheetgen.prepare import jobs, prepare
from sheetgen.render import LANGUAGES, Plan, render
from sheetgen.request import Request
from sheetgen.resources import folder
from sheetgen.shape import ISSUED as OPEN_DAY
from sheetgen.shape import LONGEST, Opened, held, opened
from sheetgen.slots import SLOT_CHARACTERS, SheetLang
from tests.documents.jobs import ISSUED, REQUESTS, domain, loaded

DAYS = (None, date(2026, 1, 5), date(2027, 12, 31))
LABEL = st.one_of(
    st.text("w", min_size=1, max_size=34),
    st.text("i", min_size=1, max_size=34),
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(lambda label: label[2:4] != "--"),
)
"""The widest letters, the narrowest, and any."""
NAMES = st.lists(LABEL, min_size=1, max_size=3).map(lambda labels: f"{'.'.join(labels)}.de").filter(lambda name: len(name) <= LONGEST)
"""Names from the shortest to the longest that are filled in."""

WAYS: tuple[Sequence[Any], ...] = (
    ("hamburg-cloud", "example"),
    (
        domain("a.de"),
        domain(f"{'i' * (LONGEST - 3)}.de"),
        domain(f"{'w' * 20}.de"),
        domain(f"{'w' * 20}{'i' * 11}.de"),
        domain(f"{'w' * 33}.de"),
        domain("büromöbel.de"),
        domain("firma.de", subdomains=True),
    ),
    (
        (),
        (domain(f"{'w' * 22}.eu"),),
        (domain(f"{'i' * (LONGEST - 3)}.eu"), domain("b.eu")),
        (domain("b.eu"), domain("küche.example"), domain(f"{'w' * 22}.eu")),
        (domain("kunde.example", subdomains=True),),
    ),
    (None, "Q7", "2026112810000017"),
    DAYS,
)
"""Each way in which requests differ: facts, name (and so the title's size), customers, ticket, date of effect."""
MOST = max(map(len, WAYS))


@st.composite
def asked(draw: st.DrawFn) -> tuple[SheetLang, Request]:
    """A request whose names are plain, with all that a sheet can have besides."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4))
    assume(not any(one in other for one, other in permutations(names, 2)))  # what is laid out with them must tell them apart
    ticket = draw(st.sampled_from((None, "AbC-4711", "2026112810000017")))
    return draw(st.sampled_from(LANGUAGES)), Request(domain(names[0]), tuple(map(domain, names[1:])), ticket, draw(st.sampled_from(DAYS)))


@cache
def prepared(shape: Opened, lang: SheetLang, facts: str = "hamburg-cloud") -> Prepared:
    """Once for each shape."""
    return prepare(loaded(facts), shape, Plan(ISSUED, (lang,), ("pdf",)), lang, "pdf")


def laid_out(shape: Opened, lang: SheetLang, values: Held, facts: str) -> Prepared:
    """The master of a PDF that was laid out with these very values in place of stand-ins."""
    (job,) = jobs(loaded(facts), shape.request, Plan(OPEN_DAY, (lang,), ("pdf",)))
    slots = {**job.values, "issued": MARKS["issued"], "number": MARKS["number"]}
    if shape.request.effective:
        slots["effective"] = MARKS["effective"]
    job = replace(job, values=slots)
    data = prepared(shape, lang, facts).data
    always = ("issued", "effective", "number")
    printed = {name: value for name, value in values.items() if name in always or (MARKS[name] in data and not name.endswith("_iso"))}
    return Prepared("pdf", data, master=pdf.prepare(job, shape.size, {**pdf.STAND_INS[lang], **printed}))


def filled_as_laid_out(request: Request, lang: SheetLang, facts: str) -> bool:
    """Whether a request's PDF is filled; if so, it has been compared with the one that is laid out."""
    shape, values = opened(request, ISSUED), held(request, ISSUED, lang)
    page = prepared(shape, lang, facts)
    try:
        filled = fill(page, values)
    except TooWideError:
        return False
    number = hashlib.sha256(put(page.data, values).encode()).hexdigest()[:8]
    assert filled == fill(laid_out(shape, lang, {**values, "number": number}, facts), values)
    return True


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_shape_is_filled_in_as_it_is_laid_out(lang: SheetLang) -> None:
    """PDF, HTML, text and JSON of each way in which requests differ, byte for byte; but for what is too wide, PDFs are filled in."""
    turn, too_wide = LANGUAGES.index(lang), 0
    for i in range(MOST):
        facts, name, customers, ticket, effective = (ways[(i + turn * k) % len(ways)] for k, ways in enumerate(WAYS))
        request = Request(name, customers, ticket, effective)
        too_wide += not filled_as_laid_out(request, lang, facts)
        for kind in FORMAT_NAMES[1:]:
            page = prepare(loaded(facts), opened(request, ISSUED), Plan(ISSUED, (lang,), (kind,)), lang, kind)
            (job,) = jobs(loaded(facts), request, Plan(ISSUED, (lang,), (kind,)))
            assert fill(page, held(request, ISSUED, lang)) == FORMATS[kind].make(job)
    assert too_wide <= 2


@given(asked())
@settings(max_examples=6)
def test_any_name_is_filled_in_as_it_is_laid_out(what: tuple[SheetLang, Request]) -> None:
    """For the widest, narrowest, shortest and longest names: byte for byte, or it is told that there is no room."""
    lang, request = what
    filled = filled_as_laid_out(request, lang, "hamburg-cloud")
    assume(filled)  # else it is laid out for itself; that common names are not, the next test shows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_common_names_are_filled_in(lang: SheetLang) -> None:
    """Names as long as nearly all are, and their tickets, leave room on every sheet, so that they need no layout of their own."""
    request = Request(domain("handwerkskammer-beispielstadt.de"), (domain("stadtwerke-beispielstadt.example"),), "4711", DAYS[2])
    assert {len(name.ascii) for name in (request.domain, *request.customers)} == {32}
    assert fill(prepared(opened(request, ISSUED), lang), held(request, ISSUED, lang))


def test_what_does_not_fit_is_told() -> None:
    """The widest name of its length would begin a new line: it is not filled in."""
    request = Request(Domain(f"{'w' * 36}.de", f"{'w' * 36}.de"))
    with pytest.raises(TooWideError):
        fill(prepared(opened(request, ISSUED), "de"), held(request, ISSUED, "de"))


@pytest.mark.parametrize("name", [name for name in FORMAT_NAMES if name != "pdf"])
@pytest.mark.parametrize("request_name", REQUESTS)
def test_a_filled_text_is_the_one_that_is_made(name: FormatName, request_name: str) -> None:
    """HTML, text and JSON of every kind of request, in every language: what is filled has the bytes of what is made of its very names."""
    for lang in LANGUAGES:
        (document,) = render(given_facts(loaded("hamburg-cloud"), ISSUED), REQUESTS[request_name], Plan(ISSUED, (lang,), (name,)))
        (job,) = jobs(loaded("hamburg-cloud"), REQUESTS[request_name], Plan(ISSUED, (lang,), (name,)))
        assert document.data == FORMATS[name].make(job)
        assert not ANY.search(document.data.decode())


def test_a_filled_pdf_is_whole() -> None:
    """What pikepdf reads back: every object in its place, the identifier of its content, the same text as the sheet's."""
    (document,) = render(given_facts(loaded("hamburg-cloud"), ISSUED), REQUESTS["planned"], Plan(ISSUED, ("de",), ("pdf",)))
    with pikepdf.open(io.BytesIO(document.data)) as opened_pdf:
        assert opened_pdf.check_pdf_syntax() == []
        assert opened_pdf.docinfo["/CreationDate"] == "D:20261124000000Z"
        assert "firma.de" in str(opened_pdf.docinfo["/Title"])
    assert re.search(rb"/ID \[<([0-9a-f]{32})> <\1>\]", document.data)


def test_the_alphabets_hold_all_that_slots_can() -> None:
    """Each character of each slot is in an alphabet that fixed.css prints, letter by letter."""
    css = (folder("templates") / "fixed.css").read_text("utf-8")
    assert set("".join(SLOT_CHARACTERS.values())) == set(ALPHABETS[1])
    assert all(f'content: "{alphabet}" !important' in css for alphabet in ALPHABETS)


@pytest.mark.parametrize("name", ["host1.jjones.de", "host1.ljung.de", "f00dfade.de"])
def test_no_name_is_taken_for_a_stand_in(name: str) -> None:
    """What stands for a slot while a page is laid out is part of no name and no ticket: a request with like ones is made as all are."""
    request = Request(Domain(name, name, subdomains=True), (Domain(f"a.{name}", f"a.{name}", subdomains=True),), f"Jj1-f00dfade-{'W' * 27}")
    (document,) = render(given_facts(loaded("hamburg-cloud"), ISSUED), request, Plan(ISSUED, ("de",), ("pdf",)))
    with pikepdf.open(io.BytesIO(document.data)) as made:
        assert str(made.docinfo["/Title"]).endswith(f"– {name}")
        assert name in str(made.docinfo["/Keywords"])
        assert str(request.ticket) in str(made.docinfo["/Keywords"])
    slots: tuple[Mark, ...] = ("domain", "customer", "ticket", "number")
    # no label ends in a hyphen, and no ticket has a dot
    assert all("-." in stand_ins[slot] for stand_ins in pdf.STAND_INS.values() for slot in slots)
