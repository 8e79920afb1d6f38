"""Complaints that wait until it is known whether a list is prose, whose words are no mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sheetgen.batch.kept import Kept


class Waiting(Kept):
    """Lines for people, in the order in which they were added. `nameless`: of how many rows that name nothing."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.nameless = 0

    def add(self, lines: Sequence[str], *, nameless: bool) -> None:
        """What is wrong with one row. Raises Failed where there is no room for it."""
        self.write(json.dumps([nameless, lines]).encode() + b"\n")
        self.nameless += nameless

    def read(self, *, prose: bool) -> Iterator[list[str]]:
        """A row's lines at a time; of prose without those that name nothing."""
        for nameless, lines in map(json.loads, self.beginning()):
            if not (prose and nameless):
                yield lines
