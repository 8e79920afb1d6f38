"""`sheetgen show`: a line each of what a sheet says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetgen import __version__
from sheetgen.documents import FormatName
from tests.calls import Run
from tests.documents.jobs import loaded
from tests.sheets import FORMATS, handed_out

LINES = (
    "platform: Nordlicht Mail\n"
    "domain: firma.de, subdomains included\n"
    "customer: kunde.example, subdomains included\n"
    f"ticket: {'T' * 40}\n"
    "effective: 2026-01-05\n"
    "issued: 2026-11-24\n"
    "number: {number}\n"
)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_shown(run: Run, tmp_path: Path, kind: FormatName) -> None:
    """Whatever its name, a sheet shows what it is; text lacks digest and version, JSON the language, too. Who sent it is not told."""
    (tmp_path / "anything").write_bytes(handed_out(kind, "active", "example"))
    done = run("show", "anything")
    number = done.stdout.partition("number: ")[2][:8]
    carried = f"facts: SHA-256 {loaded('example').sha256}\nversion: {__version__}\n" if kind in {"pdf", "html"} else ""
    language = "" if kind == "json" else "language: de\n"
    assert done.stdout == LINES.format(number=number) + language + carried
    assert (done.returncode, done.stderr) == (0, "sheetgen: this tells what a sheet says, not who sent it\n")


def test_names_are_shown_in_both_forms(run: Run, tmp_path: Path) -> None:
    """An international name is shown as A-label and as people read it."""
    (tmp_path / "s").write_bytes(handed_out("txt", "idn"))
    assert "domain: xn--mller-brombel-strae-2tb88b3dg.de (müller-büromöbel-straße.de)\n" in run("show", "s").stdout


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "s: unreadable: this file is empty"),
        (b"hello", "s: no sheet of sheetgen's: no line of it says that it is a data sheet"),
        (None, "s: there is no such file; check the path"),
    ],
    ids=["empty", "foreign", "missing"],
)
def test_what_is_no_sheet_is_one_line(run: Run, tmp_path: Path, content: bytes | None, line: str) -> None:
    """Exit 2, one line that says why, nothing on stdout."""
    if content is not None:
        (tmp_path / "s").write_bytes(content)
    done = run("show", "s")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{line}\n")
