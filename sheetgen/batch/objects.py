"""A list as JSON Lines -> its rows: one object a line, its keys named as columns are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import NamedTuple

from sheetgen.batch.columns import ColumnName, column_of, none_of_ours
from sheetgen.batch.encoding import Line, Lines, unfit
from sheetgen.batch.row import Row, row_of
from sheetgen.errors import Place, Problem, printable

MOST_FOREIGN = 20
"""Keys that are told as none of ours: more are neither told nor remembered."""

EXAMPLE = '{"domain": "firma.example"}'

_SEVERAL = frozenset[ColumnName]({"customer", "language"})
_BLANKS = re.compile(r"[ \t]*")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of surrogate pairs, which an escape can bring."""

_QUOTES = "write keys and values in double quotes"
_ONE_A_LINE = f"write one object a line: {EXAMPLE}"
_SYNTAX = (  # how the parser's words begin -> ours
    ("Expecting value", "a value is wanted here", f"{_QUOTES}, or null"),
    ("Unterminated string", "this text has no end", 'close it with "'),
    ("Invalid control character", "a tab stands within this text", r"write \t, or a blank"),
    ("Invalid \\", "there is no such escape", r"write \\ for a backslash"),
)
_BROKEN = ("this is no JSON", _QUOTES)


class _Whole(NamedTuple):
    """A whole number as it was written: none is computed, however long."""

    digits: str


_DECODER = JSONDecoder(parse_int=_Whole, parse_float=lambda _: 0, parse_constant=lambda _: 0)


class _BadObject(Exception):  # noqa: N818 - it says what it is about
    """What is wrong with a line, and before which of its characters."""

    def __init__(self, at: int, code: str, message: str, hint: str) -> None:
        super().__init__(at, code, message, hint)
        self.at, self.code, self.message, self.hint = at, code, message, hint


class _Pair(NamedTuple):
    """A key and its value, and where each begins."""

    at: int
    key: str
    value_at: int
    value: object


def object_rows(lines: Lines, source: str) -> Iterator[Row | Problem]:
    """The rows of all lines that are not empty, and a problem for each that can't be read. A key that is none of ours is a doubt, once."""
    foreign: set[str] = set()
    for line in lines:
        if problem := unfit(line, source):
            yield problem
        elif line.text and line.text.strip():
            yield from _read(line, line.text, source, foreign)


def _read(line: Line, text: str, source: str, foreign: set[str]) -> Iterator[Row | Problem]:
    cells: dict[ColumnName, str] = {}
    seen: set[str] = set()
    try:
        for pair in _pairs(text):
            column = column_of(pair.key)
            _once(column or pair.key, pair, seen)
            if column:
                cells[column] = _cell(column, pair)
            elif (shown := printable(pair.key)) not in foreign and len(foreign) < MOST_FOREIGN:
                foreign.add(shown)
                message, hint = none_of_ours([pair.key])
                yield Problem("list.column", "doubt", message, Place(source, line.number, pair.at + 1), hint)
        yield row_of(cells, Place(source, line.number))
    except _BadObject as bad:
        yield Problem(bad.code, "refusal", bad.message, Place(source, line.number, bad.at + 1), bad.hint)


def _once(name: str, pair: _Pair, seen: set[str]) -> None:
    if name in seen:
        raise _BadObject(pair.at, "list.column-twice", f"“{printable(pair.key)}” says once more what stands before it", "keep one of them")
    seen.add(name)


def _cell(column: ColumnName, pair: _Pair) -> str:
    """The text of a value; where there may be several, of a list of texts."""
    several = column in _SEVERAL
    values: list[object] = pair.value if several and isinstance(pair.value, list) else [] if pair.value is None else [pair.value]
    if column == "ticket":  # a number to most programs
        values = [value.digits if isinstance(value, _Whole) else value for value in values]
    texts = [value.strip() for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        hint = "write it in double quotes, or null" + (', or several as ["…", "…"]' if several else "")
        raise _BadObject(pair.value_at, "list.value", f"the value of “{printable(pair.key)}” is no text", hint)
    if odd := _UNFIT.search(" ".join(texts)):
        message = f"the value of “{printable(pair.key)}” holds the character U+{ord(odd[0]):04X}, which is none to be read"
        raise _BadObject(pair.value_at, "list.control", message, "take it out")
    return ", ".join(filter(None, texts))


def _pairs(text: str) -> Iterator[_Pair]:
    """The keys and values of a line's object, in their order. Raises _BadObject where it is none, or not alone."""
    at = _expect(text, 0, "{", "this line is no object")
    closed = text.startswith("}", at)
    at += closed
    while not closed:
        key_at = _expect(text, at, '"', "a key is wanted here") - 1
        key, after = _value(text, key_at)
        value_at = _expect(text, after, ":", "a colon is wanted here")
        value, after = _value(text, value_at)
        yield _Pair(key_at, str(key), value_at, value)
        at = _after_blanks(text, after)
        closed = text.startswith("}", at)
        at = at + 1 if closed else _expect(text, at, ",", "a comma or } is wanted here")
    if (rest := _after_blanks(text, at)) < len(text):
        raise _BadObject(rest, "list.json", "something follows the object", _ONE_A_LINE)


def _expect(text: str, at: int, mark: str, message: str) -> int:
    """Past a mark, and the blanks around it. Raises _BadObject with the message where it is missing."""
    at = _after_blanks(text, at)
    if at == len(text):
        raise _BadObject(at, "list.json", "the object does not end in this line", _ONE_A_LINE)
    if not text.startswith(mark, at):
        raise _BadObject(at, "list.json", message, _ONE_A_LINE if mark == "{" else _QUOTES)
    return _after_blanks(text, at + 1) if mark != '"' else at + 1


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _value(text: str, at: int) -> tuple[object, int]:
    """The value that begins there, and where it ends. Raises _BadObject."""
    try:
        value: tuple[object, int] = _DECODER.raw_decode(text, at)
    except JSONDecodeError as error:
        message, hint = next(((ours, hint) for theirs, ours, hint in _SYNTAX if error.msg.startswith(theirs)), _BROKEN)
        raise _BadObject(error.pos, "list.json", message, hint) from error
    except RecursionError as error:
        raise _BadObject(at, "list.value", "this value is nested too deep to be one of ours", _QUOTES) from error
    return value
