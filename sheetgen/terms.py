"""A row's words before a language: pieces, and what a catalogue or CLDR turns into pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sheetgen.blocks import Piece
from sheetgen.facts.platform import Words


@dataclass(frozen=True, slots=True)
class Message:
    """A gettext message by its short id; `{name}` in it becomes the terms of `parts[name]`, as pieces, never by formatting a string."""

    id: str
    parts: Mapping[str, Terms] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasis on what it holds."""

    terms: Terms


@dataclass(frozen=True, slots=True)
class InWords:
    """A text of the fact file, in the language of the page."""

    words: Words


@dataclass(frozen=True, slots=True)
class InCountry:
    """A country by its ISO 3166-1 alpha-2 code, named by CLDR."""

    code: str


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day, numeric and ten characters wide."""

    day: date


@dataclass(frozen=True, slots=True)
class Listed:
    """Joined as CLDR joins a list of words: with commas, and an "and" before the last."""

    members: tuple[Terms, ...]


Term = Piece | Message | Strong | InWords | InCountry | OnDay | Listed
Terms = tuple[Term, ...]
