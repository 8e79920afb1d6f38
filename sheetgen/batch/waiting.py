"""Complaints that wait until it is known whether a list is prose, whose words are no mistakes; on the disk, however many they are."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import IO, Self


class Waiting:
    """Lines for people, in the order in which they were added, in a file without a name. `nameless`: of how many rows that name nothing."""

    def __init__(self) -> None:
        """Empty."""
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it is as long-lived as this
        self.nameless = 0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """It is gone."""
        self._file.close()

    def add(self, lines: Sequence[str], *, nameless: bool) -> None:
        """What is wrong with one row."""
        self._file.write(json.dumps([nameless, lines]).encode() + b"\n")
        self.nameless += nameless

    def read(self, *, prose: bool) -> Iterator[list[str]]:
        """A row's lines at a time; of prose without those that name nothing."""
        self._file.seek(0)
        for nameless, lines in map(json.loads, self._file):
            if not (prose and nameless):
                yield lines
