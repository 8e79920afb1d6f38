"""The engines of the bench, run once each: that they make the same sheet."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from bench.asked import COMMAND
from bench.engines import ENGINES, input_file
from bench.measure import process, python
from bench.prepare import prepare
from tests.documents.pdfs import opened, poppler
from tests.places import CHECKOUT

pytest.importorskip("typst", reason="Typst is not installed: make bench gets it")

Made = Mapping[str, bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inputs of one round."""
    below = tmp_path_factory.mktemp("inputs")
    prepare(below, len(ENGINES))
    return below


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    """The same sheet by every engine."""
    return {name: engine.start(folder)(input_file(folder, engine, 0).read_text("utf-8")) for name, engine in ENGINES.items()}


def words(document: bytes) -> list[str]:
    """The words of a PDF without their order; a hyphen at the end of a line belongs to a word."""
    return sorted(re.sub(r"-\n", "-", poppler("pdftotext", document, "-raw")).split())


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "sheetgen"])
def test_the_peers_set_the_same_sheet(made: Made, name: str) -> None:
    """Each peer's PDF has the very words of ours, on as many pages, in the four faces."""
    assert words(made[name]) == words(made["sheetgen"])
    assert len(words(made[name])) > 300
    assert "Pages:           1\n" in poppler("pdfinfo", made[name])
    assert len(poppler("pdffonts", made[name]).splitlines()) == 2 + 4


def test_typst_s_pdf_is_tagged(made: Made) -> None:
    """The peer does the work of an accessible file too: it is tagged, titled, and says that it is PDF/UA-1."""
    assert re.search(r"^Tagged: +yes$", poppler("pdfinfo", made["typst"]), re.MULTILINE)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made["typst"]
    things = (thing for thing in opened(made["typst"]).objects if isinstance(thing, pikepdf.Dictionary))
    elements = Counter(str(thing.S) for thing in things if "/S" in thing and "/K" in thing)
    kinds = ("/H1", "/H2", "/H3", "/Figure", "/Table", "/Link")
    assert [elements[kind] for kind in kinds] == [1, 5, 2, 2, 1, 2]


def test_ours_is_what_the_command_makes(made: Made, tmp_path: Path) -> None:
    """The whole process that is measured makes, byte for byte, what is made in-process."""
    process(python("-m", "sheetgen", *COMMAND), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == made["sheetgen"]


def test_a_run_ends_in_a_table() -> None:
    """The shortest run there is measures every engine and prints the table, and nothing else, on stdout."""
    command = python("-m", "bench", "--processes", "1", "--sheets", "1")
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    head, empty, *lines = done.stdout.splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d; Python 3", head)
    assert empty == ""
    assert [line.count("|") for line in lines] == [8] * (2 + len(ENGINES) + 1)
