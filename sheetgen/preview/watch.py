"""Which files the pages are made of, and when one of them was saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

from watchfiles import Change, watch

from sheetgen.errors import Failed
from sheetgen.preview.pages import Inputs
from sheetgen.resources import folder

_SETTLED = 30
"""Milliseconds without a further change: an editor writes, renames and sets times."""
_AT_MOST = 200
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
    folders = {*whole, facts.parent, facts.resolve().parent}

    def matters(_: Change, path: str) -> bool:
        return _matters(Path(path), facts, whole)

    try:
        for batch in watch(*folders, watch_filter=matters, debounce=_AT_MOST, step=_SETTLED, stop_event=stop, recursive=False):
            found.put(tuple(sorted({Path(path) for _, path in batch})))
    except OSError as error:
        hint = "raise fs.inotify.max_user_watches, or end other watchers"
        found.put(Failed(f"the system can't tell when files are saved: {error}", hint))


def _folders(inputs: Inputs) -> Iterator[Path]:
    shipped = folder("templates")
    yield from (shipped, *(path for path in sorted(shipped.iterdir()) if path.is_dir()))
    yield from sorted((folder("data") / "locale").glob("*/LC_MESSAGES"))
    if inputs.templates:
        yield inputs.templates.absolute()


def _matters(path: Path, facts: Path, whole: tuple[Path, ...]) -> bool:
    """The fact file, a logo beside it, and whatever is part of a page in folders of such."""
    if path in {facts, facts.resolve()}:
        return True
    beside = path.parent in {facts.parent, facts.resolve().parent} and path.suffix == ".svg"
    return beside or (path.parent in whole and path.suffix in _PARTS and not path.name.startswith("."))
