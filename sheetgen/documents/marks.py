"""What stands for a slot in a page that is prepared: a mark, and a call where how it is set depends on what it will hold.

Marks are characters of the private use area, which no fact and no name can hold: no shipped font has them. Standard library alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from sheetgen.documents import setting

Mark = Literal[
    "domain",
    "customer",
    "ticket",
    "issued",
    "effective",
    "number",
    "customer_2",
    "customer_3",
    "issued_iso",
    "issued_digits",
    "effective_iso",
]
"""A sheet's slots, one for each of three customers, and its dates as data write them, whatever the language: `2026-11-24`, `20261124`."""
CUSTOMERS: tuple[Mark, ...] = ("customer", "customer_2", "customer_3")
MARKS: Mapping[Mark, str] = {name: chr(0xE010 + i) for i, name in enumerate(get_args(Mark))}
_NAMES: Mapping[str, Mark] = {mark: name for name, mark in MARKS.items()}
ANY = re.compile("[" + "".join(MARKS.values()) + "]")
_OPEN, _CLOSE, _BAR = "\ue000", "\ue001", "\ue002"
FILLER = "\ue003"
"""Makes a text as long as what the mark beside it stands for, where its length decides."""

_CALL = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_SLOT = re.compile(f"({_OPEN}[^{_CLOSE}]*{_CLOSE}|{ANY.pattern})")

Held = Mapping[Mark, str]
"""What the marks of one document stand for; each of its slot's characters alone, which no format escapes."""
Piece = bytes | Callable[[Held], bytes]
"""Of a text in UTF-8: what is the same whatever fills it, or what makes the piece of what the marks stand for."""

_CALLS: Mapping[str, Callable[..., str]] = {
    "run": lambda name, columns, marked: setting.run(name, int(columns), marked=bool(marked)),
    "class": setting.name_class,
    "size": setting.title_size,
}


def is_marked(text: object) -> bool:
    """Whether it is a text in which a slot stands."""
    return isinstance(text, str) and bool(ANY.search(text))


def call(what: str, name: str, *more: str) -> str:
    """A place for what that function of `_CALLS` will make of a name, once it is known."""
    return _OPEN + _BAR.join((what, name, *more)) + _CLOSE


def put(text: str, held: Held, fixed: Mapping[str, str] = MappingProxyType({})) -> str:
    """The text with its calls done and all marks replaced; none is left over. `fixed`: what is put in place of a function's calls."""

    def done(what: str, *arguments: str) -> str:
        return fixed[what] if what in fixed else _CALLS[what](*arguments)

    if _OPEN in text:
        text = _CALL.sub(lambda found: done(*_put(found[1], held).split(_BAR)), text)
    return _put(text, held)


def parted(text: str) -> list[Piece]:
    """The text parted at its marks and calls; its pieces, made and joined, are what `put` makes."""
    return [_piece(part) if i % 2 else _put(part, {}).encode() for i, part in enumerate(_SLOT.split(text))]


def joined(pieces: Iterable[Piece], held: Held) -> bytes:
    """The text of these pieces."""
    return b"".join([piece if isinstance(piece, bytes) else piece(held) for piece in pieces])


def _piece(slot: str) -> Piece:
    name = _NAMES.get(slot)
    return (lambda held: put(slot, held).encode()) if name is None else (lambda held: held[name].encode())


def _put(text: str, held: Held) -> str:
    for name, mark in MARKS.items():
        if mark in text:
            text = text.replace(mark, held[name])
    return text.replace(FILLER, "")
