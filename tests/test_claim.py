"""What a sheet claims: taken where a sheet could say so, else foreign, in a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from sheetgen.claim import MOST_CUSTOMERS, NotASheetError, read_claim
from sheetgen.documents.carried import properties
from tests.documents.jobs import FACTS, REQUESTS, SHEET_LANGUAGES, make_job


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_a_claim_is_what_was_asked(request_name: str, facts: str) -> None:
    """Request, day, number and language come back as they went in."""
    for lang in SHEET_LANGUAGES:
        job = make_job(request_name, facts=facts, lang=lang)
        claim = read_claim(properties(job))
        told = (claim.request, claim.issued, claim.number, claim.language, claim.facts, claim.version)
        assert told == (job.sheet.request, job.sheet.issued, job.sheet.number, lang, job.origin.facts, job.origin.version)


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for key in way:
            data = data[key]
        data[last] = value

    return change


def _domain(name: Any, **more: Any) -> Callable[[dict[str, Any]], None]:
    return _set("request.domain", {"ascii": name, "shown": name, "subdomains": False, **more})


def _nested(data: dict[str, Any]) -> None:
    for _ in range(20):
        data["rows"] = [data["rows"]]


HOSTILE = {
    "a path": (_domain("../../etc/passwd"), "for which no sheet is ever made"),
    "markup": (_domain("<script>.de"), "for which no sheet is ever made"),
    "an escape sequence": (_domain("\x1b[2Jfirma.de"), "for which no sheet is ever made"),
    "a name too long": (_domain("a." * 200 + "de"), "for which no sheet is ever made"),
    "a broken A-label": (_domain("xn--a.de"), "for which no sheet is ever made"),
    "a U-label": (_domain("müller.de"), "for which no sheet is ever made"),
    "upper case": (_domain("FIRMA.de"), "for which no sheet is ever made"),
    "no name": (_domain(7), "a domain that is none"),
    "no flag": (_domain("firma.de", subdomains=1), "a domain that is none"),
    "no domain": (_set("request.domain", "firma.de"), "a domain that is none"),
    "no request": (_set("request", []), "request"),
    "no list": (_set("request.customers", {}), "no list"),
    "too many customers": (_set("request.customers", [{}] * (MOST_CUSTOMERS + 1)), "at most 500"),
    "a ticket with a path": (_set("request.ticket", "../x"), "ticket"),
    "a ticket as typed": (_set("request.ticket", "#4711"), "ticket"),
    "no day": (_set("issued", "2026-02-30"), "as a day"),
    "a day in another order": (_set("request.effective", "24.11.2026"), "as a day"),
    "no number": (_set("number", "12345678\n"), "number"),
    "a number of ours": (_set("number", 12345678), "number"),
    "another schema": (_set("schema", "sheetgen-sheet-2"), "sheetgen-sheet-1"),
    "no platform": (_set("platform", {"provider": "x"}), "platform"),
    "half a character": (_set("platform.provider", "\ud800"), "half a character"),
    "without end": (_nested, "levels deep"),
    "a fraction": (_set("rows", [1.5]), "not the JSON"),
    "no value": (_set("rows", float("nan")), "not the JSON"),
    "too much": (_set("rows", ["x" * (1 << 20)]), "more than 1024 KiB"),
}


@pytest.mark.parametrize(("change", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_claim_that_no_sheet_makes_is_foreign(change: Callable[[dict[str, Any]], None], reason: str) -> None:
    """Names that were never valid, days that are none, data without end: one line, with nothing in it that a terminal obeys."""
    held = dict(properties(make_job("planned")))
    data = json.loads(held["data"])
    change(data)
    with pytest.raises(NotASheetError) as told:
        read_claim({**held, "data": json.dumps(data)})
    assert told.value.word == "foreign"
    assert reason in told.value.reason
    assert told.value.reason.isprintable()


@pytest.mark.parametrize("text", ["[" * 500_000, '{"a":' * 100_000, "{", "[]", "7", "9" * 5000], ids=lambda text: text[:8])
def test_json_that_is_none_is_foreign(text: str) -> None:
    """JSON that nests without end, breaks off, or is no object."""
    with pytest.raises(NotASheetError, match=r"JSON|sheetgen-sheet-1"):
        read_claim({"data": text})


def test_a_key_that_comes_twice_is_foreign() -> None:
    """What readers of JSON take differently, the first or the last, no sheet says."""
    held = dict(properties(make_job()))
    twice = held["data"].replace('"issued":', '"issued":"2020-01-01","issued":')
    with pytest.raises(NotASheetError, match="not the JSON"):
        read_claim({**held, "data": twice})


@pytest.mark.parametrize(("name", "value"), [("language", "fr"), ("facts", "f" * 63), ("version", "0.1; rm"), ("version", "9" * 50)])
def test_what_stands_beside_the_data_is_judged_too(name: str, value: str) -> None:
    """A language that there is not, a digest that is none, a version that is none."""
    with pytest.raises(NotASheetError, match="it claims the"):
        read_claim({**properties(make_job()), name: value})
