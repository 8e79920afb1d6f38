"""A theme's files, carried to a machine where its folder is not."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sheetgen.errors import Place, Refused


class Theme(NamedTuple):
    """Its folder as it was named, and the texts of its files by their names."""

    folder: Path
    texts: Mapping[str, str]


def carried(folder: Path) -> Theme:
    """Raises Refused for files that no sheet would be made with, as `documents.templates` does."""
    from sheetgen.documents.templates import all_known, read, shipped

    all_known(folder)
    return Theme(folder, {name: read(name, folder)[0] for name in sorted(shipped()) if os.path.lexists(folder / name)})


class LaidDown:
    """A theme in a folder of its own, for as long as this object lives."""

    def __init__(self, theme: Theme) -> None:
        """Its files are written."""
        self._named = str(theme.folder)
        self._held = TemporaryDirectory(prefix="sheetgen-theme-")
        self.folder = Path(self._held.name)
        for name, text in theme.texts.items():
            (self.folder / name).write_bytes(text.encode())

    def as_named(self, refused: Refused) -> Refused:
        """The same complaints, at the places that their writer knows."""
        return Refused(replace(problem, place=self._place(problem.place)) for problem in refused.problems)

    def _place(self, place: Place | None) -> Place | None:
        return replace(place, source=place.source.replace(str(self.folder), self._named, 1)) if place else None
