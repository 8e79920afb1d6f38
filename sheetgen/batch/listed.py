"""What people hand to `render --from` -> its rows: CSV, JSON Lines or a plain list, told apart by how it begins."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from sheetgen.batch.encoding import Lines, encoding_of, unfit
from sheetgen.batch.kept import Kept
from sheetgen.batch.objects import EXAMPLE, object_rows
from sheetgen.batch.row import Row
from sheetgen.batch.table import read_header, table_rows
from sheetgen.errors import Place, Problem, Refused
from sheetgen.reading import blocks_of, read_blocks

STDIN = "-"

_CELLS = re.compile(r"[^\s;,]+(?: *[;\t] *[^\s;,]+)+")
_ONE_VALUE = re.compile(r'\{|\[\s*(?:["{\]].*)?')


def copied(source: str) -> Kept:
    """Stdin (`-`) or a regular file, copied: it may change meanwhile, and is read twice.

    Raises Refused for what is no regular file or can't be read, and Failed where there is no room for the copy.
    """
    if not source:
        raise Refused([Problem("file.missing", "refusal", "no file was named", Place("--from"), "name the list, or - for stdin")])
    if source != STDIN and _is_pipe(Path(source)):
        hint = "let the command write to stdin, and name that with --from -"
        raise Refused([Problem("file.kind", "refusal", "this is a pipe (FIFO)", Place(source), hint)])
    blocks = read_blocks(Path(source)) if source != STDIN else _stdin()
    with ExitStack() as undo:
        copy = undo.enter_context(Kept())
        for block in blocks:
            copy.write(block)
        undo.pop_all()
    return copy


def _is_pipe(path: Path) -> bool:
    try:
        return path.is_fifo()
    except OSError:  # whoever reads it says why
        return False


def _stdin() -> Iterator[bytes]:
    return blocks_of(sys.stdin.buffer, Place("stdin")) if sys.stdin else iter(())  # closed: nothing is to be read


def rows(file: BinaryIO, source: str) -> Iterator[Row | Problem]:
    """The rows of a list, from the file's beginning, a line at a time; in place of one that can't be read its problem.

    `source`: how places name it. A problem after which nothing can be read is the last. The file stays open.
    """
    codec = encoding_of(file, source)
    if isinstance(codec, Problem):
        yield codec
        return
    text = TextIOWrapper(file, codec)
    try:
        yield from _rows(Lines(text), source)
    finally:
        text.detach()


def _rows(lines: Lines, source: str) -> Iterator[Row | Problem]:
    """By the first line that says something: neither empty nor a comment."""
    first = next((line for line in lines if line.text is None or _says_something(line.text)), None)
    if first is None:
        return
    if problem := unfit(first, source) or _no_lines(first.text or "", Place(source, first.number)):
        yield problem
        return
    lines.put_back([first])
    if (first.text or "").lstrip().startswith("{"):
        yield from object_rows(lines, source)
        return
    header = read_header(lines, source)
    if isinstance(header, Problem):
        yield header
    elif header:
        yield from table_rows(lines, header, source)
    else:
        yield from _plain(lines, source)


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith("#")


def _no_lines(text: str, place: Place) -> Problem | None:
    """What is said of JSON that is no JSON Lines: one array, or an object over several lines."""
    if not _ONE_VALUE.fullmatch(text.strip()):
        return None
    return Problem("list.json", "refusal", "this is JSON, but not an object a line", place, f"write one object a line: {EXAMPLE}")


def _plain(lines: Lines, source: str) -> Iterator[Row | Problem]:
    """A row for each line that says something; and once a doubt, where names are parted as in a table."""
    doubted = False
    for line in lines:
        if line.text is not None and not _says_something(line.text):
            continue
        if not doubted and _CELLS.fullmatch((line.text or "").strip(" ")):
            doubted = True
            message = "names parted as in a table, which has no header: each of them would get a sheet, as a partner's"
            hint = "name the columns in the first line, for example domain;customer"
            yield Problem("list.no-header", "doubt", message, Place(source, line.number), hint)
        yield unfit(line, source) or Row(Place(source, line.number), line.text or "", pasted=True)
