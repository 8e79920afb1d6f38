"""What a check between facts gets, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from sheetgen.errors import Severity
from sheetgen.facts.platform import Platform
from sheetgen.yamlfile import YamlPath


@dataclass(frozen=True, slots=True)
class Subject:
    """The facts, the day of the run, the folder of the fact file."""

    platform: Platform
    today: date
    folder: Path


@dataclass(frozen=True, slots=True)
class Finding:
    """Where, what is wrong, what to write instead."""

    path: YamlPath
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule between facts: `find` gives a finding for each breach."""

    code: str
    severity: Severity
    find: Callable[[Subject], Iterable[Finding]]


class Unread(Exception):  # noqa: N818 - no error of anyone's: it ends a check early
    """A check asked for a part of the file that is broken, and complained of elsewhere."""


class Broken:
    """Stands for such a part."""

    def __getattr__(self, name: str) -> NoReturn:  # noqa: D105 - said above
        raise Unread(name)

    def __iter__(self) -> NoReturn:  # noqa: D105 - said above
        raise Unread


def walk(value: Any, path: YamlPath = ()) -> Iterator[tuple[YamlPath, Any]]:
    """Every fact with its path, the groups before what they hold; without the broken parts."""
    yield path, value
    if is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from walk(member, (*path, number))
