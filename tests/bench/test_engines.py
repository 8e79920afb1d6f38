"""The engines of the bench, run once each: that they make the same sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest

from bench.alone import ALONE
from bench.asked import ENGLISH, ONE_PDF, render
from bench.engines import ENGINES, input_file
from bench.measure import process, python
from bench.prepare import prepare
from sheetgen.documents.master import ALPHABETS
from tests.documents.pdfs import opened, poppler

TYPST = find_spec("typst") is not None
WITH_TYPST = pytest.mark.skipif(not TYPST, reason="Typst is not installed: make bench gets it")
Made = Mapping[str, bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inputs of two sheets."""
    below = tmp_path_factory.mktemp("inputs")
    prepare(below, 2)
    return below


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    """The second sheet by every engine: pikepdf changes the first."""
    return {
        name: engine.start(folder)(input_file(folder, engine, 1).read_text("utf-8"))
        for name, engine in ENGINES.items()
        if TYPST or "typst" not in name
    }


def words(document: bytes) -> list[str]:
    """The words of a PDF without their order; a hyphen at the end of a line belongs to a word. An alphabet that is printed is none."""
    text = re.sub(r"-\n", "-", poppler("pdftotext", document, "-raw"))
    return sorted(re.sub("|".join(map(re.escape, reversed(ALPHABETS))), " ", text).split())


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[WITH_TYPST] if "typst" in name else []) for name in ENGINES if name != "filled"]
)
def test_the_peers_set_the_same_sheet(made: Made, name: str) -> None:
    """Each peer's PDF has the very words of ours, on as many pages, in the four faces."""
    assert words(made[name]) == words(made["filled"])
    assert len(words(made[name])) > 300
    assert "Pages:           1\n" in poppler("pdfinfo", made[name])
    assert len(poppler("pdffonts", made[name]).splitlines()) == 2 + 4


def test_what_is_filled_is_what_is_laid_out(made: Made) -> None:
    """Ours are compared as two ways to the same bytes."""
    assert made["filled"] == made["laid-out"]


def test_pikepdf_makes_the_same_change(made: Made) -> None:
    """All that filling puts in, pikepdf puts in: glyphs on the page, outline, information dictionary and XMP are ours to the byte."""
    ours, theirs = (_changed(made[name]) for name in ("filled", "pikepdf"))
    assert theirs == ours
    assert all(b"firma00001.de" in part.replace(b"\0", b"") and b"firma00000.de" not in part.replace(b"\0", b"") for part in ours[:-1])


def _changed(document: bytes) -> list[bytes]:
    """The parts of a PDF that hold slots; the page's content last."""
    pdf = opened(document)
    told = [bytes(value) for value in pdf.docinfo.values() if isinstance(value, pikepdf.String)]
    contents = [stream.read_bytes() for stream in pdf.pages[0].Contents]
    return [bytes(pdf.Root.Outlines.First.Title), b"\n".join(sorted(told)), pdf.Root.Metadata.read_bytes(), b"\n".join(contents)]


@WITH_TYPST
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
    process(python("-m", "sheetgen", *render(1, *ONE_PDF, "--out", "-")), tmp_path / "out", {"XDG_CACHE_HOME": str(tmp_path)})
    assert (tmp_path / "out").read_bytes() == made["filled"]


@WITH_TYPST
def test_whole_processes_make_what_their_row_says(folder: Path) -> None:
    """Six files here, two PDFs there; and the first run starts from a checkout with nothing compiled and a home with no cache."""
    for name in ("six", "typst-two", "first"):
        call = ALONE[name].call(folder, 1)
        if name == "first":
            assert list(call.folder.rglob("*.pyc")) == []
            assert list(Path(call.environ["HOME"]).iterdir()) == []
        process(call.command, folder / "out", call.environ, call.folder)
    for output in (folder / "output", folder / "home-1" / "output"):
        made = [path.suffix for path in output.rglob("*") if path.is_file()]
        assert sorted(made) == sorted([".pdf", ".html", ".txt"] * 2)
    english = (folder / ENGLISH).with_suffix(".pdf").read_bytes()
    assert "Offer TLS on all your MX hosts" in poppler("pdftotext", english)
    assert re.search(rb"/Lang ?\(en", english)
