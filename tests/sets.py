"""Sets of files for the tests of the one writer, and what is to be seen of them."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

from sheetgen.errors import Failed
from sheetgen.files import NewFile, write_set

FOLDER = ("firma.de", "+_T-1")
OLD, KEPT_ALREADY, LATER = b"2026-11-24 old", b"2026-11-25 kept already", b"2026-12-01 later"


def first_line(data: bytes) -> date | None:
    """Read the date that these tests' files bear."""
    try:
        return date.fromisoformat(data[:10].decode())
    except ValueError:
        return None


def new(name: str, data: bytes, previous: Callable[[bytes], date | None] = first_line) -> NewFile:
    """Make a file whose earlier version tells its date in its first line."""
    return NewFile(name, data, previous)


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All that lies below a folder: mode, and bytes or where a link leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        data = os.fsencode(path.readlink()) if stat.S_ISLNK(mode) else path.read_bytes() if stat.S_ISREG(mode) else b""
        found[str(path.relative_to(folder))] = mode, data
    return found


def a_set(tag: bytes = LATER) -> list[NewFile]:
    """Make a set of files of which, after `beforehand`, one is new, one is replaced, one is kept already and one the same."""
    return [new("a.html", tag), new("b.pdf", tag), new("c.txt", tag), new("d.json", b"the same")]


def beforehand(out: Path) -> None:
    """Write what stood there before."""
    for data in (KEPT_ALREADY, OLD, KEPT_ALREADY):
        write_set(out, FOLDER, [new("c.txt", data)])
    write_set(out, FOLDER, [new("b.pdf", OLD), new("d.json", b"the same")])


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def whole(out: Path) -> bool:
    """Tell whether the set is there, with no temporary file."""
    there = contents(out)
    return there.items() >= {file.name: file.data for file in a_set()}.items() and not any(name.startswith(".") for name in there)


def complaint(run: Callable[[], object]) -> str | None:
    """Run it; what it failed with, None if it did not."""
    try:
        run()
    except Failed as failed:
        return failed.message
    return None


def raise_disk_error(_: str) -> NoReturn:
    """Fail as a broken disk does."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))
