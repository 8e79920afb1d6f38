"""A list as CSV -> its rows: the header names the columns, and tells which delimiter parts them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sheetgen.batch.columns import MOST_SHOWN, ColumnName, column_of, nearest, none_of_ours
from sheetgen.batch.encoding import LONGEST_LINE, Line, Lines, unfit
from sheetgen.batch.row import Row, row_of
from sheetgen.errors import Place, Problem, printable

DELIMITERS = (";", ",", "\t", "|")
MOST_LINES = 100
"""Lines of one record: a quote that nobody closed is told where it stands, and what follows it is read."""

_SEPARATOR = re.compile(r"sep=([^\w\s\"'=]|\t)", re.IGNORECASE)
"""Excel's own line, which names the delimiter."""

_EXCEL_ERROR = re.compile(
    r"#(?:NV|N/A|BEZUG!|REF!|WERT!|VALUE!|NAME\?|ZAHL!|NUM!|DIV/0!|NULL!|ÜBERLAUF!|SPILL!|KALK!|CALC!|FELD!|FIELD!|#+)", re.IGNORECASE
)
_EXCEL_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+")


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of one record, and the lines it was read from."""

    lines: tuple[Line, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says: a column for each of its cells, None for one that is none of ours."""

    place: Place
    delimiter: str
    names: tuple[str, ...]
    columns: tuple[ColumnName | None, ...]


def read_header(lines: Lines, source: str) -> Header | Problem | None:
    """The header that the lines begin with; None, and nothing read, where they begin with none.

    It is one where a cell names the column of domains. Of the delimiters it is the one that finds the most names; of one name, `;`.
    """
    first = next(lines)
    separator = _SEPARATOR.fullmatch(first.text.strip(" ") if first.text else "")
    if separator:
        first = next((line for line in lines if line.text is None or line.text.strip()), first)
    found = []
    for delimiter in separator[1] if separator else DELIMITERS:
        record = _record(first, lines, delimiter, source)
        if isinstance(record, _Record):
            found.append(_header(record, delimiter, source))
            lines.put_back(record.lines[1:])
    header = max(found, key=_known, default=None)
    if header and "domain" in header.columns:
        _record(first, lines, header.delimiter, source)  # past it
        return header
    if separator or (header and _is_meant(header)):
        return _without_domains(Place(source, first.number), header)
    lines.put_back([first])
    return None


def _header(record: _Record, delimiter: str, source: str) -> Header:
    names = [cell.strip() for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    return Header(Place(source, record.lines[0].number), delimiter, tuple(names), tuple(column_of(name) for name in names))


def _known(header: Header) -> int:
    return sum(column is not None for column in header.columns)


def _is_meant(header: Header) -> bool:
    """Whether a line that names no column of domains is a header all the same: two of its names, and half of all, are ours or nearly."""
    alike = sum(column is not None or nearest(name) is not None for name, column in _some(header))
    return _known(header) > 0 and alike >= max(2, len(header.names) / 2)


def _some(header: Header) -> list[tuple[str, ColumnName | None]]:
    return list(zip(header.names, header.columns, strict=True))[:MOST_SHOWN]


def _without_domains(place: Place, header: Header | None) -> Problem:
    near = next((name for name, column in _some(header) if not column and column_of(nearest(name) or "") == "domain"), "") if header else ""
    hint = "name it “domain” or “Domäne”" + (f" in place of “{printable(near)}”" if near else "")
    return Problem("list.no-domain-column", "refusal", "this header has no column of domains", place, hint)


def table_rows(lines: Lines, header: Header, source: str) -> Iterator[Row | Problem]:
    """The rows below a header, and a problem for each that can't be read. Columns that are none of ours are one doubt."""
    twice = next((column for column in header.columns if column and header.columns.count(column) > 1), None)
    if twice:
        one, other, *_ = (printable(name) for name, column in zip(header.names, header.columns, strict=True) if column == twice)
        message = f"“{one}” and “{other}” are the same column"
        yield Problem("list.column-twice", "refusal", message, header.place, "keep one of them")
        return
    if None in header.columns:
        foreign = [name for name, column in zip(header.names, header.columns, strict=True) if column is None]
        message, hint = none_of_ours(foreign)
        yield Problem("list.column", "doubt", message, header.place, hint)
    for first in lines:
        record = _record(first, lines, header.delimiter, source)
        if isinstance(record, Problem):
            yield record
            continue
        cells = [cell.strip() for cell in record.cells]
        if any(cells):
            yield _row(cells, header, Place(source, first.number))


def _row(cells: list[str], header: Header, place: Place) -> Row | Problem:
    width = len(header.names)
    if len(cells) < width or any(cells[width:]):
        message = f"this row has {len(cells)} cells, the header {width}"
        mark = {"\t": "a tab"}.get(header.delimiter, f"“{header.delimiter}”")
        return Problem(
            "list.cells", "refusal", message, place, f"write {width}, empty ones too, parted by {mark}; in quotes what holds one"
        )
    values = {column: cell for column, cell in zip(header.columns, cells[:width], strict=True) if column}
    for column, cell in values.items():
        if _EXCEL_ERROR.fullmatch(cell):
            message = f"“{printable(cell)}” under {column} is what Excel writes in place of a value that it can't show"
            return Problem("list.excel", "refusal", message, place, "mend the formula, widen the column or empty the cell, and save anew")
        if _EXCEL_ROUNDED.fullmatch(cell):
            message = f"“{cell}” under {column} is a number that Excel has rounded"
            return Problem("list.excel", "refusal", message, place, "format the column as text, type the number anew, and save")
    return row_of(values, place)


def _record(first: Line, lines: Lines, delimiter: str, source: str) -> _Record | Problem:
    """The record that begins with `first`; of one that can't be read all other lines are put back."""
    if problem := unfit(first, source):
        return problem
    taken: list[Line] = []
    try:
        cells = next(csv.reader(_texts(first, lines, taken), delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        lines.put_back(taken[1:])
        message = "a quote is not closed in this row, or text follows its end"
        if _too_much(len(taken), sum(map(_length, taken))):
            message += f"; or it has more than {MOST_LINES} lines or {LONGEST_LINE} characters"
        hint = "put the whole cell in quotes, and write each quote in it twice"
        return Problem("list.quote", "refusal", message, Place(source, first.number), hint)
    return next((problem for line in taken if (problem := unfit(line, source))), None) or _Record(tuple(taken), tuple(cells))


def _texts(first: Line, lines: Lines, taken: list[Line]) -> Iterator[str]:
    """The lines that the parser asks for, as long as it may; where they end inside a quote it complains."""
    size = 0
    for line in chain((first,), lines):
        taken.append(line)
        size += _length(line)
        if line.text is None or _too_much(len(taken), size):
            return
        yield line.text + "\n"


def _length(line: Line) -> int:
    return len(line.text or "")


def _too_much(lines: int, size: int) -> bool:
    return lines > MOST_LINES or size > LONGEST_LINE
