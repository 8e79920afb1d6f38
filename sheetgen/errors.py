"""What can go wrong, as types; and the one place that makes foreign text safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["refusal", "doubt", "warning"]

LONGEST_SHOWN = 300
"""Characters of one foreign text that are worth showing; what is longer says how much was left out."""

_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK_RANGES = (
    (0x34F, 0x34F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)
_BLANKED = frozenset(chr(n) for first, last in _BLANK_RANGES for n in range(first, last + 1))
"""Letters and marks that are drawn as nothing: Unicode's Default_Ignorable_Code_Point, without those in _NOT_SHOWN."""


def printable(text: str) -> str:
    r"""Foreign text -> text for a terminal: control, unseen, unassigned and surrogate characters as `\u{202e}`, at most LONGEST_SHOWN."""
    shown = text[:LONGEST_SHOWN]
    plain = shown.isascii() and shown.isprintable()  # most are, and there are many in a list
    safe = shown if plain else "".join(c if is_shown(c) else f"\\u{{{ord(c):x}}}" for c in shown)
    return safe if len(text) <= LONGEST_SHOWN else f"{safe}… ({len(text)} characters)"


def is_shown(character: str) -> bool:
    """Tell a character that a reader sees, or sees the effect of."""
    return character not in _BLANKED and unicodedata.category(character) not in _NOT_SHOWN


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in what: a file with line and column (1-based; 0 = the whole file), or an argument such as `DOMAIN[2]`."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`file:line:column`, as compilers write it."""
        numbers = (str(n) for n in (self.line, self.column) if n)
        return ":".join((printable(self.source), *numbers))


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint. `code` is stable (`--accept` and tests name it).

    Without a `message` the catalogues hold the words: message and hint under `problem.<code>`, with `parts` in their placeholders.
    """

    code: str
    severity: Severity
    message: str = ""
    place: Place | None = None
    hint: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


def stops(problems: Sequence[Problem], *, accept: frozenset[str], strict: bool) -> bool:
    """Whether one is a refusal or a doubt that nobody accepted; with `strict` a warning is a refusal, too."""
    stopping = {"refusal", "doubt", "warning"} if strict else {"refusal", "doubt"}
    return any(p.severity in stopping and not (p.severity == "doubt" and p.code in accept) for p in problems)


class SheetgenError(Exception):
    """Whatever the command line turns into text and an exit status."""


class Refused(SheetgenError):  # noqa: N818 - it says what happened
    """The input was wrong: exit 2. Carries every problem of the call, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """The problems in the order in which they are to be read."""
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Places and codes, for tests and logs; the words are the command line's."""
        return "; ".join(f"{p.place}: {p.code}" if p.place else p.code for p in self.problems)


class Failed(SheetgenError):  # noqa: N818 - as above
    """The input was right and something else was not (disk, desk, font): exit 1. `hint` is the line that mends it."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Both texts are for a terminal already."""
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The message alone."""
        return self.message

    @property
    def in_full(self) -> str:
        """Message and hint, on one line."""
        return f"{printable(self.message)}; {printable(self.hint)}" if self.hint else printable(self.message)


class Exhausted(Failed):
    """What the next attempt would meet as well: a full disk, one that can't be written any more."""
