"""Folders below the one that was named: made where they are not there, opened without following a link, and locked.

The lock holds among the runs of one machine.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sheetgen.errors import Failed, printable
from sheetgen.explained import ELSEWHERE, explained, kind_of

LOCK_SECONDS = 30.0
"""How long one run waits for another that writes to the same folder."""

_LOCK_POLL = 0.02
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Run:
    """What ends with a call: `closing` in any case, `undo` where it fails."""

    closing: ExitStack
    undo: ExitStack
    folder_mode: int
    file_mode: int
    synced: bool = True


def locked_folder(out: Path, folder: tuple[str, ...], run: Run) -> int:
    """The descriptor of `out`/`folder`, made where it was not there, and locked until the run ends. Raises Failed."""
    fd = _out_folder(out, run)
    parent, name, place = None, str(out), str(out)
    with signals_held():
        for name in folder:
            parent, fd = fd, _folder_below(fd, place, name, run)
            place = below(place, name)
    _lock(fd, place, run)
    with explained(place):
        if not _stands_there(fd, name, parent):
            raise FileNotFoundError(errno.ENOENT, "replaced while its lock was waited for")
    return fd


def below(place: str, *names: str) -> str:
    """A path: as text, for a Path takes 5 µs, and ten of them are a tenth of what it takes to write a sheet."""
    return os.path.join(place, *names)  # noqa: PTH118 - as its docstring says


def _out_folder(out: Path, run: Run) -> int:
    """The folder that was named: for each set of a list but the first it stands there."""
    with suppress(OSError):
        return _opened(out, run)
    for path in (*reversed(out.parents), out):
        with explained(path), signals_held():
            if not path.is_dir() and _make_folder(path.name, path.parent, _opened(path.parent, run, os.O_PATH), run):
                path.chmod(run.folder_mode)
    with explained(out):
        return _opened(out, run)


def _stands_there(fd: int, name: str | Path, parent: int | None) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.stat(name, dir_fd=parent, follow_symlinks=parent is None), os.fstat(fd))
    return False


def _folder_below(parent: int, place: str, name: str, run: Run) -> int:
    path = below(place, name)
    with explained(path):
        made = _make_folder(name, place, parent, run)
        try:
            fd = _opened(name, run, os.O_NOFOLLOW, dir_fd=parent)
        except NotADirectoryError:
            kind = kind_of(os.stat(name, dir_fd=parent, follow_symlinks=False))
            raise Failed(f"can't write to {printable(path)}: it is {kind}, not a folder", f"move it away, or {ELSEWHERE}") from None
        if made:
            set_mode(fd, run.folder_mode)
    return fd


def _make_folder(name: str, place: str | Path, parent: int, run: Run) -> bool:
    """Whether it was not there. Signals are held back meanwhile: none may come between it and the note of how to undo it."""
    try:
        os.mkdir(name, run.folder_mode, dir_fd=parent)
    except FileExistsError:
        return False
    except FileNotFoundError:
        if _stands_there(parent, place, None):  # all the while: a folder that was taken away never comes back
            raise OSError(errno.EOPNOTSUPP, "no folder can be made there") from None
        raise
    run.undo.callback(quietly, os.rmdir, name, dir_fd=parent)
    return True


def _opened(name: str | Path, run: Run, more: int = 0, *, dir_fd: int | None = None) -> int:
    fd = os.open(name, _FOLDER | more, dir_fd=dir_fd)
    run.closing.callback(os.close, fd)
    return fd


def _lock(fd: int, path: str, run: Run) -> None:
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Failed(f"can't write to {printable(path)}: another run holds it", "wait for that run, or end it") from None
            time.sleep(_LOCK_POLL)
        except OSError as error:
            raise Failed(f"can't write to {printable(path)}: this file system locks no folder", ELSEWHERE) from error
        else:
            run.closing.callback(fcntl.flock, fd, fcntl.LOCK_UN)  # closing alone would not do where a fork has the descriptor too
            return


@contextmanager
def signals_held() -> Iterator[None]:
    """What would end the run waits until this is left."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def quietly(call: Callable[..., None], name: str, *, dir_fd: int) -> None:
    """As far as the system lets it be done."""
    with suppress(OSError):
        call(name, dir_fd=dir_fd)


def set_mode(fd: int, mode: int) -> None:
    """Past the umask. It was made by this run, so a refusal only says that this file system has no modes."""
    with suppress(PermissionError):
        os.fchmod(fd, mode)
