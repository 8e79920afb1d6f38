"""Facts and a request merged: what a sheet holds, and what its slots are filled with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.domain import Domain
from sheetgen.request import Request
from sheetgen.shape import held
from sheetgen.sheet import make_sheet, shown_name, to_data, values
from sheetgen.slots import SLOT_CHARACTERS, SheetLang, numeric
from tests.documents.jobs import FACTS, ISSUED, REQUESTS, domain, platform


def test_open_points_are_what_is_missing() -> None:
    """No customer and no fact about certificates: two; each is closed by what it asks for."""
    silent, telling = platform("hamburg-cloud"), platform("example")
    alone, served = Request(domain("firma.de")), Request(domain("firma.de"), (domain("kunde.example"),))
    assert make_sheet(silent, alone, ISSUED).open_points == ("peer", "customer")
    assert make_sheet(silent, served, ISSUED).open_points == ("peer",)
    assert make_sheet(telling, alone, ISSUED).open_points == ("customer",)
    assert make_sheet(telling, served, ISSUED).open_points == ()


@pytest.mark.parametrize("lang", ["de", "en", "de-en"])
@pytest.mark.parametrize("request_name", REQUESTS)
def test_values_keep_to_their_slots_characters(request_name: str, lang: SheetLang) -> None:
    """Nothing but the characters of its slot is ever filled in, so nothing can be injected."""
    filled = held(REQUESTS[request_name], ISSUED, lang)
    assert {name for name, value in filled.items() if not set(value) <= set(SLOT_CHARACTERS[name.partition("_")[0]])} == set()  # type: ignore[index]
    assert {"domain", "issued", "issued_iso"} <= set(filled)


@pytest.mark.parametrize("request_", [Request(Domain("Firma.de", "Firma.de")), Request(domain("firma.de"), ticket="4711<b>")])
def test_a_slot_takes_no_other_character(request_: Request) -> None:
    """What no caller may hand over is not filled in, whoever forgot to check it."""
    with pytest.raises(ValueError, match=r"Firma\.de|<b>"):
        held(request_, ISSUED, "de")


def test_a_slot_is_filled_only_where_it_stands() -> None:
    """No ticket, no day, no customer or several: no value for them."""
    plain = make_sheet(platform("example"), Request(domain("firma.de")), ISSUED)
    several = make_sheet(platform("example"), Request(domain("firma.de"), (domain("a.example"), domain("b.example"))), ISSUED)
    assert set(values(plain, "de")) == set(values(several, "de")) == {"domain", "issued", "number"}
    full = values(make_sheet(platform("example"), REQUESTS["planned"], ISSUED), "de")
    assert (full["customer"], full["ticket"], full["effective"]) == ("kunde.example", "4711", "01.12.2026")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_days_are_ten_characters(day: date) -> None:
    """In every language, for every year of four digits: the width of a line never depends on the day."""
    german, english, both = numeric(day, "de"), numeric(day, "en"), numeric(day, "de-en")
    assert [len(text) for text in (german, english, both)] == [10, 10, 10]
    assert english == both == day.isoformat()
    assert german.split(".") == english.split("-")[::-1]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (domain("firma.de"), "firma.de"),
        (domain("müller.de"), "müller.de"),
        (domain("ελληνικά.gr"), "ελληνικά.gr"),
        (domain("пример.bg"), "пример.bg"),
        (Domain("xn--wgv71a119e.jp", "日本語.jp"), "xn--wgv71a119e.jp"),
        (Domain("xn--4dbrk0ce.example", "ישראל.example"), "xn--4dbrk0ce.example"),
    ],
)
def test_the_form_that_people_read(name: Domain, shown: str) -> None:
    """U-labels where a shipped font has every letter and the name runs to the right; else the A-label."""
    assert shown_name(name) == shown


def test_the_rows_are_made_once() -> None:
    """A sheet holds the rows of its platform and domain, the eight first; the same question gives an equal sheet."""
    for facts in FACTS:
        one, other = (make_sheet(platform(facts), REQUESTS["planned"], ISSUED) for _ in range(2))
        assert one == other
        assert [row["key"] for row in to_data(one)["rows"]] == [row.key for row in one.rows]


def test_a_second_customer_domain_is_not_the_first() -> None:
    """The data of direction 2 name every customer, in the order of the request."""
    request = Request(domain("firma.de"), (domain("b.example"), domain("a.example")))
    first, second = to_data(make_sheet(platform("example"), request, ISSUED))["directions"]
    assert [[to["ascii"] for to in way["to"]] for way in (first, second)] == [["firma.de"], ["b.example", "a.example"]]
    assert (first["set_up_by"], second["set_up_by"]) == ("platform", "partner")


def test_the_number_is_eight_hex_digits() -> None:
    """It can be said on the telephone: eight digits of 0 to 9 and a to f."""
    number = make_sheet(platform("example"), REQUESTS["plain"], ISSUED).number
    assert len(number) == 8
    assert set(number) <= set("0123456789abcdef")
    assert number != make_sheet(replace(platform("example"), test_address=None), REQUESTS["plain"], ISSUED).number
