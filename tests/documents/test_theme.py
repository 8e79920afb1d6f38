"""The theme that docs/themes.md shows, made as it shows it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sheetgen.documents import FORMATS
from tests.documents import pdfs
from tests.documents.jobs import make_job
from tests.places import CHECKOUT

SHOWN = (CHECKOUT / "docs" / "themes.md").read_text("utf-8")


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the example's commands make, the last one (which renders) left out."""
    (script,) = re.findall(r"^```sh\n(.*?)^```", SHOWN, re.MULTILINE | re.DOTALL)
    lines = script.splitlines()
    assert len(lines) <= 10
    assert lines[-1] == "sheetgen render firma.de --templates theme --format pdf"
    folder = tmp_path_factory.mktemp("theme")
    (folder / "templates").symlink_to(CHECKOUT / "templates")
    subprocess.run(["sh", "-eu", "-c", "\n".join(lines[:-1])], cwd=folder, check=True)
    return folder / "theme"


def test_the_theme_changes_the_look_and_no_word(theme: Path) -> None:
    """The themed sheet has other bytes, the same text, and still one page."""
    plain, themed = (FORMATS["pdf"].make(make_job("planned", templates=templates)) for templates in (None, theme))
    assert plain != themed
    assert pdfs.text(plain) == pdfs.text(themed)
    assert len(pdfs.opened(themed).pages) == 1
