"""Every hard case in each language it is looked at in: it looks as it did, and nothing on it is cut, covered or torn apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pytest

from sheetgen.blocks import Section, Step, Steps, Table
from sheetgen.documents import FORMATS, Job
from sheetgen.documents.lettering import flat
from sheetgen.request import Request
from sheetgen.sheet import shown_name
from sheetgen.slots import SheetLang
from tests.documents.cases import CASES
from tests.documents.jobs import domain, make_job
from tests.documents.pdfs import HEIGHT, WIDTH, Word, poppler, text, words
from tests.visual.gallery import LOOKS, picture
from tests.visual.pictures import TOLERANCE, drawn, from_kept

MM = 72 / 25.4
LEFT, RIGHT, TOP = 22 * MM, WIDTH - 18 * MM, 11 * MM

NUMBER = "0123abcd"
"""In place of the sheet's own, which changes with facts that no page shows."""


@dataclass(frozen=True, slots=True)
class Look:
    """A case in a language, and its PDF."""

    name: str
    lang: SheetLang
    document: bytes


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest) -> Look:
    """Each case in each of its languages, laid out once."""
    name, lang = request.param
    job = CASES[name].job(lang)
    return Look(name, lang, FORMATS["pdf"].make(replace(job, values={**job.values, "number": NUMBER})))


def test_it_looks_as_it_was_looked_at(look: Look, pytestconfig: pytest.Config) -> None:
    """Its pages are, but for the smoothing of edges, the picture that somebody looked at."""
    path, now = picture(look.name, look.lang), drawn(look.document)
    rewrite = pytestconfig.getoption("--rewrite-golden")
    assert from_kept(path, now, rewrite=rewrite) <= TOLERANCE, "look at it; if it is meant: make gallery"


def test_nothing_is_cut_or_covered_and_names_are_whole(look: Look) -> None:
    """All words stand inside the margins and apart; every name copies out whole, those of the request broken after dots alone."""
    found = list(words(look.document))
    assert [w for w in found if w.left < LEFT - 1 or w.right > RIGHT + 1 or w.top < TOP or w.bottom > HEIGHT] == []
    assert list(covered(found)) == []
    sheet, copied = CASES[look.name].job(look.lang).sheet, text(look.document)
    domains, platform = (sheet.request.domain, *sheet.request.customers), sheet.platform
    forms = [form for one in domains for form in (one.ascii, shown_name(one))]
    of_platform = (platform.provider, platform.service, platform.contact.email, *platform.mx.names)
    assert [one for one in (*forms, *of_platform, sheet.request.ticket or "") if "".join(one.split()) not in copied] == []
    on_lines = " ".join(word.text for word in found)
    assert [label for one in domains for label in one.ascii.split(".") if label not in on_lines] == []


def covered(found: Iterable[Word]) -> Iterator[tuple[Word, Word]]:
    """Words that lie on each other."""
    downwards = sorted(found, key=lambda word: (word.page, word.top))
    for i, one in enumerate(downwards, 1):
        for other in itertools.islice(downwards, i, None):
            if (other.page, other.top) >= (one.page, one.bottom):
                break
            if one.covers(other):
                yield one, other


@pytest.mark.parametrize("lang", ["en", "de-en"])
@pytest.mark.parametrize("count", range(19, 36, 4))
def test_headings_and_labels_stay_with_their_text(count: int, lang: SheetLang) -> None:
    """However many names push the rest down, no page ends in a heading or a label: what it heads stands on the same page."""
    job = make_job(Request(domain("firma.de"), tuple(domain(f"kunde{n}.example") for n in range(count))), facts="example", lang=lang)
    *pages, _ = poppler("pdftotext", FORMATS["pdf"].make(job), "-raw").split("\f")
    foot = flat(job.page.foot[0], job.values)
    last = [[line for line in page.splitlines() if foot not in line][-1:] for page in pages]
    assert len(pages) > 1
    assert [lines for lines in last if set(lines) & set(heads(job))] == []


def heads(job: Job) -> Iterator[str]:
    """The headings and labels of a page, in the language that comes last."""
    for section in job.page.blocks:
        if isinstance(section, Section):
            yield from flat(section.heading, job.values).split(" / ")
            for block in section.blocks:
                parts = block.steps if isinstance(block, Steps) else block.rows if isinstance(block, Table) else ()
                for part in parts:
                    yield from flat(part.heading if isinstance(part, Step) else part.label, job.values).split(" / ")
