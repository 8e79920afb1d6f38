"""What people hand to `render --from` -> its rows: CSV, JSON Lines or a plain list, told apart by how it begins."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from sheetgen.batch.encoding import Lines, encoding_of, unfit
from sheetgen.batch.row import Row
from sheetgen.batch.table import read_header, table_rows
from sheetgen.errors import Failed, Place, Problem, printable
from sheetgen.reading import blocks_of, read_blocks

STDIN = "-"


def spooled(source: str) -> BinaryIO:
    """Stdin (`-`) or a regular file, copied into an unnamed temporary file: it may change meanwhile, and is read twice.

    Raises Refused for what is no regular file or can't be read, and Failed where there is no room for the copy.
    """
    blocks = read_blocks(Path(source)) if source != STDIN else _stdin()
    copy = TemporaryFile()  # noqa: SIM115 - it is the caller's
    try:
        for block in blocks:
            copy.write(block)
        copy.seek(0)
    except OSError as error:
        copy.close()
        raise Failed(f"the list could not be copied: {printable(error.strerror or str(error))}", "make room, or set TMPDIR") from error
    return copy


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
    first = next((line for line in lines if line.text is None or line.text.strip()), None)
    if first is None:
        return
    lines.put_back([first])
    header = read_header(lines, source)
    if isinstance(header, Problem):
        yield header
    elif header:
        yield from table_rows(lines, header, source)
    else:
        yield from _plain(lines, source)


def _plain(lines: Lines, source: str) -> Iterator[Row | Problem]:
    """The lines but for empty ones and those that begin with `#`."""
    for line in lines:
        if problem := unfit(line, source):
            yield problem
        elif line.text and line.text.strip() and not line.text.startswith("#"):
            yield Row(Place(source, line.number), line.text, pasted=True)
