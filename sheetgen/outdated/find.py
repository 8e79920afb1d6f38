"""Where issued sheets lie: the folders of requests, as `documents.names.folder` has them. No link is followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sheetgen.documents.names import is_sheet
from sheetgen.errors import Place, Problem, Refused, printable

_HINT = "name the folder that render wrote to, for example output"


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: the sheets in it, how many links were passed over, and why it can't be read, where it can't."""

    path: Path
    names: tuple[str, ...] = ()
    links: int = 0
    unreadable: str = ""


def folders(top: Path) -> Iterator[Folder]:
    """Those in which sheets lie, or links, or that can't be read, sorted; `top` may be an output folder, or lie in or above one.

    Raises Refused where `top` is no folder that can be read.
    """
    try:
        os.scandir(top).close()
    except (OSError, ValueError) as error:
        why = "is no folder" if not isinstance(error, PermissionError) else "may not be read by you"
        raise no_sheets(top, f"“{printable(str(top))}” {why}") from error
    left = [top]
    while left:
        found, below = _read(left.pop())
        if found.names or found.links or found.unreadable:
            yield found
        left += (found.path / name for name in sorted(below, reverse=True))


def no_sheets(top: Path, why: str = "") -> Refused:
    """The complaint about a folder in which nothing can be found."""
    return Refused([Problem("argument.folder", "refusal", why or f"no sheet lies in “{printable(str(top))}”", Place("DIR"), _HINT)])


def _read(path: Path) -> tuple[Folder, list[str]]:
    """A folder, and the names of those in it."""
    names, below, links = [], [], 0
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_symlink():
                    links += is_sheet(entry.name) or os.path.isdir(entry.path)  # noqa: PTH112 - a link round in a circle is none
                elif entry.is_dir(follow_symlinks=False):
                    below.append(entry.name)
                elif is_sheet(entry.name):
                    names.append(entry.name)
    except FileNotFoundError:  # taken away meanwhile
        return Folder(path), []
    except OSError as error:
        return Folder(path, unreadable=f"this folder can't be read: {printable(error.strerror or str(error))}"), []
    return Folder(path, tuple(sorted(names)), links), below
