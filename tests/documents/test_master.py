"""What a filled PDF says besides its pages, as pikepdf reads it: the very names, whatever digits their characters are written with."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pikepdf
import pydyf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sheetgen.documents import strings
from sheetgen.documents.filled import Part
from sheetgen.documents.marks import MARKS, Mark
from sheetgen.errors import Failed
from sheetgen.facts.known import given as given_facts
from sheetgen.facts.load import load_facts
from sheetgen.render import Plan, render
from sheetgen.request import Request
from tests.documents.jobs import ISSUED, domain, loaded
from tests.places import CHECKOUT

PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Where marks are taken from; no text that people read has one."""
NAMESPACE = "{http://ns.sheetgen.example/sheet/1/}"
SHORT = domain("kunde.de")

REQUESTS: Mapping[str, Request] = {
    "straddled, e017": Request(domain("brněnský.cz")),
    "straddled, e017, with a slot": Request(domain("inženýr.cz"), (SHORT,)),
    "straddled, e016": Request(domain("mešnů.cz")),
    "straddled, e010, with a slot": Request(domain("končar.hr"), (SHORT,)),
    "digits": Request(domain("cafe010.de")),
    "digits, with subdomains": Request(domain("cafe010.de", subdomains=True)),
    "digits, four customers": Request(domain("firma.de"), (SHORT, domain("fe0120.de"), domain("a.eu"), domain("b.eu"))),
    "digits, international": Request(domain("müllere011.de")),
    "of the day that is laid out": Request(
        domain("31.13.9731.de", subdomains=True), (domain("32.14.9732.31.13.9731.de", subdomains=True),)
    ),
    "of the day that stands for all": Request(domain("97311230.e010.9731-12-30.de", subdomains=True)),
}


@dataclass(frozen=True, slots=True)
class Told:
    """All texts of a PDF that are not drawn, and all that it says of itself."""

    info: Mapping[str, str]
    outline: Sequence[str]
    texts: Sequence[str]
    packet: Mapping[str, str]


def told(document: bytes) -> Told:
    """As pikepdf reads it."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        texts = [str(value) for thing in things for _, value in thing.items() if isinstance(value, pikepdf.String)]
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            properties = {key: "".join(value) for key, value in packet.items() if isinstance(value, str | list)}
        return Told({key: str(value) for key, value in pdf.docinfo.items()}, titles, texts, properties)


def says_the_very_names(document: bytes, request: Request, facts: str, provider: str = "Hamburg-Cloud") -> None:
    """Title, author, subject, keywords, the outline and XMP: each word for word; and no text holds a mark."""
    found, of = told(document), request.domain
    assert found.info["/Title"] == f"TLS-Kommunikation – {of.unicode}"
    assert found.info["/Author"] == provider
    assert found.info["/Subject"] == f"Datenblatt für @{of.unicode}"
    assert of.ascii in found.info["/Keywords"].split(", ")
    assert found.info["/CreationDate"] == found.info["/ModDate"] == f"D:{ISSUED:%Y%m%d}000000Z"
    assert found.outline[0] == f"TLS-Kommunikation mit @{of.unicode}"
    described = {
        "{http://purl.org/dc/elements/1.1/}title": found.info["/Title"],
        "{http://purl.org/dc/elements/1.1/}creator": found.info["/Author"],
        "{http://purl.org/dc/elements/1.1/}description": found.info["/Subject"],
        "{http://ns.adobe.com/xap/1.0/}CreateDate": f"{ISSUED.isoformat()}T00:00:00Z",
        f"{NAMESPACE}facts": facts,
    }
    assert {key: found.packet[key] for key in described} == described
    data = json.loads(found.packet[f"{NAMESPACE}data"])
    assert [one["ascii"] for one in data["directions"][0]["to"]] == [of.ascii]
    assert [one["ascii"] for one in data["directions"][1]["to"]] == [customer.ascii for customer in request.customers]
    assert not [text for text in (*found.texts, *found.info.values(), *found.packet.values()) if PRIVATE.search(text)]


def pdf_of(request: Request) -> bytes:
    """By the facts of Hamburg-Cloud, in German."""
    (document,) = render(given_facts(loaded("hamburg-cloud"), ISSUED), request, Plan(ISSUED, ("de",), ("pdf",)))
    return document.data


@pytest.mark.parametrize("request_name", REQUESTS)
def test_no_digits_are_taken_for_a_mark(request_name: str) -> None:
    """Names that hold the digits of a mark, or whose characters hold them one after the other."""
    request = REQUESTS[request_name]
    says_the_very_names(pdf_of(request), request, loaded("hamburg-cloud").sha256)


INTERNATIONAL = st.from_regex(r"([a-z]?[nN.]?[āăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľłńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżž]){2,6}", fullmatch=True)
"""Letters of U+0100–U+017F, after those whose codes end as a mark's begin."""


@given(INTERNATIONAL)
@settings(max_examples=4, phases=[Phase.generate])  # a smaller name would be one more layout
def test_no_letters_are_taken_for_a_mark(letters: str) -> None:
    """Whole sheets of generated names."""
    label = letters.lower().strip(".")
    request = Request(domain(f"{label}.cz"), (SHORT,))
    says_the_very_names(pdf_of(request), request, loaded("hamburg-cloud").sha256)


@pytest.mark.parametrize(("digits", "provider"), [("e010", "Hamburg-Cloud"), ("e017", "Hamburg-Cloud"), ("", "Onā-Cloud")])
def test_no_facts_are_taken_for_a_mark(tmp_path: Path, digits: str, provider: str) -> None:
    """A fact file whose SHA-256 holds those digits, and a platform's name whose characters do."""
    text = (CHECKOUT / "data" / "hamburg-cloud.yaml").read_text("utf-8").replace("provider: Hamburg-Cloud", f"provider: {provider}", 1)
    content = next(content for n in count() if digits in hashlib.sha256(content := f"{text}# {n}\n".encode()).hexdigest())
    path = tmp_path / "facts.yaml"
    path.write_bytes(content)
    (document,) = render(given_facts(load_facts(path, ISSUED), ISSUED), Request(domain("firma.de")), Plan(ISSUED, ("de",), ("pdf",)))
    says_the_very_names(document.data, Request(domain("firma.de")), hashlib.sha256(content).hexdigest(), provider)


@pytest.mark.parametrize("text", ["-.1j", "-.f00dfa"])
def test_facts_that_hold_what_sheets_are_laid_out_with_make_none(tmp_path: Path, text: str) -> None:
    """It would be taken for a slot: the run stops, and says which text it is."""
    path = tmp_path / "facts.yaml"
    facts = (CHECKOUT / "data" / "hamburg-cloud.yaml").read_text("utf-8")
    path.write_text(facts.replace("provider: Hamburg-Cloud", f"provider: Hamburg{text}", 1), "utf-8")
    with pytest.raises(Failed, match=f"holds “{re.escape(text)}”"):
        render(given_facts(load_facts(path, ISSUED), ISSUED), Request(domain("firma.de")), Plan(ISSUED, ("de",), ("pdf",)))


HELD: Mapping[Mark, str] = {"domain": "firma-1.de", "customer": "e010.de", "ticket": "Q_7"}
TEXT = st.lists(
    st.one_of(st.text(st.characters(max_codepoint=0x1AF, exclude_categories=["Cc"])), st.sampled_from([MARKS[mark] for mark in HELD]))
)


@given(TEXT)
def test_a_string_says_what_was_put_into_it(pieces: list[str]) -> None:
    """Any text around any slots, deep in an object or as XMP has it: read back by pikepdf with each slot's value in its place."""
    text, meant = "".join(pieces), "".join(pieces)
    for mark, value in HELD.items():
        meant = meant.replace(MARKS[mark], value)
    marks = strings.signs(MARKS)
    thing = pydyf.Dictionary({"A": pydyf.Array([1, pydyf.String(text), "/Name", pydyf.Dictionary({"T": pydyf.String(text)})])})
    read = pikepdf.Object.parse(filled(strings.in_object(thing, marks)))
    assert [str(read.A[1]), str(read.A[3].T)] == [meant, meant]
    assert filled(strings.in_text(text, marks)).decode() == meant
    if text == meant:
        assert strings.in_object(thing, marks) == [thing.data]


def filled(parts: Sequence[Part]) -> bytes:
    """With HELD put into the slots."""
    codecs = {"plain": lambda text: text.encode("ascii"), "utf-16": lambda text: text.encode("utf-16-be").hex().encode()}
    return b"".join(part if isinstance(part, bytes) else codecs[part[0]](HELD[part[1]]) for part in parts)
