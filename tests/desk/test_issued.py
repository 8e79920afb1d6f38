"""Which of a ticket's files are sheets of ours, and what they mean for the next one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sheetgen.desk import Held
from sheetgen.desk.issued import Issued, for_others, replaced, same, sheets_among
from sheetgen.request import Request
from sheetgen.sheet import make_sheet
from tests.documents.jobs import ISSUED, REQUESTS, domain, loaded
from tests.sheets import handed_out

NAME = "tls-kommunikation_firma.de_de.pdf"
OTHER = Request(domain("firma.de"), (domain("andere.example"),), "4711")


@cache
def on_ticket(*requests: str) -> tuple[Issued, ...]:
    """The sheets of a ticket on which these were put, German ones."""
    files = {str(i): handed_out("pdf", request) for i, request in enumerate(requests)}
    return sheets_among([Held(key, NAME, len(data)) for key, data in files.items()], lambda held: files[held.key])


def number(request: str) -> str:
    """The number that this request's sheet has."""
    return make_sheet(loaded("hamburg-cloud").platform, REQUESTS[request], ISSUED).number


def test_only_sheets_of_ours_are_sheets() -> None:
    """Other files are not even fetched; one that bears our name and is cut, empty or foreign is no sheet."""
    whole = handed_out("pdf", "planned")
    files = {
        NAME: whole,
        "TLS-KOMMUNIKATION_x.PDF": whole,
        "tls-kommunikation_cut.pdf": whole[: len(whole) // 2],
        "tls-kommunikation_empty.pdf": b"",
        "tls-kommunikation_foreign.pdf": b"%PDF-1.7\n%%EOF",
    }
    held = [*(Held(name, name, len(data)) for name, data in files.items()), Held("x", "invoice.pdf", 5), Held("y", NAME, 33 << 20)]
    assert [one.name for one in sheets_among(held, lambda held: files[held.key])] == [NAME, "TLS-KOMMUNIKATION_x.PDF"]


def test_the_same_sheet_has_the_same_number_and_language() -> None:
    """A German sheet is not the same as the English one with its number, nor as another number."""
    issued, request = on_ticket("planned"), REQUESTS["planned"]
    assert same(issued, request, number("planned"), "de", public=True) == issued[0]
    assert same(issued, request, number("planned"), "en", public=False) is None
    assert same(issued, REQUESTS["active"], number("active"), "de", public=False) is None


def test_only_the_latest_counts() -> None:
    """A sheet that another one replaced since is not there any more: it is put there again, and says what it replaces."""
    issued = on_ticket("planned", "plain")
    assert same(issued, REQUESTS["planned"], number("planned"), "de", public=False) is None
    assert replaced(issued, REQUESTS["planned"], number("planned")) == issued[1]


def test_an_internal_one_is_not_the_public_one() -> None:
    """What the staff alone has seen does not stand in for what the requestors are to get; where nobody can tell, it does."""
    (one,) = on_ticket("planned")
    for public, found in ((False, False), (True, True), (None, True)):
        known = (replace(one, public=public),)
        assert bool(same(known, REQUESTS["planned"], number("planned"), "de", public=True)) is found
        assert same(known, REQUESTS["planned"], number("planned"), "de", public=False)


def test_what_a_changed_sheet_replaces() -> None:
    """The latest for this requested domain that says something else; none where the latest says the same or is for another domain."""
    issued = on_ticket("idn", "plain", "planned")
    found = replaced(issued, REQUESTS["active"], number("active"))
    assert found is not None
    assert found.claim.number == number("planned")
    assert replaced(issued, REQUESTS["planned"], number("planned")) is None
    assert replaced(issued, REQUESTS["greek"], number("greek")) is None


def test_one_customers_sheet_beside_anothers() -> None:
    """Other customers with none in common are others'; an open customer, or one in common, is not."""
    issued = on_ticket("planned")
    assert for_others(issued, OTHER) == issued[0]
    assert for_others(issued, REQUESTS["five-customers"]) is None
    assert for_others(issued, REQUESTS["plain"]) is None
    assert for_others(on_ticket("plain"), OTHER) is None
