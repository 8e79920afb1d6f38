"""Folders of issued sheets, and facts that have changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from sheetgen.documents import FormatName
from sheetgen.documents.names import folder
from sheetgen.facts.known import Source, given
from sheetgen.facts.load import Loaded
from sheetgen.files import NewFile, write_set
from sheetgen.outdated.find import folders
from sheetgen.outdated.reissue import How
from sheetgen.outdated.run import Result, Work, each
from sheetgen.render import Plan, render
from sheetgen.request import Request
from sheetgen.slots import SheetLang
from sheetgen.verify import Today
from tests.documents.jobs import ISSUED, domain, loaded

QUICK: tuple[FormatName, ...] = ("html", "txt", "json")
LATER = date(2026, 11, 30)
CA = ("name: Comodo CA ", "name: Beispiel-CA ")
MX = ("mx[01-03]", "mx[01-04]")
MX_CHANGE = "mx.hosts: …mx03.hamburg-cloud.de -> …mx03.hamburg-cloud.de, mx04.hamburg-cloud.de"
CA_CHANGE = "certificate.issuer.name: Comodo CA -> Beispiel-CA"


@cache
def source(facts: str = "hamburg-cloud") -> Source:
    """A shipped fact file, with the pages that the tests before have made of it."""
    return given(loaded(facts), ISSUED)


def issue(
    out: Path,
    request: Request | str,
    languages: Sequence[SheetLang] = ("de",),
    formats: Sequence[FormatName] = QUICK,
    *,
    issued: date = ISSUED,
    facts: Source | None = None,
) -> Path:
    """What `render` writes, and the folder in which it lies."""
    asked = Request(domain(request)) if isinstance(request, str) else request
    made = render(facts or source(), asked, Plan(issued, tuple(languages), tuple(formats)))
    write_set(out, folder(asked), [NewFile(one.name, one.data, one.kind.issued) for one in made], synced=False)
    return out.joinpath(*folder(asked))


def held(out: Path, facts: Loaded, how: How | None = None, *, again: bool = False, jobs: int = 1) -> dict[str, Result]:
    """What becomes of each folder, by its path below the output folder."""
    today = given(facts, LATER)
    work = Work(Today(facts, None, today), today, how or How(LATER), again)
    return {str(result.folder.path.relative_to(out)): result for result in each(work, folders(out), jobs)}


def words(result: Result) -> dict[str, str]:
    """The word of each file, by what its name ends with."""
    return {one.name.rpartition("_")[2]: one.verdict.word for one in result.judged}
