"""A page as lines to read: each block with its parts, pieces in a short form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from sheetgen.blocks import Both, Host, Link, Literally, Mail, Page, Phone, Piece, Plain, Slot

PIECES = get_args(Piece)


def dump(page: Page) -> str:
    """All blocks of a page, indented as they are nested."""
    return "\n".join(_lines(page, "")) + "\n"


def _lines(thing: Any, indent: str) -> Iterator[str]:
    yield f"{indent}{type(thing).__name__}"
    for field in fields(thing):
        value = getattr(thing, field.name)
        if value in ((), None, False):
            continue
        if isinstance(value, tuple) and is_dataclass(value[0]) and not isinstance(value[0], PIECES):
            for part in value:
                yield from _lines(part, indent + "  ")
        elif is_dataclass(value):
            yield from _lines(value, indent + "  ")
        else:
            yield f"{indent}  {field.name}: {_shown(value)}"


def _shown(value: Any) -> str:
    if not isinstance(value, tuple):
        return str(value)
    return "".join(map(_piece, value)) if isinstance(value[0], PIECES) else " | ".join(map(_shown, value))


def _piece(piece: Any) -> str:
    return SHORT[type(piece)](piece) if type(piece) in SHORT else str(piece)


def _plain(piece: Plain) -> str:
    words = f"**{piece.text}**" if piece.strong else piece.text
    return f"[{piece.lang}:{words}]" if piece.lang else words


SHORT: dict[type, Callable[[Any], str]] = {
    Plain: _plain,
    Host: lambda piece: f"<{piece.before}{piece.name}>",
    Slot: lambda piece: f"{{{piece.before}{piece.name}{'!' if piece.strong else ''}}}",
    Mail: lambda piece: f"<{piece.address}>",
    Link: lambda piece: f"<{piece.url}>",
    Phone: lambda piece: f"<{piece.printed} = {piece.e164}>",
    Literally: lambda piece: f"`{piece.text}`",
    Both: lambda piece: f"({_shown(piece.de)} // {_shown(piece.en)})",
}
