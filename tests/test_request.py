"""What was asked, as typed -> requests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.errors import Place
from sheetgen.facts.load import load_facts
from sheetgen.request import arguments, own_domains, read_day, read_domains, read_ticket
from tests.places import CHECKOUT

HERE = Place("here")


def platform_of(name: str) -> frozenset[str]:
    """The own domains of a shipped fact file's platform."""
    return own_domains(load_facts(Path(CHECKOUT / "data" / name), date(2026, 11, 24)).platform)


def test_own_domains() -> None:
    """The platform's own are the contact's domain and the registrable ones of certificate and MX names."""
    assert platform_of("hamburg-cloud.yaml") == {"hamburg-cloud.de"}
    assert platform_of("example.yaml") == {"nordlicht.example"}


def test_every_text_is_judged_with_its_place() -> None:
    """Each complaint bears the place of the text that it is about, customers' too."""
    asked = read_domains(arguments("DOMAIN", ["firma.de", "localhost"]), arguments("--customer", ["gmx.de"]))
    assert [(p.code, str(p.place)) for p in asked.problems] == [("domain.special-use", "DOMAIN[2]"), ("domain.freemail", "--customer[1]")]


def test_a_name_twice_is_taken_once() -> None:
    """The same domain in two arguments and two spellings is one request."""
    asked = read_domains(arguments("DOMAIN", ["firma.de", "@FIRMA.de."]), ())
    assert [domain.ascii for domain in asked.domains] == ["firma.de"]


@pytest.mark.parametrize(
    ("domain", "customer", "same"),
    [
        ("firma.de", "firma.de", True),
        ("mail.firma.de", "*.firma.de", True),
        ("*.firma.de", "mail.firma.de", True),
        ("mail.firma.de", "firma.de", False),
        ("firma.de", "andere-firma.de", False),
    ],
)
def test_a_domain_is_not_its_own_customer(domain: str, customer: str, same: bool) -> None:  # noqa: FBT001 - the table's last column
    """A requested domain that a customer's covers, or that covers it, is refused; a neighbour is not."""
    asked = read_domains(arguments("DOMAIN", [domain]), arguments("--customer", [customer]))
    assert any(problem.code == "request.same-domain" for problem in asked.problems) is same


@pytest.mark.parametrize("typed", ["4711", "#4711", "[#4711]", " [#4711] ", "INC-2026_1", "A" * 40, "[RT #4711]", "[Ticket#4711]"])
def test_tickets_that_are_taken(typed: str) -> None:
    """A ticket's id is taken with and without hash and brackets, and stands without them afterwards."""
    ticket, problems = read_ticket(typed, HERE)
    assert problems == ()
    assert ticket == typed.strip(" []").rpartition("#")[2]


@pytest.mark.parametrize("typed", ["", "#", "-1", "a b", "../x", "4711\nBcc: x", "ä", "A" * 41, "con", "LPT1", "=?UTF-8?Q?=0A?="])
def test_tickets_that_are_refused(typed: str) -> None:
    """What could be a path, a header or a device's name is no ticket."""
    ticket, problems = read_ticket(typed, HERE)
    assert ticket is None
    assert [problem.code for problem in problems] == ["request.ticket"]


@given(st.dates(min_value=date(1, 1, 1)))
def test_days_round_trip(day: date) -> None:
    """Every day of the calendar is read back as it is written."""
    assert read_day(day.isoformat(), HERE) == (day, ())


@pytest.mark.parametrize("typed", ["2026-02-30", "04/08/2026", "24.11.2026", "20261124", "2026-W48-2", "2026-1-1", "２０２６-11-24", ""])
def test_days_that_are_refused(typed: str) -> None:
    """Any other form, and a day that there is not, is refused."""
    day, problems = read_day(typed, HERE)
    assert day is None
    assert [problem.code for problem in problems] == ["request.day"]
