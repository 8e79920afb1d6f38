"""A built site -> a folder that a web server serves meanwhile: assets first, then each page by rename, what is old last.

A page that is open in a browser loads scripts later, so the assets of the site before this one stay; those of the one before that go.
What is ours stands in a list beside the pages; nothing else in the folder is ever changed or deleted.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from sheetgen.errors import Failed, printable
from sheetgen.explained import ELSEWHERE, explained
from sheetgen.site.assets import FOLDER
from sheetgen.site.build import Site

LIST = ".sheetgen-site.json"
"""A Listed, as JSON."""

Digests = Mapping[str, str]
"""Paths of files that are ours, with the SHA-256 of each."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of the site that is published, and the assets kept of the one before."""

    published: Digests = field(default_factory=dict)
    kept: Digests = field(default_factory=dict)

    @property
    def all(self) -> Digests:
        """Whatever is ours."""
        return {**self.kept, **self.published}

    def followed_by(self, files: Digests) -> Listed:
        """With another site published; the same one again is no other."""
        if files == self.published:
            return self
        old = {path: digest for path, digest in self.published.items() if path.startswith(f"{FOLDER}/") and path not in files}
        return Listed(files, old)

    def until(self, files: Digests) -> Listed:
        """While another site is being written: the pages of both are ours, the old ones by the digests in `kept`."""
        replaced = {path: digest for path, digest in self.published.items() if files.get(path, digest) != digest}
        return Listed({**self.published, **files}, {**self.kept, **replaced})


def publish(out: Path, site: Site, changed: Callable[[Sequence[Path]], None] = lambda _: None) -> tuple[Path, ...]:
    """Write all that is not as it should be; return the paths of the pages. Raises Failed, with the pages of before whole and in place.

    `changed` is told before anything is written which files of ours somebody else has changed, and can raise what is to end the run.
    """
    files = {**site.assets, **site.pages}
    digests = {path: _digest(data) for path, data in files.items()}
    with explained(out):
        _folder(out, out)
    with _locked(out):
        before = _listed(out)
        after = before.followed_by(digests)
        for path, data in files.items():
            _refuse_others(out / path, before.all.get(path), data)
        if others := tuple(out / path for path, data in files.items() if _is_changed(out / path, before, path, data)):
            changed(others)
        _write(out, LIST, _list(before.until(digests)))  # first, lest a killed run leave files that nobody owns
        for path, data in files.items():
            _write(out, path, data)
        for path, digest in before.all.items():
            if path not in after.all:
                _remove(out, path, digest)
        _write(out, LIST, _list(after))
    return tuple(out / path for path in site.pages)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    with explained(out):
        descriptor = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Failed(f"another run writes to {printable(str(out))}", "wait for that run, or end it") from None
    finally:
        os.close(descriptor)


def _listed(out: Path) -> Listed:
    """What a run before has listed, if it can be one of ours; else nothing is known to be ours."""
    try:
        listed = Listed(**json.loads((out / LIST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Listed()
    return listed if _is_ours(listed.published) and _is_ours(listed.kept) else Listed()


def _is_ours(digests: object) -> bool:
    return isinstance(digests, dict) and all(isinstance(v, str) and _inside(k) for k, v in digests.items())


def _inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not PurePosixPath(path).is_absolute() and ".." not in parts


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _list(listed: Listed) -> bytes:
    return (json.dumps(asdict(listed), indent=1, sort_keys=True) + "\n").encode()


def _refuse_others(path: Path, known: str | None, data: bytes) -> None:
    """A file that is neither ours nor what we would write stays as it is, and stops the run."""
    with explained(path):
        if not os.path.lexists(path):
            return
        if path.is_symlink() or not path.is_file():
            raise Failed(f"{printable(str(path))} is no regular file", f"move it away, or {ELSEWHERE}")
        if known is None and path.read_bytes() != data:
            raise Failed(f"{printable(str(path))} is there, and sheetgen has not made it", f"move it away, or {ELSEWHERE}")


def _is_changed(path: Path, before: Listed, name: str, data: bytes) -> bool:
    known = {digests[name] for digests in (before.published, before.kept) if name in digests}
    with explained(path):
        return path.exists() and bool(known) and _digest(path.read_bytes()) not in {*known, _digest(data)}


def _folder(out: Path, path: Path) -> None:
    for folder in reversed([path, *(parent for parent in path.parents if parent == out or out in parent.parents)]):
        if not folder.is_dir():
            folder.mkdir(parents=folder == out)
            folder.chmod(0o755)


def _write(out: Path, name: str, data: bytes) -> None:
    """Whole, by rename, for all to read; not at all where the same stands there."""
    path = out / name
    with explained(path):
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
