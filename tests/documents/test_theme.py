"""The theme that docs/themes.md shows, made as it shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetgen.documents import FORMATS
from tests.documents import pdfs
from tests.documents.jobs import make_job
from tests.documents.themes import shown_theme


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
