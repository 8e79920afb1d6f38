"""Code on paper and on the screen: how large, where a line that is too long ends, and what is copied out of it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from sheetgen.documents import FORMATS, Job
from sheetgen.documents.lettering import flat
from sheetgen.documents.listing import SIZES, set_code
from sheetgen.request import Request
from tests.documents.cases import CASES
from tests.documents.jobs import domain, make_job
from tests.documents.pdfs import poppler
from tests.documents.reading import WIDEST, codes

ANGLE = "An angle before a line means"


def written(job: Job) -> list[list[str]]:
    """The lines of each block of code."""
    return [[flat(line, job.values) for line in code.lines] for block in job.page.blocks for code in codes(block)]


def pages(document: bytes, how: str) -> list[list[str]]:
    """The lines of each page as poppler copies them."""
    return [page.splitlines() for page in poppler("pdftotext", document, how).split("\f")]


_SEVERAL = re.compile("  +")


def starts(page: list[str], block: list[str], *, indented: bool = True) -> list[int]:
    """Where the lines of a block stand on a page, one below the other. Poppler guesses how many blanks there are, of several."""
    (there, wanted) = ([_SEVERAL.sub("  ", line) for line in lines] for lines in (page, block))
    if not indented:
        there, wanted = ([re.sub(" +", " ", line).lstrip() for line in lines] for lines in (page, block))
    return [i for i in range(len(page)) if there[i : i + len(block)] == wanted]


@pytest.mark.parametrize(("longest", "size"), [(1, "c1"), (95, "c1"), (96, "c2"), (104, "c2"), (105, "c3"), (127, "c4")])
def test_a_block_is_as_large_as_its_longest_line_lets_it(longest: int, size: str) -> None:
    """Four sizes, of which the largest is taken; each line that fits one stands whole."""
    listing = set_code(["x" * longest, "x"])
    assert (listing.size, listing.lines) == (size, (("x" * longest,), ("x",)))


def test_a_line_that_fits_nowhere_leaves_the_others_large() -> None:
    """It ends after blanks, and only its longest word counts."""
    words = ["word"] * 60
    assert set_code([" ".join(words), "x"]).size == "c1"
    assert set_code([" ".join([*words, "w" * 100]), "x"]).size == "c2"


@given(st.lists(st.text("ab.-/ ", max_size=400)))
def test_rows_lose_nothing_and_break_at_blanks(code: list[str]) -> None:
    """Together they are the line. A row ends after a blank; in a word only where that is wider than the row, then after a dot if it can."""
    listing = set_code(code)
    columns = dict(SIZES)[listing.size]
    assert ["".join(rows) for rows in listing.lines] == code
    for rows in listing.lines:
        for row, following in pairwise(rows):
            assert len(row.rstrip()) <= columns
            assert not following.startswith(" ")
            if not row.endswith(" "):
                assert " " not in row.lstrip()
                assert len(row) == columns or row.endswith(".")


@pytest.mark.parametrize("lang", ["de", "en", "de-en"])
def test_a_block_is_copied_from_paper_as_it_stands(lang: str) -> None:
    """From the first column, each blank and each quotation mark, nothing between its lines; on one page."""
    job = CASES["recipe"].job(lang)  # type: ignore[arg-type]
    found = pages(FORMATS["pdf"].make(job), "-layout")
    whole = [block for block in written(job) if max(map(len, block)) <= WIDEST]
    assert len(whole) > 2
    assert [block for block in whole if not any(starts(page, block) for page in found)] == []


def test_a_block_is_copied_in_the_order_of_the_content_too() -> None:
    """As programs copy that look for no columns: but for indents and runs of blanks, which they don't keep, line by line."""
    job = CASES["recipe"].job("de")
    found = pages(FORMATS["pdf"].make(job), "-raw")
    whole = [block for block in written(job) if max(map(len, block)) <= WIDEST]
    assert [block for block in whole if not any(starts(page, block, indented=False) for page in found)] == []


def test_a_longer_line_is_said_to_be_one() -> None:
    """The sheet says it once, of several; the mark before a row is drawn and not copied."""
    job = CASES["recipe-longest"].job("en")
    document = FORMATS["pdf"].make(job)
    longer = [line for block in written(job) for line in block if len(line) > WIDEST]
    assert len(longer) > 1
    assert poppler("pdftotext", document, "-raw").count(ANGLE) == 1
    copied = "".join(poppler("pdftotext", document, "-raw").split())
    assert [line for line in longer if "".join(line.split()) not in copied] == []


@pytest.mark.parametrize("count", [1, 6, 12, 18, 24, 27])
def test_a_step_s_words_stay_with_its_code(count: int) -> None:
    """However many names push it down, a block stands on one page, and right above it the words that say what it is for."""
    customers = tuple(domain(f"kunde{n}.example", subdomains=True) for n in range(count))
    job = make_job(Request(domain("firma.de"), customers, recipes=("postfix",)))
    found = pages(FORMATS["pdf"].make(job), "-layout")
    foot = flat(job.page.foot[0], job.values)
    for block in written(job):
        if max(map(len, block)) <= WIDEST:
            places = [(page, start) for page in found for start in starts(page, block)]
            assert places != []
            assert [page[start - 1] for page, start in places if not start or foot in page[start - 1] or not page[start - 1].strip()] == []


@pytest.mark.parametrize("width", [320, 1200])
def test_a_block_is_copied_from_the_screen_as_it_stands(browser: Browser, width: int) -> None:
    """What a selected block puts on the clipboard is its lines, however narrow the page."""
    job = CASES["recipe-longest"].job("de")
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    tab = context.new_page()
    tab.set_content(FORMATS["html"].make(job).decode())
    copied = tab.evaluate(
        "[...document.querySelectorAll('pre')].map(pre => { getSelection().selectAllChildren(pre); return getSelection().toString() })"
    )
    context.close()
    assert [text.removesuffix("\n") for text in copied] == ["\n".join(block) for block in written(job)]
