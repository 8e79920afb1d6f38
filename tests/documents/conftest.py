"""What the tests of the formats share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable

import pytest

from sheetgen.documents import FORMATS, Job
from sheetgen.slots import SheetLang
from tests.documents.cases import CASES, RECIPES
from tests.documents.jobs import SHEET_LANGUAGES, make_job
from tests.documents.themes import shown_theme

_CASES = {**CASES, **RECIPES}
EVERY: tuple[tuple[str, SheetLang], ...] = (
    *((name, lang) for name, case in _CASES.items() for lang in case.languages),
    *(("themed", lang) for lang in SHEET_LANGUAGES),
)
"""Every hard case in its languages, and the theme that docs/ shows: among them each fact file, language and option."""

Once = Callable[[str, Callable[[], bytes]], bytes]
Every = Callable[[str, SheetLang], tuple[Job, bytes]]


@pytest.fixture(scope="session")
def job() -> Callable[..., Job]:
    """`job(request, facts=…, lang=…, templates=…)`: all that one document is made of (tests.documents.jobs)."""
    return make_job


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once(name, make)`: what `make` gives, made by whichever of the tests' processes comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"
    folder.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[], bytes]) -> bytes:
        path = folder / name
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                path.write_bytes(make())
            return path.read_bytes()

    return made


@pytest.fixture(scope="session")
def every(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Every:
    """`every(name, lang)`: the job and the PDF of a member of EVERY."""
    theme = shown_theme(tmp_path_factory.mktemp("theme"))

    def made(name: str, lang: SheetLang) -> tuple[Job, bytes]:
        job = make_job("planned", lang=lang, templates=theme) if name == "themed" else _CASES[name].job(lang)
        return job, once(f"{name}-{lang}.pdf", lambda: FORMATS["pdf"].make(job))

    return made
