"""The store of prepared pages, the caller's alone: entries that are data with a digest, never code. Standard library alone.

What can't be read is not there, and what can't be written is not kept: documents are the same without it. Whoever may write to the
user's own folder may do anything; the digest guards against damage.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from sheetgen.documents.filled import Master, Open, Part, Prepared, Room

MOST_BYTES = 64 << 20
"""What all entries may take together; the ones used least lately go first."""

_FORM = b"sheetgen-prepared-2"
_LONGEST_HEAD = 1 << 20
_NAME = frozenset("0123456789abcdef")

Witness = tuple[str, int, int]
"""A file that shaped an entry: its path, size and time of change in nanoseconds."""
Seen = dict[str, tuple[int, int]]
"""Size and time of change of the files that a call has looked at."""


class Entry(NamedTuple):
    """What is kept: a head of JSON, and bytes."""

    head: Mapping[str, Any]
    body: bytes


def place(environ: Mapping[str, str]) -> Path | None:
    """`sheetgen` in the user's folder for such files (XDG Base Directory Specification); None where there is none."""
    cache, home = environ.get("XDG_CACHE_HOME", ""), environ.get("HOME", "")
    if not cache.startswith("/"):
        cache = f"{home}/.cache" if home.startswith("/") else ""
    return Path(cache, "sheetgen") if cache else None


def key_of(*parts: str) -> str:
    """The name of an entry: a SHA-256 over what shapes it, each part apart from the next."""
    return hashlib.sha256(json.dumps([_FORM.decode(), sys.version, *parts]).encode()).hexdigest()


class Store(NamedTuple):
    """A folder of entries; None keeps nothing and holds nothing."""

    folder: Path | None

    def get(self, key: str, seen: Seen | None = None) -> Entry | None:
        """What was put under that name, unless a byte is damaged or a file that shaped it has changed. `seen`: those looked at before."""
        if self.folder is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError), self._opened() as folder:
            file = os.open(key, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
            with os.fdopen(file, "rb") as opened:
                _must_be_ours(os.fstat(file))
                content = opened.read(MOST_BYTES)
            form, digest, size, rest = content.split(b"\n", 3)
            if form != _FORM or _digest(key, rest) != digest:
                return None
            head = json.loads(rest[: int(size)])
            seen = {} if seen is None else seen
            if all(_now(path, seen) == (size, changed) for path, size, changed in head["witnesses"]):
                os.utime(key, dir_fd=folder, follow_symlinks=False)
                return Entry(head, rest[int(size) :])
        return None

    def put(self, key: str, entry: Entry, witnesses: Iterable[Witness]) -> None:
        """Keep an entry, written whole; the folder is made, for the caller alone, if it is not there."""
        if self.folder is None:
            return
        head = json.dumps({**entry.head, "witnesses": list(witnesses)}, separators=(",", ":")).encode()
        if len(head) > _LONGEST_HEAD:
            return
        rest = head + entry.body
        content = b"\n".join((_FORM, _digest(key, rest), str(len(head)).encode(), rest))
        with suppress(OSError, ValueError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._opened() as folder:
                staged = f"{key[:16]}{os.urandom(8).hex()}.part"
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
                try:
                    with os.fdopen(os.open(staged, flags, 0o600, dir_fd=folder), "wb") as file:
                        file.write(content)
                    os.rename(staged, key, src_dir_fd=folder, dst_dir_fd=folder)
                except OSError:
                    with suppress(OSError):
                        os.unlink(staged, dir_fd=folder)
                    raise
                _bound(folder)

    def held(self) -> tuple[int, int]:
        """How many entries there are, and how many bytes they take."""
        if self.folder is None:
            return 0, 0
        with suppress(OSError, ValueError), self._opened() as folder:
            sizes = [status.st_size for _, status in _entries(folder)]
            return len(sizes), sum(sizes)
        return 0, 0

    def hindrance(self) -> tuple[str, str]:
        """Why there is no folder that is used, and what mends it; empty where it is used, or will be made."""
        if self.folder is None:
            return "neither XDG_CACHE_HOME nor HOME is set to a path", ""
        quoted = shlex.quote(str(self.folder))
        away = f"mv {quoted} {quoted}.away"
        try:
            status = os.lstat(self.folder)
        except FileNotFoundError:
            return "", ""
        except OSError as error:
            return error.strerror or str(error), f"look what {shlex.quote(str(self.folder.parent))} is, and at its mode"
        others = _others(status)
        hindrances = (
            (stat.S_ISLNK(status.st_mode), "it is a symbolic link", away),
            (not stat.S_ISDIR(status.st_mode), "it is not a folder", away),
            (status.st_uid != os.geteuid(), "it belongs to another user", "set XDG_CACHE_HOME to a folder of your own"),
            (others, f"others may read or write it (mode {others:03o})", f"chmod 700 {quoted}"),
        )
        return next(((why, mend) for holds, why, mend in hindrances if holds), ("", ""))

    def clear(self) -> int:
        """Take all entries away, and nothing else; how many there were."""
        if self.folder is None:
            return 0
        with suppress(FileNotFoundError), self._opened() as folder:
            names = [name for name, _ in _entries(folder)]
            for name in names:
                os.unlink(name, dir_fd=folder)
            return len(names)
        return 0

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The folder, if it is the caller's alone. Raises OSError and ValueError."""
        folder = os.open(self.folder or "", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _must_be_ours(os.fstat(folder))
            yield folder
        finally:
            os.close(folder)


def _digest(key: str, rest: bytes) -> bytes:
    """Over the entry and its name, so that none is taken for another."""
    return hashlib.sha256(b"%b\n%b" % (key.encode(), rest)).hexdigest().encode()


def _others(status: os.stat_result) -> int:
    """The mode, if it lets others in; else 0."""
    mode = stat.S_IMODE(status.st_mode)
    return mode if mode & 0o077 else 0


def _must_be_ours(status: os.stat_result) -> None:
    if status.st_uid != os.geteuid() or _others(status):
        raise ValueError("others may have written it, or read it")


def _now(path: str, seen: Seen) -> tuple[int, int]:
    if path not in seen:
        status = os.stat(path)  # noqa: PTH116 - some hundred of them, and pathlib takes as long again
        seen[path] = status.st_size, status.st_mtime_ns
    return seen[path]


def _entries(folder: int) -> list[tuple[str, os.stat_result]]:
    """The entries, those of runs that were killed included."""
    found = []
    for name in os.listdir(folder):
        if set(name.removesuffix(".part")) <= _NAME:
            with suppress(FileNotFoundError):
                found.append((name, os.stat(name, dir_fd=folder, follow_symlinks=False)))
    return found


def _bound(folder: int) -> None:
    entries = sorted(_entries(folder), key=lambda entry: entry[1].st_mtime_ns, reverse=True)
    taken = 0
    for name, status in entries:
        taken += status.st_size
        if taken > MOST_BYTES:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)


# ---- prepared pages as entries


def entry_of(prepared: Prepared) -> Entry:
    """A prepared page as it is kept."""
    head: dict[str, Any] = {"kind": prepared.kind, "data": prepared.data}
    master = prepared.master
    if master is None:
        return Entry(head, prepared.text.encode())
    head["master"] = {
        "places": [[number, *where] for number, where in master.places.items()],
        "opened": [[one.number, _latin(one.entries), list(map(_written, one.parts))] for one in master.opened],
        **{name: getattr(master, name) for name in ("root", "info", "alphabets", "widths", "rooms")},
    }
    return Entry(head, master.constant)


def prepared_of(entry: Entry) -> Prepared | None:
    """The page that an entry keeps; None where it lacks what a page needs."""
    with suppress(LookupError, TypeError, ValueError, AttributeError):
        return _prepared_of(*entry)
    return None


def _prepared_of(head: Mapping[str, Any], body: bytes) -> Prepared:
    if "master" not in head:
        return Prepared(head["kind"], head["data"], body.decode())
    told = head["master"]
    master = Master(
        body,
        {number: (kind, at, index) for number, kind, at, index in told["places"]},
        [Open(number, _bytes(entries), [_part(part) for part in parts]) for number, entries, parts in told["opened"]],
        told["root"],
        told["info"],
        told["alphabets"],
        told["widths"],
        [Room(*room) for room in told["rooms"]],
    )
    return Prepared(head["kind"], head["data"], master=master)


def _latin(data: bytes | None) -> str | None:
    return None if data is None else data.decode("latin-1")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("latin-1")


def _written(part: Part) -> str | list[str]:
    return part.decode("latin-1") if isinstance(part, bytes) else list(part)


def _part(kept: Any) -> Part:
    return kept.encode("latin-1") if isinstance(kept, str) else (kept[0], kept[1])
