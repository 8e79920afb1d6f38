"""What stops a sheet on its way to a ticket until somebody has said that it is meant."""

from __future__ import annotations

import pytest

from sheetgen.desk import Recipient, Ticket
from sheetgen.desk.doubts import DOUBTS, after_looking, before_looking, shown
from sheetgen.request import Request
from tests.documents.jobs import domain

REQUEST = Request(domain("firma.de"), (domain("kunde.example"), domain("küche.example")), "4711")


def codes(*recipients: Recipient, public: bool = True, reads: bool = True) -> list[str]:
    """The doubts about a ticket with these recipients."""
    ticket = Ticket("4711", recipients=recipients)
    return [problem.code for problem in after_looking(ticket, (), (REQUEST,), public=public, reads=reads)]


def requestor(address: str) -> Recipient:
    """Who opened the ticket."""
    return Recipient("requestor", "Max", address)


def test_a_public_sheet_needs_a_customer() -> None:
    """Without a customer domain the sheet shows an open point: fit for the staff, not for others."""
    assert [problem.code for problem in before_looking((), public=True)] == ["ticket.no-customer"]
    assert not list(before_looking((), public=False))


@pytest.mark.parametrize(
    ("customers", "doubt"),
    [
        (("kunde.example", "andere.example"), True),
        (("mail.kunde.de", "kunde.de"), False),
        (("kunde.de",), False),
        (("a.co.uk", "b.co.uk"), True),
    ],
)
def test_several_owners_on_one_sheet(customers: tuple[str, ...], *, doubt: bool) -> None:
    """Domains under different registrable names may be different customers', who would read of each other."""
    found = [problem.code for problem in before_looking([domain(name) for name in customers], public=False)]
    assert found == (["ticket.several-customers"] if doubt else [])


@pytest.mark.parametrize(
    "address", ["max@kunde.example", "max@KUNDE.example", "max@mail.kunde.example", "max@xn--kche-0ra.example", "max@küche.example"]
)
def test_the_customers_own_people_are_no_doubt(address: str) -> None:
    """Whoever is in a customer domain or below it may read the sheet, however the domain is written."""
    assert codes(requestor(address)) == []


@pytest.mark.parametrize(
    "address", ["max@gmx.example", "max@xkunde.example", "max@kunde.example.evil.example", "", "kunde.example", "max@-ü.example"]
)
def test_a_recipient_in_neither_domain(address: str) -> None:
    """A stranger, a group and a login without address are doubts where they would get it, and only there."""
    assert codes(Recipient("Cc", "Max", address)) == ["ticket.recipient"]
    assert codes(Recipient("Cc", "Max", address), public=False) == []


def test_a_requestor_in_the_requested_domain() -> None:
    """The partner does not ask our desk: the two domains are swapped, whoever would get the sheet. A partner in Cc is fine."""
    assert codes(requestor("max@firma.de")) == codes(requestor("max@mail.firma.de"), public=False) == ["request.swapped"]
    assert codes(Recipient("Cc", "Max", "max@firma.de")) == []


def test_recipients_that_nobody_can_tell() -> None:
    """Over e-mail the desk alone knows who gets what is public."""
    assert codes(reads=False) == ["ticket.recipients-unknown"]
    assert codes(reads=False, public=False) == []


def test_each_doubt_can_be_accepted() -> None:
    """Every code that can come up is among those that --accept takes."""
    found = {problem.code for problem in before_looking([domain("a.de"), domain("b.de")], public=True)}
    found |= {problem.code for problem in before_looking((), public=True)}
    found |= {*codes(Recipient("Cc", "x"), requestor("x@firma.de"), reads=False), "ticket.other-customer"}
    assert found == set(DOUBTS)


def test_a_recipient_is_shown_safely() -> None:
    """A name that the desk took from a mail can hold anything."""
    assert shown(Recipient("requestor", "Max\x1b[2J\u202e", "max@kunde.example")) == r"requestor Max\u{1b}[2J\u{202e} <max@kunde.example>"
    assert shown(Recipient("Cc", "info@kunde.example", "info@kunde.example")) == "Cc info@kunde.example"
