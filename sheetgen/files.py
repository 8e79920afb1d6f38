"""The one writer: a set of files, written whole or not at all; below the folder that was named, no symbolic link is followed.

A killed run (SIGKILL, loss of power) can leave `.sheetgen-….part` files: everything is staged under the folder's lock,
so whoever holds that lock next knows them for dead and removes them.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import stat
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sheetgen.errors import Failed, printable
from sheetgen.explained import ELSEWHERE, explained, kind_of
from sheetgen.folders import Run, below, locked_folder, quietly, set_mode, signals_held

_TRIES = 100
_LONGEST_NAME = 200
_LONGEST_PART = 100
_LARGEST_READ = 64 * 1024 * 1024
_LAST_SECOND = 253402300799  # 9999-12-31, the last that `datetime` knows
_NAME = re.compile(rf"(?!\.)[ -.0-~]{{1,{_LONGEST_NAME}}}")
_TEMPORARY = re.compile(r"\.sheetgen-[0-9a-f]{16}\.part")
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.EOPNOTSUPP})


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write. `previous` tells the issue date that an older file of this name bears, None if it can't be told."""

    name: str
    data: bytes
    previous: Callable[[bytes], date | None]


@dataclass(frozen=True, slots=True)
class _Change:
    """`aside` is the name under which the file that stands there now is kept; None where nothing stands."""

    new: NewFile
    path: str
    staged: str
    aside: str | None


def part(text: str) -> str:
    """Shorten a part of a path that has over 100 bytes to its first 80, `~` and 8 hex digits of its SHA-256."""
    whole = text.encode()
    if len(whole) <= _LONGEST_PART:
        return text
    return f"{whole[:80].decode(errors='ignore')}~{hashlib.sha256(whole).hexdigest()[:8]}"


def write_set(
    out: Path, folder: tuple[str, ...], files: Sequence[NewFile], *, private: bool = True, synced: bool = True
) -> tuple[Path, ...]:
    """Write all of `files` to `out`/`folder`, or none of them; return their paths, of unchanged ones too.

    What would be overwritten is kept as `<stem>_<issue date><ext>`. Whoever writes many sets has them not `synced`, and calls `sync` once.
    Raises Failed, and ValueError for a name no caller may make.
    """
    names = [file.name for file in files]
    if bad := [name for name in (*folder, *names) if not _NAME.fullmatch(name)]:
        raise ValueError(f"not a name for a file: {bad!r}")
    if len(set(names)) != len(names):
        raise ValueError(f"a name twice in one set: {names!r}")
    for left in reversed(range(_TRIES)):
        try:
            return _try_write_set(out, folder, files, private=private, synced=synced)
        except Failed as failed:  # where a folder is gone: another run made it, failed, and took it away
            if not (left and isinstance(failed.__cause__, FileNotFoundError)):
                raise
    raise AssertionError("the last try returns or raises")


def opened_below(out: Path, name: str) -> int:
    """A descriptor of a private file directly in `out`, to be read and written; both are made where they are not there. Raises Failed."""
    path = out / name
    with ExitStack() as closing, ExitStack() as undo:
        folder = locked_folder(out, (), Run(closing, undo, 0o700, 0o600))
        with explained(path):
            fd = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600, dir_fd=folder)
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode):
                os.close(fd)
                raise Failed(f"can't write {printable(str(path))}: {kind_of(status)} has this name", f"move it away, or {ELSEWHERE}")
            set_mode(fd, 0o600)
        undo.pop_all()
    return fd


def write(fd: int, data: bytes) -> None:
    """All of it: the system may take less at once."""
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left) :]


def sync() -> None:
    """Wait until all that was written is on the disk."""
    os.sync()


def try_writing(out: Path, folder: tuple[str, ...], size: int) -> None:
    """Write `size` bytes to `out`/`folder` and take them away again, with the folders that this made. Raises Failed as `write_set` does."""
    with ExitStack() as closing, ExitStack() as undo:
        run = Run(closing, undo, 0o700, 0o600)
        fd, name = locked_folder(out, folder, run), _temporary()
        undo.callback(quietly, os.unlink, name, dir_fd=fd)
        with explained(out.joinpath(*folder)):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            file = os.open(name, flags, run.file_mode, dir_fd=fd)
            run.closing.callback(os.close, file)
            write(file, bytes(size))
            os.fsync(file)


def _try_write_set(out: Path, folder: tuple[str, ...], files: Sequence[NewFile], *, private: bool, synced: bool) -> tuple[Path, ...]:
    place, names = below(str(out), *folder), [file.name for file in files]
    with ExitStack() as closing, ExitStack() as undo:
        run = Run(closing, undo, *((0o700, 0o600) if private else (0o755, 0o644)), synced)
        fd = locked_folder(out, folder, run)
        # From here on no signal can come between a step and the note of how to undo it: the set is finished first.
        closing.enter_context(signals_held())
        _remove_leftovers(fd)
        changes = [change for file in files if (change := _planned(fd, place, file, names))]
        inodes = [_stage(fd, change, run) for change in changes]
        for change in changes:
            _set_aside(fd, change, run)
        for change, inode in zip(changes, inodes, strict=True):
            _put_in_place(fd, change, inode, run)
        if synced:
            with explained(place):
                _sync_folder(fd)
        undo.pop_all()
        if any(_TEMPORARY.fullmatch(change.aside or "") for change in changes):  # what was kept already
            _remove_leftovers(fd)
    return tuple(Path(place, name) for name in names)


def _remove_leftovers(fd: int) -> None:
    with suppress(OSError):
        for name in filter(_TEMPORARY.fullmatch, os.listdir(fd)):
            os.unlink(name, dir_fd=fd)


def _temporary() -> str:
    return f".sheetgen-{os.urandom(8).hex()}.part"


def _status(fd: int, name: str) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return os.stat(name, dir_fd=fd, follow_symlinks=False)
    return None


def _read(fd: int, name: str, status: os.stat_result) -> bytes | None:
    """Return the bytes of a file, None if it is larger than any sheet."""
    if status.st_size > _LARGEST_READ:
        return None
    with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=fd), "rb") as file:
        return file.read(_LARGEST_READ)


def _planned(fd: int, place: str, new: NewFile, names: Sequence[str]) -> _Change | None:
    """Find what has to be done for a file; None if its bytes are there already."""
    path = below(place, new.name)
    with explained(path):
        status = _status(fd, new.name)
        if status is None:
            return _Change(new, path, _temporary(), None)
        if not stat.S_ISREG(status.st_mode):
            raise Failed(f"can't write {printable(path)}: {kind_of(status)} has this name", f"move it away, or {ELSEWHERE}")
        old = _read(fd, new.name, status)
        if old == new.data:
            return None
        day = None if old is None else new.previous(old)
        return _Change(new, path, _temporary(), _kept_name(fd, new.name, old, day or _modified(status), names))


def _modified(status: os.stat_result) -> date:
    return datetime.fromtimestamp(min(max(status.st_mtime, 0), _LAST_SECOND), UTC).date()


def _kept_name(fd: int, name: str, old: bytes | None, day: date, names: Sequence[str]) -> str:
    """Find the name under which to keep the old file; a temporary one if its bytes are kept already."""
    stem, extension = Path(name).stem, Path(name).suffix
    for number in itertools.count(1):
        kept = f"{stem}_{day}{f'_{number}' if number > 1 else ''}{extension}"
        status = _status(fd, kept)
        if status is None and kept not in names:
            return kept
        if status and old is not None and stat.S_ISREG(status.st_mode) and status.st_size == len(old) and _read(fd, kept, status) == old:
            return _temporary()
    raise AssertionError("counting does not end")


def _stage(fd: int, change: _Change, run: Run) -> int:
    run.undo.callback(quietly, os.unlink, change.staged, dir_fd=fd)
    with explained(change.path):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(change.staged, flags, 0o600, dir_fd=fd)
        try:
            set_mode(file, run.file_mode)
            write(file, change.new.data)
            if run.synced:
                os.fsync(file)
            return os.fstat(file).st_ino
        finally:
            os.close(file)


def _set_aside(fd: int, change: _Change, run: Run) -> None:
    """Give the old file a second name, so that it is never missing under its own; where there are no hard links, another."""
    if change.aside is None:
        return
    with explained(change.path):
        inode = os.stat(change.new.name, dir_fd=fd, follow_symlinks=False).st_ino
        run.undo.callback(_put_back, fd, change, inode)
        try:
            os.link(change.new.name, change.aside, src_dir_fd=fd, dst_dir_fd=fd, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:
            os.rename(change.new.name, change.aside, src_dir_fd=fd, dst_dir_fd=fd)


def _put_in_place(fd: int, change: _Change, inode: int, run: Run) -> None:
    if change.aside is None:
        run.undo.callback(_take_away, fd, change.new.name, inode)
    with explained(change.path):
        os.rename(change.staged, change.new.name, src_dir_fd=fd, dst_dir_fd=fd)


def _take_away(fd: int, name: str, inode: int) -> None:
    status = _status(fd, name)
    if status and status.st_ino == inode:
        quietly(os.unlink, name, dir_fd=fd)


def _put_back(fd: int, change: _Change, inode: int) -> None:
    aside = change.aside or ""
    status = _status(fd, aside)
    if status and status.st_ino == inode:
        with explained(change.path, "this set is not whole, for the older file can't be put back as"):
            os.rename(aside, change.new.name, src_dir_fd=fd, dst_dir_fd=fd)  # does nothing if both are names of one file
            quietly(os.unlink, aside, dir_fd=fd)


def _sync_folder(fd: int) -> None:
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
