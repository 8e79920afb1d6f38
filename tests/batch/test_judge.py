"""Rows -> the sheets they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sheetgen.batch.judge import Judge, Usual
from sheetgen.batch.row import Row
from sheetgen.batch.seen import Seen
from sheetgen.domain import Domain
from sheetgen.errors import Place
from sheetgen.request import Request

CUSTOMER, FIRMA = Domain("kunde.de", "kunde.de"), Domain("firma.de", "firma.de")
USUAL = Usual((CUSTOMER,), "4711", date(2026, 12, 1), ("de", "en"), ())


@pytest.fixture
def judge() -> Iterator[Judge]:
    """One that has seen nothing yet."""
    with Seen() as seen:
        yield Judge(USUAL, frozenset({"platform.de"}), frozenset(), strict=False, seen=seen)


def row(line: int, domain: str, *cells: str, pasted: bool = False) -> Row:
    """A row of a list."""
    customer, ticket, language, effective = (*cells, "", "", "", "")[:4]
    return Row(Place("list", line), domain, customer, ticket, language, effective, pasted)


def test_what_a_row_does_not_say_the_options_say(judge: Judge) -> None:
    """An empty cell leaves the option in force, a filled one stands in its place."""
    assert judge.judge(row(1, "firma.de")).wanted == ((Request(FIRMA, (CUSTOMER,), "4711", date(2026, 12, 1)), ("de", "en")),)
    (wanted,) = judge.judge(row(2, "firma.de", "kunde.at kunde.ch", "#12", "de-en", "24.12.2026")).wanted
    assert [customer.ascii for customer in wanted.request.customers] == ["kunde.at", "kunde.ch"]
    assert (wanted.request.ticket, wanted.request.effective, wanted.languages) == ("12", date(2026, 12, 24), ("de-en",))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("localhost",), "domain.special-use"),
        (("firma.de", "localhost"), "domain.special-use"),
        (("platform.de",), "domain.own"),
        (("kunde.de",), "request.same-domain"),
        (("firma.de", "", "a b"), "request.ticket"),
        (("firma.de", "", "", "fr"), "list.language"),
        (("firma.de", "", "", "", "1.2.26"), "request.day"),
        (("gmx.de",), "domain.freemail"),
    ],
)
def test_a_bad_cell_refuses_its_row(judge: Judge, typed: tuple[str, ...], code: str) -> None:
    """Every cell is judged as its argument would be; and the row is forgotten, so that the next one may say it rightly."""
    judged = judge.judge(row(7, *typed))
    assert judged.wanted == ()
    assert [(problem.code, str(problem.place)) for problem in judged.problems] == [(code, "list:7")]
    assert judge.judge(row(8, "firma.de")).wanted


def test_all_that_is_wrong_with_a_row_is_told(judge: Judge) -> None:
    """Not the first fault alone."""
    found = judge.judge(row(1, "fir_ma.de", "localhost", "a b", "fr", "x")).problems
    assert [p.code for p in found] == ["domain.underscore", "domain.special-use", "request.ticket", "request.day", "list.language"]


def test_the_same_sheet_is_made_once(judge: Judge) -> None:
    """Of a row that repeats another in part what is left is made; languages count apart."""
    assert [w.languages for w in judge.judge(row(1, "firma.de", "", "", "de")).wanted] == [("de",)]
    assert [w.languages for w in judge.judge(row(2, "firma.de")).wanted] == [("en",)]
    again = judge.judge(row(3, "firma.de"))
    assert (again.wanted, again.same, [p.code for p in again.problems]) == ((), "list:2", ["list.same"])
    other = judge.judge(row(4, "firma.de", "", "", "", "2026-12-02"))
    assert (other.wanted, {p.code for p in other.problems}) == ((), {"list.twice"})


def test_a_name_that_changes_sides(judge: Judge) -> None:
    """Requested here and a customer there, in whichever order: a doubt that names the other row; the options' customers say nothing."""
    judge.judge(row(1, "firma.de"))
    judge.judge(row(2, "firma.at", "kunde.at"))
    (found,) = judge.judge(row(3, "kunde.at")).problems
    assert (found.code, found.severity, "list:2" in found.message) == ("request.swapped", "doubt", True)
    (found,) = judge.judge(row(4, "firma.ch", "firma.de")).problems
    assert (found.code, "list:1" in found.message) == ("request.swapped", True)


def test_a_line_may_hold_several_names(judge: Judge) -> None:
    """Each gets a sheet; prose is told by its warning, and its names are handed back."""
    assert [w.request.domain.ascii for w in judge.judge(row(1, "firma.at, firma.ch", pasted=True)).wanted] == ["firma.at", "firma.ch"]
    found = judge.judge(row(2, "Bitte max@firma.de eintragen", pasted=True))
    assert "domain.found" in [problem.code for problem in found.problems]
    assert [domain.ascii for domain in found.domains] == ["firma.de"]
