"""A built site -> a folder that a web server serves meanwhile: assets first, then each page by rename, what is old last.

What is ours stands in a list beside the pages; nothing else in the folder is ever changed or deleted.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from sheetgen.errors import Failed, printable
from sheetgen.site.build import Site

LIST = ".sheetgen-site.json"
"""Paths of the files that are ours, with the SHA-256 of each."""

_ELSEWHERE = "name another folder with --out"


def publish(out: Path, site: Site) -> tuple[Path, ...]:
    """Write all that has changed; return the paths of the pages. Raises Failed, with the pages of before whole and in place."""
    files = {**site.assets, **site.pages}
    with _explained(out):
        _folder(out, out)
    with _locked(out):
        before = _listed(out)
        for path, data in files.items():
            _refuse_others(out / path, before.get(path), data)
        _write(out, LIST, _list({**before, **_digests(files)}))  # first, lest a killed run leave files that nobody owns
        for path, data in files.items():
            _write(out, path, data)
        for path, digest in before.items():
            if path not in files:
                _remove(out, path, digest)
        _write(out, LIST, _list(_digests(files)))
    return tuple(out / path for path in site.pages)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Failed(f"can't write {printable(str(path))}: {printable(error.strerror or str(error))}", _ELSEWHERE) from error


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    with _explained(out):
        descriptor = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Failed(f"another run writes to {printable(str(out))}", "wait for that run, or end it") from None
    finally:
        os.close(descriptor)


def _listed(out: Path) -> Mapping[str, str]:
    """What a run before has listed, if it can be one of ours; else nothing is known to be ours."""
    try:
        listed = json.loads((out / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(listed, dict) or not all(isinstance(v, str) and _inside(k) for k, v in listed.items()):
        return {}
    return listed


def _inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not PurePosixPath(path).is_absolute() and ".." not in parts


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digests(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {path: _digest(data) for path, data in files.items()}


def _list(digests: Mapping[str, str]) -> bytes:
    return (json.dumps(dict(sorted(digests.items())), indent=1) + "\n").encode()


def _refuse_others(path: Path, known: str | None, data: bytes) -> None:
    """A file that is neither ours nor what we would write stays as it is, and stops the run."""
    with _explained(path):
        if not os.path.lexists(path):
            return
        if path.is_symlink() or not path.is_file():
            raise Failed(f"{printable(str(path))} is no regular file", f"move it away, or {_ELSEWHERE}")
        if known is None and path.read_bytes() != data:
            raise Failed(f"{printable(str(path))} is there, and sheetgen has not made it", f"move it away, or {_ELSEWHERE}")


def _folder(out: Path, path: Path) -> None:
    for folder in reversed([path, *(parent for parent in path.parents if parent == out or out in parent.parents)]):
        if not folder.is_dir():
            folder.mkdir(parents=folder == out)
            folder.chmod(0o755)


def _write(out: Path, name: str, data: bytes) -> None:
    """Whole, by rename, for all to read; not at all where the same stands there."""
    path = out / name
    with _explained(path):
        with suppress(OSError):
            if not path.is_symlink() and path.read_bytes() == data:
                return
        _folder(out, path.parent)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), 0o644)
                os.fsync(file.fileno())
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)


def _remove(out: Path, name: str, digest: str) -> None:
    """An old file of ours, unless somebody has changed it since."""
    path = out / name
    with suppress(OSError):
        if not path.is_symlink() and _digest(path.read_bytes()) == digest:
            path.unlink()
            path.parent.rmdir()  # fails where something is left in it
