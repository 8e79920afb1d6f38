"""What a page says, from top to bottom: what each format must say in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sheetgen.blocks import (
    Arrow,
    Code,
    Directions,
    Letterhead,
    Names,
    Note,
    Page,
    Pair,
    Paragraph,
    Section,
    Status,
    Step,
    Steps,
    Table,
    TableRow,
    Title,
    Values,
)
from sheetgen.documents.lettering import flat

_PARTS: Mapping[type, Callable[[Any], Iterable[Any]]] = {
    Letterhead: lambda b: (*(("Logo", b.provider) if b.logo else ()), b.provider, b.service, *chain.from_iterable(b.meta)),
    Title: lambda b: (b.words, b.name, b.configuration, *b.lines, *filter(None, [b.status])),
    Status: lambda b: (b.label, b.day),
    Section: lambda b: (b.heading, *b.aside, *b.blocks),
    Paragraph: lambda b: (b.pieces,),
    Names: lambda b: b.names,
    Note: lambda b: (b.label, b.pieces),
    Code: lambda b: b.lines,
    Steps: lambda b: b.steps,
    Step: lambda b: (str(b.number), b.heading, *b.blocks),
    Directions: lambda b: (b.left, b.right, *b.arrows),
    Arrow: lambda b: (str(b.number), b.what, b.end, b.alternative, b.holds),
    Pair: lambda b: (*b.de, *b.en),
    Table: lambda b: b.rows,
    TableRow: lambda b: (b.label, b.note, *b.value),
}


def in_order(page: Page, values: Values) -> Iterator[str]:
    """The texts of a page, block after block."""
    return chain.from_iterable(_texts(block, values) for block in page.blocks)


def _texts(part: Any, values: Values) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        yield flat(part, values)
    else:
        for inner in _PARTS[type(part)](part):
            yield from _texts(inner, values)
