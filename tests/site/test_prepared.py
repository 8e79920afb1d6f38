"""The open sheet with a patch for each name's shape is the sheet that is laid out for both."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given

from sheetgen.blocks import Letterhead
from sheetgen.documents import FORMATS, Job, templates
from sheetgen.documents.breaking import Unbroken
from sheetgen.prepare import jobs
from sheetgen.render import Plan
from sheetgen.request import Request
from sheetgen.site.prepared import SHAPES, Shape, cut, patched, prepare, stand_in, unbroken
from sheetgen.slots import Lang
from tests.documents.jobs import FACTS, ISSUED, LANGUAGES, loaded
from tests.documents.test_text import BLOCK, SECTION
from tests.documents.test_text import jobs as pages


def job(request: Request, facts: str, lang: Lang) -> Job:
    """A job whose letterhead has neither date nor number."""
    (made,) = jobs(loaded(facts), request, Plan(ISSUED, (lang,), ()))
    blocks = tuple(replace(block, meta=()) if isinstance(block, Letterhead) else block for block in made.page.blocks)
    return replace(made, page=replace(made.page, blocks=blocks))


@cache
def laid_out(request: Request, kind: str, facts: str, lang: Lang) -> str:
    """The sheet as HTML or as text that isn't broken yet."""
    made = job(request, facts, lang)
    return unbroken(made) if kind == "txt" else templates.render(made, "screen", "site-sheet.html", colour="")


@pytest.mark.parametrize("kind", ["html", "txt"])
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_patches_make_the_sheet_of_any_two_shapes(kind: str, facts: str, lang: Lang) -> None:
    """For every shape of the domain beside every shape of the customer domain, and beside none: byte for byte what Python lays out."""
    prepared = prepare(lambda request: laid_out(request, kind, facts, lang))
    customers: tuple[Shape | None, ...] = (None, *SHAPES)
    for shape in SHAPES:
        for customer in customers:
            served = (stand_in("customer", customer),) if customer else ()
            wanted = laid_out(Request(stand_in("domain", shape), served), kind, facts, lang)
            assert patched(prepared, shape.key, customer.key if customer else None) == wanted, (shape, customer)


@given(pages(BLOCK | SECTION))
def test_what_is_unbroken_is_broken_as_the_text_is(made: Job) -> None:
    """Whatever a page says, its words and indents as they are sent give the lines of the text: no blank within a word parts it."""
    sent = (line.partition("\t") for line in unbroken(made).splitlines())
    runs = (Unbroken(tuple(words.split(" ")), indent) for words, _, indent in sent)
    assert [line.replace("\u00a0", " ").rstrip() for run in runs for line in run.lines()] == FORMATS["txt"].make(made).decode().splitlines()


def test_tokens_lose_nothing() -> None:
    """Cut and joined, a text is what it was, whatever stands in it."""
    for whole in ("", "a", "<p>a\nb</p>\n\n", "no end <", "\n", ">>"):
        assert "".join(cut(whole)) == whole
