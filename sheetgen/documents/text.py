"""The sheet as plain text: 72 columns, names alone on their line and never broken, ready for a mail or a ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, dropwhile

from sheetgen.blocks import (
    Block,
    Both,
    Code,
    Directions,
    Host,
    Letterhead,
    Link,
    Literally,
    Mail,
    Names,
    Note,
    Pair,
    Paragraph,
    Part,
    Phone,
    Piece,
    Pieces,
    Plain,
    Section,
    Slot,
    Steps,
    Table,
    Title,
)
from sheetgen.documents import Job, breaking
from sheetgen.documents.breaking import Unbroken
from sheetgen.slots import Values

STEP_INDENT = "   "
VALUE_INDENT = "    "
_BLANK = Unbroken(())


def unbroken(job: Job) -> Sequence[Unbroken]:
    """All of the text, before it is broken."""
    runs = [run for block in job.page.blocks for run in _block(block, job.values)]
    while runs and runs[-1] == _BLANK:
        runs.pop()
    return runs


# ---- pieces


def _text(piece: Piece, values: Values) -> str:
    match piece:
        case Plain(text=text) | Literally(text=text):
            return text
        case Host():
            return piece.before + piece.name
        case Mail():
            return piece.address
        case Phone():
            return piece.printed
        case Link():
            return piece.url
        case Slot():
            return piece.before + values[piece.name]
        case Both():
            raise TypeError("both wordings of a piece are written one after the other")


def _in_turn(pieces: Pieces) -> Iterator[Piece]:
    """Both wordings one after the other, with a stroke between them."""
    for piece in pieces:
        if not isinstance(piece, Both):
            yield piece
            continue
        *first, last = piece.de
        yield from (*first, replace(last, text=last.text.rstrip(" ")) if isinstance(last, Plain) else last, Plain(" / "), *piece.en)


def _flat(pieces: Pieces, values: Values) -> str:
    return "".join(_text(piece, values) for piece in _in_turn(pieces))


def _words(pieces: Pieces, values: Values) -> Iterator[str]:
    """What may stand on a line of its own: words of plain text, everything else whole, glued where no blank parts them."""
    word = ""
    for piece in _in_turn(pieces):
        text = _text(piece, values)
        if not isinstance(piece, Plain):
            word += text
            continue
        first, *rest = text.split(" ")
        word += first
        for following in rest:
            if word:
                yield word
            word = following
    if word:
        yield word


def _fill(pieces: Pieces, values: Values, indent: str = "") -> Iterator[Unbroken]:
    if words := tuple(_words(pieces, values)):
        yield Unbroken(words, indent)


def _named(pieces: Pieces, values: Values, indent: str) -> Iterator[Unbroken]:
    """As _fill, but each name alone on a line, so that it can be copied."""
    run: list[Piece] = []
    for piece in _in_turn(pieces):
        if isinstance(piece, Host | Mail | Phone | Link | Slot):
            yield from _fill(tuple(run), values, indent)
            yield Unbroken((_text(piece, values),), indent)
            run = []
        elif isinstance(piece, Plain) and not run:
            run.append(replace(piece, text=piece.text.removeprefix(",").lstrip(" ")))
        else:
            run.append(piece)
    yield from _fill(tuple(run), values, indent)


# ---- blocks


def _letterhead(block: Letterhead, values: Values) -> Iterator[Unbroken]:
    """Provider and service on a line, the provider only once where the service bears its name; below them date, ticket and number."""
    named_twice = _flat(block.provider, values) in _flat(block.service, values)
    yield from _fill(block.service if named_twice else (*block.provider, Plain(" "), *block.service), values)
    for label, value in block.meta:
        yield from _fill((*label, Plain(" "), *value), values)
    yield _BLANK


def _title(block: Title, values: Values) -> Iterator[Unbroken]:
    yield from _capitals(block.words, values)
    yield Unbroken((_flat(block.name, values),))
    yield Unbroken(("=" * breaking.WIDTH,))
    yield _BLANK
    yield from _named(block.configuration, values, "")
    for line in block.lines:
        yield from _fill(line, values)
    if block.status:
        yield _BLANK
        yield from _capitals((*block.status.label, Plain(" "), *block.status.day), values)
    yield _BLANK


def _capitals(pieces: Pieces, values: Values) -> Iterator[Unbroken]:
    return _fill((Plain(_flat(pieces, values).upper()),), values)


def _section(block: Section, values: Values) -> Iterator[Unbroken]:
    yield _BLANK
    yield from _capitals(block.heading, values)
    yield Unbroken(("-" * breaking.WIDTH,))
    yield _BLANK
    for line in block.aside:
        yield from _fill(line, values)
        yield _BLANK
    for inner in block.blocks:
        yield from _block(inner, values)


def _paragraph(block: Paragraph, values: Values) -> Iterator[Unbroken]:
    yield from _fill(block.pieces, values)
    yield _BLANK


def _steps(block: Steps, values: Values) -> Iterator[Unbroken]:
    for step in block.steps:
        inside = (run for inner in step.blocks for run in _in_step(inner, values))
        yield from _numbered(step.number, chain(_named(step.heading, values, STEP_INDENT), inside))
        yield _BLANK


def _in_step(block: Block, values: Values) -> Iterator[Unbroken]:
    """Sentences read on: a name in them gets no line of its own."""
    match block:
        case Paragraph():
            yield from _fill(block.pieces, values, STEP_INDENT)
        case Pair():
            for inner in (*block.de, *block.en):
                yield from _in_step(inner, values)
        case _:
            yield from _inner(block, values, STEP_INDENT)


def _part(block: Part, values: Values) -> Iterator[Unbroken]:
    yield from _capitals(block.heading, values)
    yield _BLANK
    for inner in block.blocks:
        yield from _block(inner, values)


def _numbered(number: int, runs: Iterator[Unbroken]) -> Iterator[Unbroken]:
    yield next(runs)._replace(indent=f"{number}  ")
    yield from runs


def _directions(block: Directions, values: Values) -> Iterator[Unbroken]:
    """What holds in each direction, then from whom to whom: on one line, or the name on a line of its own."""
    ends = {"right": block.left, "left": block.right}
    for arrow in block.arrows:
        yield from _numbered(arrow.number, _fill(arrow.holds, values, STEP_INDENT))
        yield from _fill((*ends[arrow.towards][:1], Plain(" --> "), *arrow.end), values, STEP_INDENT)
        yield _BLANK


def _table(block: Table, values: Values) -> Iterator[Unbroken]:
    for row in block.rows:
        yield from _fill(row.label, values)
        if row.note:
            yield from _fill((Plain("("), *row.note, Plain(")")), values)
        for inner in row.value:
            yield from _inner(inner, values, VALUE_INDENT)
        yield _BLANK


def _inner(block: Block, values: Values, indent: str) -> Iterator[Unbroken]:
    """A block inside a step or a value: names alone on their lines, no blank line after it."""
    match block:
        case Paragraph():
            yield from _named(block.pieces, values, indent)
        case Names():
            for name in block.names:
                yield from _named(name, values, indent)
        case Note():
            yield from _fill((Plain("[ "), *block.label, Plain(" "), *block.pieces, Plain(" ]")), values, indent)
        case Pair():
            for inner in (*block.de, *block.en):
                yield from _inner(inner, values, indent)
        case Code():  # from the first column: a here-document ends in no other
            yield _BLANK
            if block.where:
                yield from (Unbroken((_flat(block.where, values),)), _BLANK)
            yield from (Unbroken((_flat(line, values),)) for line in block.lines)
        case _:
            raise TypeError(f"{type(block).__name__} can't stand inside a step or a value")


def _pair(block: Pair, values: Values) -> Iterator[Unbroken]:
    for inner in (*block.de, *block.en):
        yield from _block(inner, values)


def _alone(block: Names | Note | Code, values: Values) -> Iterator[Unbroken]:
    yield from dropwhile(lambda run: run == _BLANK, _inner(block, values, ""))
    yield _BLANK


_BLOCKS: dict[type, Callable[..., Iterable[Unbroken]]] = {
    Letterhead: _letterhead,
    Title: _title,
    Section: _section,
    Paragraph: _paragraph,
    Steps: _steps,
    Directions: _directions,
    Table: _table,
    Part: _part,
    Pair: _pair,
    Names: _alone,
    Note: _alone,
    Code: _alone,
}


def _block(block: Block, values: Values) -> Iterable[Unbroken]:
    return _BLOCKS[type(block)](block, values)
