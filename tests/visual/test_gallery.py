"""The gallery holds all cases and nothing besides, and its pictures are compared neither too strictly nor too leniently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sheetgen.documents import FORMATS
from tests.documents.cases import CASES
from tests.documents.pdfs import made
from tests.places import CHECKOUT
from tests.visual.gallery import LOOKS, PAGE, gallery, picture
from tests.visual.pictures import TOLERANCE, apart, as_png, drawn, from_png


def test_the_page_shows_all_cases(pytestconfig: pytest.Config) -> None:
    """docs/gallery.md is what the table of cases makes of it."""
    if pytestconfig.getoption("--rewrite-golden"):
        PAGE.write_text(gallery(), "utf-8")
    assert PAGE.read_text("utf-8") == gallery(), "make gallery"


def test_no_picture_is_left_over_and_all_are_small() -> None:
    """docs/gallery/ holds the pictures of the page and no other, in 1.5 MB."""
    there = sorted(PAGE.with_suffix("").iterdir())
    assert there == sorted(picture(name, lang) for name, lang in LOOKS)
    assert sum(path.stat().st_size for path in there) < 1_500_000


TENTH_OF_A_LINE = "0.42mm"
SHORT_LINES = {
    "the word in row 4": "tr:nth-child(4) td p",
    "the customer's line": ".to p:last-child",
    "what is due": ".aside p:first-child",
}


@pytest.mark.parametrize("what", SHORT_LINES)
def test_a_line_moved_by_a_tenth_is_seen(what: str, tmp_path: Path) -> None:
    """A style sheet that sets one short line a tenth of a line lower makes a picture that is not taken for the old one."""
    shipped = (CHECKOUT / "templates" / "paper.css").read_text("utf-8")
    (tmp_path / "paper.css").write_text(f"{shipped}\n{SHORT_LINES[what]} {{ position: relative; top: {TENTH_OF_A_LINE} }}\n", "utf-8")
    job = CASES["planned"].job("de")
    before = from_png(as_png(drawn(FORMATS["pdf"].make(job))))
    assert apart(before, drawn(FORMATS["pdf"].make(replace(job, templates=tmp_path)))) > TOLERANCE


@pytest.mark.parametrize("finer", [4, 5, 6])
def test_other_smoothing_is_not_taken_for_a_change(finer: int) -> None:
    """Averaged from pixels of another size, as another poppler would weigh edges otherwise, the sheet still looks the same."""
    assert apart(from_png(as_png(drawn(made("planned")))), drawn(made("planned"), finer)) <= TOLERANCE


def test_another_number_of_pages_is_seen() -> None:
    """A page more or less is as far apart as can be."""
    assert apart(drawn(made("planned")), drawn(made("longest"))) == 255
