"""The theme that docs/themes.md shows, made as it shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetgen.documents import FORMATS
from sheetgen.errors import Refused
from tests.documents import pdfs
from tests.documents.jobs import make_job
from tests.documents.themes import shown_theme
from tests.places import CHECKOUT


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The theme's folder."""
    return shown_theme(tmp_path_factory.mktemp("theme"))


def test_the_theme_changes_the_look_and_no_word(theme: Path) -> None:
    """The themed sheet has other bytes, the same text, and still one page."""
    plain, themed = (FORMATS["pdf"].make(make_job("planned", templates=templates)) for templates in (None, theme))
    assert plain != themed
    assert pdfs.text(plain) == pdfs.text(themed)
    assert len(pdfs.opened(themed).pages) == 1


def test_what_is_fixed_stays(tmp_path: Path) -> None:
    """A theme can neither replace fixed.css nor take back what it says."""
    (tmp_path / "fixed.css").write_text("", encoding="utf-8")
    with pytest.raises(Refused):
        FORMATS["pdf"].make(make_job("planned", templates=tmp_path))
    (tmp_path / "fixed.css").unlink()
    own = (CHECKOUT / "templates" / "paper.css").read_text("utf-8")
    kerned = "\n.d, .dom { font-kerning: normal; font-variant-ligatures: normal } .num { font-variant-numeric: proportional-nums }\n"
    (tmp_path / "paper.css").write_text(own + kerned + "table, .cols { table-layout: auto }\n", encoding="utf-8")
    assert FORMATS["pdf"].make(make_job("planned", templates=tmp_path)) == FORMATS["pdf"].make(make_job("planned"))
