"""What is kept from one PDF for the next: faces and style sheets, parsed, and nothing that another sheet could show."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import weasyprint

from sheetgen.documents import FORMATS, Job, pdf
from sheetgen.errors import Failed
from tests.documents.jobs import make_job
from tests.places import CHECKOUT

JOB = make_job("plain", facts="example")
FACE = '<style>@font-face { font-family: "Other"; src: url("font:mono-600") }</style>'


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing is kept from other tests, nor for them."""
    pdf._kept.clear()  # noqa: SLF001
    yield
    pdf._kept.clear()  # noqa: SLF001


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The style sheets that are parsed from now on."""
    sheets: list[str] = []
    css: Any = weasyprint.CSS

    def noted(string: str, **more: object) -> object:
        sheets.append(string)
        return css(string=string, **more)

    monkeypatch.setattr(weasyprint, "CSS", noted)
    return sheets


def afresh(one: Job) -> bytes:
    """The PDF where nothing is kept."""
    pdf._kept.clear()  # noqa: SLF001
    return FORMATS["pdf"].make(one)


def themed(theme: Path, **files: str) -> Job:
    """The job with a theme of these files, over the shipped ones: `paper_css="…"` is put before paper.css."""
    theme.mkdir(exist_ok=True)
    for name, text in files.items():
        file = name.replace("_", ".")
        (theme / file).write_text(text + (CHECKOUT / "templates" / file).read_text("utf-8"), "utf-8")
    return replace(JOB, templates=theme)


def test_only_what_is_new_is_parsed_and_the_bytes_stay(parsed: list[str]) -> None:
    """The second sheet of a platform parses its own margin alone; each has the bytes that it has alone."""
    english = make_job("planned", facts="example", lang="en")
    alone = {id(one): afresh(one) for one in (JOB, english)}
    pdf._kept.clear()  # noqa: SLF001
    for one, sheets in ((JOB, 5), (english, 1), (JOB, 1)):
        parsed.clear()
        assert FORMATS["pdf"].make(one) == alone[id(one)]
        assert len(parsed) == sheets


def test_another_style_or_face_leaves_no_trace(tmp_path: Path) -> None:
    """After a theme with a style, and one whose template brings a face, each sheet has the bytes that it has alone."""
    styled = themed(tmp_path / "styled", paper_css="p { color: #123456 }")
    faced = themed(tmp_path / "faced", sheet_html=FACE)
    alone = {id(one): afresh(one) for one in (JOB, styled, faced)}
    for one in (JOB, styled, JOB, faced):
        assert FORMATS["pdf"].make(one) == alone[id(one)]
    assert pdf._kept == []  # noqa: SLF001


def test_what_is_warned_of_fails_each_time(tmp_path: Path) -> None:
    """A style sheet that WeasyPrint warns of is not kept, or its second sheet would be made without a word."""
    wrong = themed(tmp_path / "wrong", paper_css="p { colour: red }")
    for _ in range(2):
        with pytest.raises(Failed, match="colour"):
            FORMATS["pdf"].make(wrong)


def test_no_folder_is_left(tmp_path: Path) -> None:
    """The folder that WeasyPrint lays the faces into goes with the process that made PDFs, and without a word."""
    # sys goes last, when WeasyPrint's modules can do nothing more: what is kept must be gone by then
    code = (
        "import sys; from sheetgen.documents import FORMATS, pdf; from tests.documents.jobs import make_job;"
        "import tempfile, pathlib; FORMATS['pdf'].make(make_job()); sys.held = pdf._kept;"
        "print(len([*pathlib.Path(tempfile.gettempdir()).iterdir()]))"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert list(tmp_path.iterdir()) == []
