"""Which files the pages are made of, and when one of them was saved."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from watchfiles import Change, watch
from watchfiles.main import FileChange

from sheetgen.errors import Failed
from sheetgen.preview.pages import Inputs
from sheetgen.resources import folder

_SETTLED = 30
"""Milliseconds without a further change: an editor writes, renames and sets times."""
_AT_MOST = 200
_LOOK = 500
"""Milliseconds after which it is looked whether a folder has been deleted, made again or replaced, of which its own watch tells nothing."""
_PARTS = frozenset({".html", ".css", ".js", ".po", ".woff2", ".svg", ".yaml"})
"""Suffixes of what a page is made of, in the folders that hold nothing else."""


def changes(inputs: Inputs) -> Iterator[tuple[Path, ...]]:
    """The files that were saved, each time some were; without end. Raises Failed where the system can't tell."""
    found: SimpleQueue[tuple[Path, ...] | Failed] = SimpleQueue()
    stop = threading.Event()
    # in a thread of its own, since watchfiles takes every signal for Ctrl-C
    threading.Thread(target=_watch, args=(inputs, found, stop), daemon=True).start()
    try:
        while not isinstance(batch := found.get(), Failed):
            yield batch
        raise batch
    finally:
        stop.set()


def _watch(inputs: Inputs, found: SimpleQueue[tuple[Path, ...] | Failed], stop: threading.Event) -> None:
    facts = inputs.facts.absolute()
    whole = tuple(_folders(inputs))

    def folders() -> Iterator[Path]:
        yield from (*whole, facts.parent, facts.resolve().parent)  # where the fact file is a link, to where it leads now

    def matters(_: Change, path: str) -> bool:
        return _matters(Path(path), facts, whole)

    def batches(watched: Iterable[Path]) -> Iterator[set[FileChange]]:
        return watch(
            *watched,
            watch_filter=matters,
            debounce=_AT_MOST,
            step=_SETTLED,
            stop_event=stop,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            recursive=False,
        )

    anew: set[Path] = set()
    try:
        while not stop.is_set():
            there = _identities(folders())
            with suppress(FileNotFoundError):  # gone since
                for batch in batches(there):
                    saved = {Path(path) for _, path in batch} | {path for folder in anew for path in _parts(folder, facts, whole)}
                    anew = set()
                    if saved:
                        found.put(tuple(sorted(saved)))
                    if _identities(folders()) != there:
                        break
            now = _identities(folders())
            anew |= {folder for folder in folders() if there.get(folder) != now.get(folder)}
    except OSError as error:
        hint = "raise fs.inotify.max_user_watches, or end other watchers"
        found.put(Failed(f"the system can't tell when files are saved: {error}", hint))


def _identities(folders: Iterable[Path]) -> Mapping[Path, tuple[int, int]]:
    """Device and inode of each folder that is there: the system watches these, whatever folder has the name later."""
    found = {}
    for one in folders:
        with suppress(OSError):
            status = one.stat()
            found[one] = (status.st_dev, status.st_ino)
    return found


def _parts(one: Path, facts: Path, whole: tuple[Path, ...]) -> Sequence[Path]:
    """What matters in a folder that has another's place; the folder itself where that is nothing."""
    with suppress(OSError):
        return [path for path in one.iterdir() if _matters(path, facts, whole)] or [one]
    return [one]


def _folders(inputs: Inputs) -> Iterator[Path]:
    shipped = folder("templates")
    yield from (shipped, *(path for path in sorted(shipped.iterdir()) if path.is_dir()))
    yield from sorted((folder("data") / "locale").glob("*/LC_MESSAGES"))
    yield folder("data") / "recipes"
    if inputs.templates:
        yield inputs.templates.absolute()


def _matters(path: Path, facts: Path, whole: tuple[Path, ...]) -> bool:
    """The fact file, a logo beside it, and whatever is part of a page in folders of such."""
    if path in {facts, facts.resolve()}:
        return True
    beside = path.parent in {facts.parent, facts.resolve().parent} and path.suffix == ".svg"
    return beside or (path.parent in whole and path.suffix in _PARTS and not path.name.startswith("."))
