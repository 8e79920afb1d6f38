"""A fact file as a call meets it: what is known of it at once, and all that it says where a document has to be laid out.

What is known is kept in the store of prepared pages, so that a call whose documents are prepared reads no YAML. Standard library alone.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sheetgen.documents.store import Entry, Seen, Store, Witness, key_of
from sheetgen.documents.witnesses import libraries, native, of_file, shipped
from sheetgen.errors import Failed, Place, Problem, printable
from sheetgen.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sheetgen.documents.filled import Filler
    from sheetgen.facts.load import Loaded


class Known(NamedTuple):
    """`own`: the platform's domains, in A-labels; `problems`: the warnings, as they are on the day of the call."""

    provider: str
    service: str
    own: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass
class Pages:
    """Prepared pages in memory; the ones used least lately go first."""

    most: int = 64
    _held: dict[Hashable, Filler] = field(default_factory=dict)

    def get(self, key: Hashable, make: Callable[[], Filler]) -> Filler:
        """The page of that key, made if it is not there."""
        self._held[key] = page = self._held.pop(key) if key in self._held else make()
        if len(self._held) > self.most:
            del self._held[next(iter(self._held))]
        return page

    def __reduce__(self) -> tuple[type[Pages], tuple[int]]:
        """Empty: another process prepares its own, or takes them from the store."""
        return Pages, (self.most,)


@dataclass
class Source:
    """A fact file, read on a day. Raises Refused where it does not hold, as soon as anything is asked of it.

    `pages`: those that it has had; `named`: how many it has made that few requests can share; `seen`: the files that it has looked at.
    """

    path: Path
    today: date
    store: Store = field(default_factory=lambda: Store(None))
    pages: Pages = field(default_factory=Pages, repr=False, compare=False)
    named: int = field(default=0, repr=False, compare=False)
    seen: Seen = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def sha256(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(read_file(self.path)).hexdigest()

    @cached_property
    def loaded(self) -> Loaded:
        """All that it says."""
        if self.store.folder:
            self._program  # noqa: B018 - looked at before more of it is read, so that what is kept never seems newer than it is
        from sheetgen.facts.load import load_facts

        loaded = load_facts(self.path, self.today)
        if loaded.sha256 != self.sha256:
            raise Failed(f"{printable(str(self.path))} was changed while it was read", "run it again")
        return loaded

    @cached_property
    def kept(self) -> Known | None:
        """What the store knows of it, unless this day is another kind of day to its dates."""
        entry = self.entry(self._key)
        return _known(entry, self.today) if entry else None

    @cached_property
    def known(self) -> Known:
        """From the store, else read anew and kept."""
        if self.kept:
            return self.kept
        from sheetgen.facts.checks.dates import holds_between
        from sheetgen.request import own_domains

        platform = self.loaded.platform
        known = Known(str(platform.provider), str(platform.service), own_domains(platform), self.loaded.problems)
        entry = _entry(known, *holds_between(platform, self.today))
        self.keep(self._key, entry)
        return known

    def entry(self, key: str) -> Entry | None:
        """What the store holds under that key; no file is looked at twice."""
        return self.store.get(key, self.seen)

    def keep(self, key: str, entry: Entry) -> None:
        """Put into the store what this file and all that has been loaded have shaped."""
        if self.store.folder:
            self.store.put(key, entry, [*self._program, *native(), *map(of_file, self.loaded.files[1:])])

    @cached_property
    def _program(self) -> tuple[Witness, ...]:
        return (*shipped(), *libraries())

    @property
    def place(self) -> str:
        """Its whole path: what lies beside it, a logo, belongs to what it says."""
        return os.path.abspath(self.path)  # noqa: PTH100 - as text, with no link followed

    @property
    def _key(self) -> str:
        return key_of("facts", self.place, str(self.path), self.sha256)


def given(loaded: Loaded, today: date) -> Source:
    """One that has been read already."""
    source = Source(loaded.path, today)
    source.__dict__.update(loaded=loaded, sha256=loaded.sha256)
    return source


def _entry(known: Known, since: date, until: date) -> Entry:
    problems = [
        (p.code, p.severity, p.message, [p.place.source, p.place.line, p.place.column] if p.place else None, p.hint) for p in known.problems
    ]
    head = {"provider": known.provider, "service": known.service, "own": sorted(known.own), "problems": problems}
    return Entry({**head, "since": since.isoformat(), "until": until.isoformat()}, b"")


def _known(entry: Entry, today: date) -> Known | None:
    """None on a day of another kind, and where the entry lacks what is known of a fact file."""
    head: Any = entry.head
    with suppress(LookupError, TypeError, ValueError):
        if head["since"] <= today.isoformat() < head["until"]:
            told = [Problem(code, severity, text, Place(*at) if at else None, hint) for code, severity, text, at, hint in head["problems"]]
            return Known(head["provider"], head["service"], frozenset(head["own"]), tuple(told))
    return None
