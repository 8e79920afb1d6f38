"""Names that no shipped font can show: no format shows them, and each says so."""

from __future__ import annotations

import pytest

from sheetgen.documents import FORMATS, FormatName
from tests.documents.cases import CASES
from tests.documents.jobs import SHEET_LANGUAGES
from tests.documents.pdfs import text

NOT_SHOWN = ("japanese", "hebrew", "arabic")
SAID = {
    "de": ("seine eigene Schrift geben wir auf diesem Blatt nicht wieder",),
    "en": ("this sheet does not show it in its own script",),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NOT_SHOWN)
def test_a_name_without_glyphs_is_its_a_label_everywhere(name: str, form: FormatName) -> None:
    """Japanese and right-to-left names stand in every format and language as A-labels alone, with a sentence that says why."""
    domains = (CASES[name].request.domain, *CASES[name].request.customers)
    for lang in SHEET_LANGUAGES[-1:] if form == "pdf" else SHEET_LANGUAGES:
        made = FORMATS[form].make(CASES[name].job(lang))
        shown = text(made) if form == "pdf" else "".join(made.decode().split())
        assert domains[0].ascii in shown
        assert [one.unicode for one in domains if one.unicode != one.ascii and one.unicode in shown] == []
        if form != "json":
            sentences = [said for language in lang.split("-") for said in SAID[language]]
            assert [said for said in sentences if "".join(said.split()) not in shown] == []
