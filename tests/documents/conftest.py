"""What the tests of the formats share."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from sheetgen.blocks import SheetLang
from sheetgen.documents import Job, pdf
from tests.documents.cases import CASES
from tests.documents.jobs import SHEET_LANGUAGES, make_job
from tests.documents.themes import shown_theme

EVERY: tuple[tuple[str, SheetLang], ...] = (
    *((name, lang) for name, case in CASES.items() for lang in case.languages),
    *(("themed", lang) for lang in SHEET_LANGUAGES),
)
"""Every hard case in its languages, and the theme that docs/ shows: among them each fact file, language and option."""

Every = Callable[[str, SheetLang], tuple[Job, bytes]]


@pytest.fixture(scope="session")
def job() -> Callable[..., Job]:
    """`job(request, facts=…, lang=…, templates=…)`: all that one document is made of (tests.documents.jobs)."""
    return make_job


@pytest.fixture(scope="session")
def every(tmp_path_factory: pytest.TempPathFactory) -> Every:
    """`every(name, lang)`: the job and the PDF of a member of EVERY, made once."""
    theme = shown_theme(tmp_path_factory.mktemp("theme"))

    @functools.cache
    def made(name: str, lang: SheetLang) -> tuple[Job, bytes]:
        job = make_job("planned", lang=lang, templates=theme) if name == "themed" else CASES[name].job(lang)
        return job, pdf.make(job)

    return made
