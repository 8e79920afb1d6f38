"""A text sheet read back from its printed lines."""

from __future__ import annotations

import pytest

from sheetgen.claim import NotASheetError
from sheetgen.documents import FORMATS
from sheetgen.documents.printed import read_printed
from sheetgen.slots import SheetLang
from tests.documents.cases import CASES
from tests.documents.jobs import FACTS, REQUESTS, SHEET_LANGUAGES, make_job


@pytest.mark.parametrize("lang", SHEET_LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_a_text_says_what_was_asked(request_name: str, facts: str, lang: SheetLang) -> None:
    """Request, day, number, language and platform are read off the printed lines."""
    job = make_job(request_name, facts=facts, lang=lang)
    claim = read_printed(FORMATS["txt"].make(job).decode())
    assert (claim.request, claim.issued, claim.number, claim.language) == (job.sheet.request, job.sheet.issued, job.sheet.number, lang)
    assert claim.platform == {"hamburg-cloud": "Hamburg-Cloud Smart Mail", "example": "Nordlicht Mail"}[facts]


@pytest.mark.parametrize("name", CASES)
def test_a_hard_text_says_what_was_asked(name: str) -> None:
    """So it is with names that no font shows, thirty customers and the longest names."""
    for lang in CASES[name].languages:
        job = CASES[name].job(lang)
        assert read_printed(FORMATS["txt"].make(job).decode()).request == job.sheet.request


SHEET = FORMATS["txt"].make(make_job("planned")).decode()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("Sehr geehrte Damen und Herren", "no line"),
        ("\n" * (2 << 20), "no line"),
        (SHEET.replace("=" * 72, "-" * 72), "no line"),
        (SHEET.replace("Datenblatt vom", "Blatt vom"), "no line"),
        (SHEET.replace("\n@firma.de\n", "\nfirma.de\n"), "names no domain"),
        (SHEET.replace("\n@firma.de\n", "\n@../../x\n"), "no sheet is ever made"),
        (SHEET.replace("vom 24.11.2026", "vom 31.11.2026"), "as a day"),
        (SHEET.replace("Ticket 4711", "Ticket ../x"), "ticket"),
        (SHEET.replace("@kunde.example\n", "@kunde_.example\n"), "no sheet is ever made"),
        (SHEET.replace("@kunde.example\n", "@kunde.example\n" * 501), "more than 500"),
        (SHEET + "and more\n" * (1 << 17), "no line"),
    ],
    ids=["letter", "lines", "rule", "label", "name", "path", "day", "ticket", "customer", "customers", "length"],
)
def test_a_text_that_is_no_sheet_is_foreign(changed: str, reason: str) -> None:
    """A letter, a sheet without its rule, or with a name, day or ticket that is none; more than a sheet can hold."""
    with pytest.raises(NotASheetError, match=reason):
        read_printed(changed)
