"""Files that others have written: read whole and no further than a limit, or block by block."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

from sheetgen.errors import Place, Problem, Refused, printable

LIMIT = 1 << 20
BLOCK = 1 << 16

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe (FIFO)"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)

_UNREADABLE = {
    errno.ENOENT: ("file.missing", "there is no such file", "check the path"),
    errno.ENOTDIR: ("file.missing", "there is no such file", "check the path: a part of it that should be a folder is a file"),
    errno.ENAMETOOLONG: ("file.missing", "this name is too long for a file", "check the path"),
    errno.EACCES: ("file.unreadable", "you may not read this file", "ask its owner for the right to read it"),
    errno.EPERM: ("file.unreadable", "you may not read this file", "ask its owner for the right to read it"),
    errno.ELOOP: ("file.unreadable", "these links lead round in a circle", "name the file itself"),
}


def _regular(mode: int, place: Place) -> None:
    if not stat.S_ISREG(mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "no file")
        _refuse("file.kind", place, f"this is {kind}", "name a regular file")


def read_file(path: Path, limit: int = LIMIT) -> bytes:
    """The bytes of a regular file. Raises Refused for anything else, or over `limit` bytes; never waits for a pipe or a device."""
    content = b""
    for block in read_blocks(path):
        content += block
        if len(content) > limit:
            _refuse("file.too-large", Place(str(path)), f"this file is larger than {limit // 1024} KiB", "is it the right one?")
    return content


def read_blocks(path: Path) -> Iterator[bytes]:
    """A regular file's bytes, BLOCK at most at a time. Raises Refused for anything else; never waits for a pipe or a device."""
    place = Place(str(path))
    with _refusing(place):
        _regular(_mode(path, place), place)  # before opening: to open a device can already do something
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            _regular(os.fstat(descriptor).st_mode, place)
            yield from blocks_of(file, place)


def blocks_of(file: BinaryIO, place: Place) -> Iterator[bytes]:
    """What is left of an open file, BLOCK bytes at most at a time. Raises Refused where it can't be read."""
    with _refusing(place):
        while block := file.read(BLOCK):
            yield block


@contextmanager
def _refusing(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        unknown = ("file.unreadable", f"this file cannot be read: {printable(error.strerror or str(error))}", "check the path")
        _refuse(*_with(place, _UNREADABLE.get(error.errno or 0, unknown)))


def _mode(path: Path, place: Place) -> int:
    try:
        return path.stat().st_mode
    except ValueError:
        _refuse("file.missing", place, "this is no file name", "check the path: it holds a null character")


def _with(place: Place, row: tuple[str, str, str]) -> tuple[str, Place, str, str]:
    code, message, hint = row
    return code, place, message, hint


def _refuse(code: str, place: Place, message: str, hint: str) -> NoReturn:
    raise Refused([Problem(code, "refusal", message, place, hint)])
