"""Slots in a recipe's code and prose, between guillemets, and how they are filled.

`«name»` stands for one value; a line with it is repeated for each of several. `«name|, »` stands for all, joined by what follows the bar.
A second bar is followed by what a domain with its subdomains, or a wildcard, is written with: `«customer|.»` gives `.kunde.example` a
line of its own, `«customers| : |*.»` a member, `«certificates|:|.»` writes `.platform.example` for `*.platform.example`.
`«first certificate»` stands for the first value alone, where a product takes one; the line is left out where there is none.
`«minimum? protocols=>=»` is the text after the question mark and the value, or nothing where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

Name = Literal["domain", "customer", "certificate", "mx", "outgoing", "network", "minimum", "provider", "service"]
PLURALS: Mapping[str, Name] = {
    "customers": "customer",
    "certificates": "certificate",
    "mxs": "mx",
    "outgoings": "outgoing",
    "networks": "network",
}
FIRST = "first "
_SLOT = re.compile(r"«([^«»]*)»")


class SlotError(ValueError):
    """A slot that nobody knows."""

    def __init__(self, message: str, hint: str) -> None:
        """Both for a complaint about the recipe."""
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot. `joined`: what stands between several values; `before`: None where it is not optional; `first`: the first value alone."""

    name: Name
    joined: str | None = None
    wild: str | None = None
    before: str | None = None
    first: bool = False

    @property
    def repeats(self) -> bool:
        """Whether the line stands once for each value."""
        return self.joined is None and self.before is None and not self.first


Part = str | Slot


@dataclass(frozen=True, slots=True)
class Value:
    """A name to fill in. `wild`: with all names below it; of a certificate's name: it begins with `*.`, which `name` then lacks."""

    name: str
    wild: bool = False

    def written(self, slot: Slot) -> Iterator[str]:
        """As the slot writes it: a domain with subdomains is itself and, where the slot says how, all below it."""
        if slot.name == "certificate":
            yield (("*." if slot.wild is None else slot.wild) if self.wild else "") + self.name
            return
        yield self.name
        if self.wild and slot.wild is not None:
            yield slot.wild + self.name


Values = Mapping[Name, tuple[Value, ...]]


def parse_line(line: str) -> tuple[Part, ...]:
    """The text and the slots of a line. Raises SlotError."""
    parts: list[Part] = []
    for i, text in enumerate(_SLOT.split(line)):
        if i % 2:
            parts.append(_slot(text))
        elif "«" in text or "»" in text:
            raise SlotError("a guillemet has no partner", "write a slot as «name»")
        elif text:
            parts.append(text)
    return tuple(parts)


def _slot(text: str) -> Slot:
    body, question, before = text.partition("?")
    typed, *bars = body.split("|") if not question else (body,)
    first = typed.startswith(FIRST)
    typed = typed.removeprefix(FIRST)
    name = PLURALS.get(typed, typed)
    if name not in get_args(Name):
        known = ", ".join((*get_args(Name), *PLURALS))
        raise SlotError(f"«{text}» is no slot", f"there are {known}")
    if first and (typed in PLURALS or question):
        raise SlotError(f"«{text}» is one and several", "write «first customer» for the first")
    if (typed in PLURALS) != (bool(bars) and typed in PLURALS) or len(bars) > (2 if typed in PLURALS else 1):
        raise SlotError(f"«{text}» has no or too much after its name", "write «customers|, » for all, and «customer» for one a line")
    if typed in PLURALS:
        return Slot(name, bars[0], bars[1] if len(bars) > 1 else None)  # type: ignore[arg-type]
    return Slot(name, None, bars[0] if bars else None, before if question else None, first)  # type: ignore[arg-type]


def filled(line: str, values: Values) -> Iterator[str]:
    """A line of code -> the lines that it stands for; none where a value is not known and the slot is not optional."""
    parts = parse_line(line)
    if any(isinstance(part, Slot) and part.first and not values.get(part.name) for part in parts):
        return
    repeated = next((part for part in parts if isinstance(part, Slot) and part.repeats), None)
    if repeated is None:
        yield "".join(_text(part, values) for part in parts)
        return
    for value in values.get(repeated.name, ()):
        for written in value.written(repeated):
            yield "".join(written if part == repeated else _text(part, values) for part in parts)


def _text(part: Part, values: Values) -> str:
    if isinstance(part, str):
        return part
    held = values.get(part.name, ())
    if part.before is not None:
        return part.before + held[0].name if held else ""
    if part.joined is None:
        return next(held[0].written(part), "") if held else ""
    return part.joined.join(written for value in held for written in value.written(part))


def in_prose(text: str, values: Values) -> str:
    """A text with its slots filled: all values of each, joined by commas where the slot does not say by what."""
    return "".join(_text(replace(p, joined=", ") if isinstance(p, Slot) and p.repeats else p, values) for p in parse_line(text))
