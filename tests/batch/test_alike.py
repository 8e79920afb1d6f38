"""What must be alike on machines that make sheets together."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from sheetgen.batch import alike
from sheetgen.batch.alike import differences, installed
from tests.places import CHECKOUT
from tests.wheels import run


def digest() -> str:
    """The files' as they are now."""
    installed.cache_clear()
    return installed()["sheetgen’s files"]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates and data that can be changed, in force."""
    for name in ("templates", "data"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.setattr(alike, "folder", lambda name: tmp_path / name)
    return tmp_path


def test_what_shapes_a_sheet_is_named() -> None:
    """The libraries that lay out are among it: packages, and native ones by the numbers of their files."""
    found = installed()
    assert {"sheetgen", "Python", "zlib", "weasyprint", "fonttools", "libpango-1.0", "libharfbuzz-subset"} <= found.keys()
    assert all(found.values())


def test_differences_are_told() -> None:
    """Both sides of each, the first three; nothing where there are none."""
    assert differences(installed(), installed()) == ""
    here = {"sheetgen": "1.0", "a": "1", "b": "1", "c": "1"}
    assert differences({**here, "sheetgen": "0.9"}, here) == "sheetgen 0.9, here 1.0"
    assert differences({"d": "2"}, here) == "sheetgen missing, here 1.0; a missing, here 1; b missing, here 1; and 2 more"


@pytest.mark.parametrize("name", ["templates/paper.css", "data/recipes/postfix.yaml", "data/locale/de/LC_MESSAGES/sheet.mo"])
def test_another_file_is_told(name: str, copied: Path) -> None:
    """A template, a recipe or words that differ are told though the version is the same."""
    before = digest()
    (copied / name).write_bytes((copied / name).read_bytes() + b"\n")
    assert digest() != before


def test_a_wheel_is_alike(wheel: Path, tmp_path: Path) -> None:
    """Installed from a wheel the files are those of the checkout that it was built of."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "import sheetgen; from sheetgen.batch.alike import installed; print(sheetgen.__file__, installed()['sheetgen’s files'])"
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    told = run(sys.executable, "-c", code, cwd=tmp_path, env=env).split()
    assert told == [str(tmp_path / "site" / "sheetgen" / "__init__.py"), digest()]


def test_facts_and_left_overs_may_differ(copied: Path) -> None:
    """Facts go with each task, and what editors leave behind shapes nothing."""
    before = digest()
    (copied / "data" / "hamburg-cloud.yaml").write_text("another")
    (copied / "data" / "freemail.txt~").touch()
    (copied / "templates" / ".paper.css.swp").touch()
    assert digest() == before
