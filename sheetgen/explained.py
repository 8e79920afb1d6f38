"""Why the system refuses to write somewhere, in words, and what to do about it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from types import TracebackType

from sheetgen.errors import Exhausted, Failed, printable

ELSEWHERE = "name another folder with --out"
_SPACE = "free some space, or name another folder with --out"
_AGAIN = "run it again"
_REASONS = {
    errno.ENOSPC: ("no space is left there", _SPACE),
    errno.EDQUOT: ("your disk quota is used up", _SPACE),
    errno.EFBIG: ("it is larger than a file may be there", _SPACE),
    errno.EACCES: ("you have no permission there", ELSEWHERE),
    errno.EPERM: ("that isn't permitted there", ELSEWHERE),
    errno.EROFS: ("the file system is read-only", ELSEWHERE),
    errno.ENOTDIR: ("a part of this path is not a folder", ELSEWHERE),
    errno.EISDIR: ("a folder has this name", "move it away, or name another folder with --out"),
    errno.ELOOP: ("it is a symbolic link, or leads through too many", ELSEWHERE),
    errno.ENAMETOOLONG: ("the path is too long", "name a shorter folder with --out"),
    errno.ENOENT: ("it is not there any more", _AGAIN),
    errno.EEXIST: ("another program has just made something of this name", _AGAIN),
    errno.ESTALE: ("the network drive has lost it", _AGAIN),
    errno.EIO: ("the disk reports an error", "look after the disk, or name another folder with --out"),
    errno.EMFILE: ("too many files are open", _AGAIN),
    errno.ENFILE: ("too many files are open", _AGAIN),
}
_OF_ALL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})
"""Reasons that lie in the machine, and not in the file."""
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class explained:  # noqa: N801 - it is used as a function is; a generator would take four times as long, and a sheet has ten
    """Within it Failed is raised for what the system refuses: what can't be done with which path, why, and what mends it."""

    __slots__ = ("_path", "_what")

    def __init__(self, path: str | os.PathLike[str], what: str = "can't write") -> None:
        """Of a path."""
        self._path = path
        self._what = what

    def __enter__(self) -> None:
        """Nothing yet."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Raises Failed."""
        if not isinstance(error, OSError):
            return
        path = Path(self._path)
        told = f"{self._what} {printable(str(path))}"
        if isinstance(error, FileNotFoundError) and (link := next(filter(_leads_nowhere, (path, *path.parents)), None)):
            which = "it" if link == path else printable(str(link))
            raise Failed(f"{told}: {which} is a symbolic link that leads nowhere", ELSEWHERE) from None
        words, hint = _REASONS.get(error.errno or 0, (printable(error.strerror or str(error)), ELSEWHERE))
        raise (Exhausted if error.errno in _OF_ALL else Failed)(f"{told}: {words}", hint) from error


def _leads_nowhere(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def kind_of(status: os.stat_result) -> str:
    """What stands there, in words."""
    return _KINDS.get(stat.S_IFMT(status.st_mode), "a file")
