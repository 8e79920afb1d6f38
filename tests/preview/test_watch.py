"""What the preview notices: whatever a page is made of, in folders that may themselves be replaced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from sheetgen.preview.pages import Inputs
from sheetgen.preview.watch import changes

Noticed = Callable[[str], set[str]]


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with a fact file in one folder and a theme in another."""
    for folder in ("facts", "theme"):
        (tmp_path / folder).mkdir()
    (tmp_path / "facts" / "platform.yaml").touch()
    return tmp_path


@pytest.fixture
def noticed(world: Path) -> Iterator[Noticed]:
    """`noticed("site.css")` returns once a file or folder of that name is noticed, with all names until then."""
    batches: SimpleQueue[tuple[Path, ...]] = SimpleQueue()
    stop = threading.Event()

    def gather() -> None:
        for batch in changes(Inputs(world / "facts" / "platform.yaml", world / "theme")):
            batches.put(batch)
            if stop.is_set():
                return

    def wait(name: str) -> set[str]:
        names: set[str] = set()
        while name not in names:
            names |= {path.name for path in batches.get(timeout=30)}
        return names

    threading.Thread(target=gather, daemon=True).start()
    begun = 0
    while batches.empty():  # the watch begins in its own time
        begun += 1
        (world / "facts" / "platform.yaml").write_text(str(begun), "utf-8")
        stop.wait(0.05)
    yield wait
    stop.set()
    (world / "facts" / "platform.yaml").touch()


def test_what_is_saved_is_noticed_and_nothing_else(world: Path, noticed: Noticed) -> None:
    """The fact file and a theme's style are noticed; an editor's own files, and others beside the facts, are not."""
    (world / "facts" / "other.yaml").touch()
    (world / "theme" / ".site.css.swp").touch()
    (world / "theme" / "site.css").touch()
    assert noticed("site.css") <= {"site.css", "platform.yaml"}
    (world / "facts" / "platform.yaml").touch()
    noticed("platform.yaml")


def test_a_folder_that_is_made_again_is_watched_again(world: Path, noticed: Noticed) -> None:
    """A theme deleted, made again, moved aside for another one or with the folder above it: each is noticed, and so is each save in it."""
    theme = world / "theme"
    theme.rmdir()
    noticed("theme")
    theme.mkdir()
    noticed("theme")
    (theme / "site.css").touch()
    noticed("site.css")
    (world / "other").mkdir()
    (world / "other" / "paper.css").touch()
    theme.rename(world / "aside")
    (world / "other").rename(theme)
    noticed("paper.css")
    (theme / "screen.css").touch()
    noticed("screen.css")


def test_a_link_that_is_turned_is_followed(world: Path, noticed: Noticed) -> None:
    """The facts' folder replaced by a link, and the link turned to a third folder: the fact file there is noticed, and saves of it."""
    for release in ("one", "two"):
        (world / release).mkdir()
        (world / release / "platform.yaml").touch()
    (world / "facts").rename(world / "before")
    (world / "facts").symlink_to("one")
    noticed("platform.yaml")
    (world / "link").symlink_to("two")
    (world / "link").replace(world / "facts")
    noticed("platform.yaml")
    (world / "two" / "platform.yaml").write_text("saved", "utf-8")
    noticed("platform.yaml")


def test_a_fact_file_that_is_a_link_is_followed(world: Path, noticed: Noticed) -> None:
    """Where the fact file becomes a link, saves of what it leads to are noticed."""
    (world / "kept").mkdir()
    (world / "kept" / "kept.yaml").touch()
    (world / "link").symlink_to(world / "kept" / "kept.yaml")
    (world / "link").replace(world / "facts" / "platform.yaml")
    noticed("platform.yaml")
    noticed("kept.yaml")
    (world / "kept" / "kept.yaml").write_text("saved", "utf-8")
    noticed("kept.yaml")
