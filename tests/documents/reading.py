"""What a page says, from top to bottom: what each format must say in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from sheetgen.blocks import (
    Arrow,
    Both,
    Code,
    Directions,
    Letterhead,
    Literally,
    Names,
    Note,
    Page,
    Pair,
    Paragraph,
    Part,
    Plain,
    Section,
    Status,
    Step,
    Steps,
    Table,
    TableRow,
    Title,
)
from sheetgen.documents.lettering import flat
from sheetgen.slots import Values

WIDEST = 127
"""Characters of the longest line of code that stands on one line of the paper."""

_PARTS: Mapping[type, Callable[[Any], Iterable[Any]]] = {
    Letterhead: lambda b: (*(("Logo", b.provider) if b.logo else ()), b.provider, b.service, *chain.from_iterable(b.meta)),
    Title: lambda b: (b.words, b.name, b.configuration, *b.lines, *filter(None, [b.status])),
    Status: lambda b: (b.label, b.day),
    Section: lambda b: (b.heading, *b.aside, b.broken, *b.blocks),
    Paragraph: lambda b: (b.pieces,),
    Names: lambda b: b.names,
    Note: lambda b: (b.label, b.pieces),
    Code: lambda b: (b.where, *b.lines),
    Part: lambda b: (b.heading, *b.blocks),
    Steps: lambda b: b.steps,
    Step: lambda b: (str(b.number), b.heading, *b.blocks),
    Directions: lambda b: (b.left, b.right, *b.arrows),
    Arrow: lambda b: (str(b.number), b.what, b.end, b.alternative, b.holds),
    Pair: lambda b: (*b.de, *b.en),
    Table: lambda b: b.rows,
    TableRow: lambda b: (b.label, b.note, *b.value),
}


def in_order(page: Page, values: Values, *, on_paper: bool = False) -> Iterator[str]:
    """The texts of a page, block after block."""
    return chain.from_iterable(_texts(block, values) for block in _said_of_code(page, values, on_paper=on_paper))


def _said_of_code(page: Page, values: Values, *, on_paper: bool) -> Iterator[Any]:
    """The blocks; that a line of code is broken says, on paper, the first section that has one too wide for it."""
    said = not on_paper
    for block in page.blocks:
        wide = any(len(flat(line, values)) > WIDEST for code in codes(block) for line in code.lines)
        yield replace(block, broken=()) if isinstance(block, Section) and (said or not wide) else block
        said |= wide


def codes(block: Any) -> Iterator[Code]:
    """All code in a block."""
    if isinstance(block, Code):
        yield block
    for inner in (*getattr(block, "blocks", ()), *getattr(block, "steps", ())):
        yield from codes(inner)


def _texts(part: Any, values: Values) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        yield flat(part, values)
    else:
        for inner in _PARTS[type(part)](part):
            yield from _texts(inner, values)


def in_languages(page: Page, values: Values) -> Iterator[tuple[str, str]]:
    """The same texts piece by piece, each with the language in which it is to be read."""
    blocks = _said_of_code(page, values, on_paper=True)
    return chain.from_iterable(_said(block, "en" if page.lang == "en" else "de", values) for block in blocks)


def _said(part: Any, lang: str, values: Values) -> Iterator[tuple[str, str]]:
    inside: tuple[tuple[str, Any], ...]
    match part:
        case Both() | Pair():
            inside = (("de", part.de), ("en", part.en))
        case tuple():
            inside = tuple((lang, inner) for inner in part)
        case Arrow():  # the words of a drawing are one text
            inside = tuple((lang, flat(inner, values) if inner is part.alternative else inner) for inner in _PARTS[Arrow](part))
        case Code(lang="de" | "en" as lang):  # a letter
            inside = tuple((lang, line) for line in part.lines)
        case _ if type(part) in _PARTS:
            inside = tuple((lang, inner) for inner in _PARTS[type(part)](part))
        case _:
            yield _language(part, lang), part if isinstance(part, str) else flat((part,), values)
            return
    for inner_lang, inner in inside:
        yield from _said(inner, inner_lang, values)


def _language(piece: Any, lang: str) -> str:
    if isinstance(piece, Literally):
        return "en"
    return (piece.lang if isinstance(piece, Plain) else None) or lang
