"""The same PDF on every machine, and one clear line where a machine lacks what is needed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import fontpkg_fira_sans
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from sheetgen import native
from tests.documents.jobs import SHEET_LANGUAGES
from tests.documents.pdfs import made, opened
from tests.places import CHECKOUT

ELSEWHERE = """
import hashlib, json, os, sys, time
os.umask(0o077)
now, now_ns = time.time, time.time_ns
time.time, time.time_ns = lambda: now() + 4e7, lambda: now_ns() + 40_000_000_000_000_000
from tests.documents.test_pdf_machines import digests
print(json.dumps(digests()))
"""
"""Another process, which believes that it is more than a year later."""


def digests() -> list[str]:
    """Of three requests in three languages, one of them to another platform."""
    asked = [("planned", "hamburg-cloud"), ("idn", "hamburg-cloud"), ("active", "example")]
    return [hashlib.sha256(made(request, facts, lang)).hexdigest() for request, facts in asked for lang in SHEET_LANGUAGES]


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Another time zone, locale, hash seed, folder, umask, home, day and set of host fonts: the same bytes."""
    (tmp_path / "fonts.conf").write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    world = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "fr",
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/nonexistent",
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
    }
    said = subprocess.run([sys.executable, "-c", ELSEWHERE], cwd=tmp_path, env=world, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    assert json.loads(said.stdout) == digests()


def test_subset_fonts_keep_their_date() -> None:
    """An embedded face bears the date of the shipped one, not the time of the run."""
    shipped = TTFont(Path(str(fontpkg_fira_sans.__file__)).parent / "files" / "FiraSans-Regular.ttf")["head"].modified
    descriptors = [
        thing
        for thing in opened(made()).objects
        if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/FontName")).endswith("+Sheet-Sans")
    ]
    assert [TTFont(BytesIO(found.FontFile2.read_bytes()))["head"].modified for found in descriptors] == [shipped]


WITHOUT = """
import ctypes, sys
real, absent = ctypes.CDLL, sys.argv.pop(1)
def cdll(name, *rest, **more):
    if name == absent:
        raise OSError("cannot open shared object file")
    return real(name, *rest, **more)
ctypes.CDLL = cdll
from sheetgen.cli import main
main()
"""


def without(library: str, out: Path, *formats: str) -> subprocess.CompletedProcess[str]:
    """`sheetgen render` on a machine that lacks a library."""
    options = [option for name in formats for option in ("--format", name)]
    command = [sys.executable, "-c", WITHOUT, library, "render", "firma.de", "--lang", "de", "--out", str(out), "--no-cache", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("library", native.LIBRARIES)
def test_a_missing_library_is_one_line(library: str, tmp_path: Path) -> None:
    """Without a library, harfbuzz-subset among them, there is no traceback: the run names it and what installs it, and makes nothing."""
    run = without(library, tmp_path, "pdf")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    (line,) = [line for line in run.stderr.splitlines() if library in line]
    assert f"apt-get install -y --no-install-recommends {native.LIBRARIES[library]}" in run.stderr
    assert "--format html" in line
    assert list(tmp_path.iterdir()) == []


def test_the_other_formats_need_no_library(tmp_path: Path) -> None:
    """Without pango HTML, text and JSON are made."""
    run = without("libpango-1.0.so.0", tmp_path, "html", "txt", "json")
    assert (run.returncode, len(run.stdout.splitlines())) == (0, 3), run.stderr


def test_without_weasyprint_nothing_else_is_loaded() -> None:
    """The table of formats costs nothing: no renderer is loaded until a document is made."""
    code = "import sys, sheetgen.documents; print([n for n in ('weasyprint', 'jinja2', 'pydyf', 'fontTools') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
