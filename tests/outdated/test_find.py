"""Which files are looked at: those named as sheets are, where render puts them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

from sheetgen.documents.names import is_sheet
from sheetgen.errors import Refused
from sheetgen.outdated.find import Folder, folders
from sheetgen.request import Request
from tests.documents.jobs import REQUESTS
from tests.outdated.issued import issue


@pytest.mark.parametrize("name", REQUESTS)
def test_what_render_writes_is_found(name: str, tmp_path: Path) -> None:
    """Whatever is asked: all its files, from the output folder, the domain's and its own; and none that was kept when it was made again."""
    request = REQUESTS[name]
    folder = issue(tmp_path, request, ("de", "en", "de-en"), ("txt", "json"))
    issue(tmp_path, Request(request.domain, request.customers, request.ticket), ("de",), ("txt", "json"))
    names = tuple(sorted(path.name for path in folder.iterdir() if is_sheet(path.name)))
    assert len(names) == 4
    for top in (tmp_path, tmp_path / folder.relative_to(tmp_path).parts[0], folder):
        assert list(folders(top)) == [Folder(folder, names)]


def test_others_are_passed_over(tmp_path: Path) -> None:
    """Kept sheets, and files of other names, however deep; links are counted and not followed; the order is that of names."""
    sheet, kept = "tls-kommunikation_firma.de_de.pdf", ("_2026-11-24.pdf", "_2026-11-24_2.pdf")
    paths = ["b/4711", "a", "c/d/e", ".git", "links"]
    for path in paths:
        (tmp_path / path).mkdir(parents=True)
        for name in (sheet, "tls-kommunikation_firma.de.json", *(sheet.replace(".pdf", end) for end in kept), "brief.pdf", f"x{sheet}"):
            (tmp_path / path / name).touch()
    (tmp_path / "z").symlink_to(tmp_path / "a")
    (tmp_path / "a" / sheet.replace("_de", "_en")).symlink_to(tmp_path / "a" / sheet)
    both = ("tls-kommunikation_firma.de.json", sheet)
    found = [Folder(tmp_path / path, both) for path in (".git", "a", "b/4711", "c/d/e", "links")]
    found[1] = Folder(tmp_path / "a", both, links=1)
    (tmp_path / "links" / "round").symlink_to("round")
    assert list(folders(tmp_path)) == [Folder(tmp_path, (), 1), *found]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One below is told and the rest is found; the one that was named is refused, as is a file or nothing at all."""
    issue(tmp_path, "b.de", formats=("txt",))
    (tmp_path / "a.de").mkdir()
    real = os.scandir

    def scandir(path: Path) -> object:
        return real(path) if path.name != "a.de" else _refuse()

    monkeypatch.setattr(os, "scandir", scandir)
    first, second = folders(tmp_path)
    assert (first.path.name, first.unreadable) == ("a.de", "this folder can't be read: Permission denied")
    assert second.path.name == "b.de"
    (tmp_path / "file").touch()
    for name in ("a.de", "file", "nowhere", "x\0y"):
        with pytest.raises(Refused, match=r"DIR: argument\.folder"):
            list(folders(tmp_path / name))


def _refuse() -> NoReturn:
    raise PermissionError(13, "Permission denied")
