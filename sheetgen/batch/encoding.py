"""A list's bytes -> its lines: which encoding they are in, by one pass over them all; then a line at a time, and none over a limit."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from io import IncrementalNewlineDecoder
from typing import BinaryIO, NamedTuple, TextIO

from sheetgen.errors import Place, Problem
from sheetgen.reading import BLOCK

LONGEST_LINE = 1 << 16
"""Characters of one line, and of one record: whoever hands over more has mistaken the file."""

SAVE_AS = "save the list as “CSV UTF-8”, or as text in UTF-8"

_MARKS = (  # UTF-32's begin as UTF-16's do, so they stand before them
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_UNMARKED = (  # how the first two characters of ASCII look, with null bytes between
    (re.compile(rb"[^\0]\0{3}|\0{3}[^\0]"), "UTF-32"),
    (re.compile(rb"[^\0]\0[^\0]\0|\0[^\0]\0[^\0]"), "UTF-16 without a byte order mark"),
)
_NO_LIST = (  # how the first characters look; bytes that are in no encoding stand for characters of Latin-1
    (re.compile("PK\3\4"), "an Excel workbook, or another ZIP file"),
    (re.compile("\xd0\xcf\x11\xe0"), "an old Excel workbook"),
    (re.compile("%PDF"), "a PDF"),
    (re.compile(r"\{\\rtf"), "a document of a word processor (RTF)"),
    (re.compile(r"(?i)\s*<(?:!doctype|!--|\?xml|(?:html|head|meta|body|table)[\s>])"), "a web page, or other HTML or XML"),
)
_BEGINNING = 256
"""Bytes by which they are told."""
_NOT_WINDOWS = re.compile(
    rb"""(?x) (?<!\r)\n | \r(?!\n)                                                      # a bare line end
    | [\xc2-\xdf][\x80-\xbf] | [\xe0-\xef][\x80-\xbf]{2} | [\xf0-\xf4][\x80-\xbf]{3} # a character of UTF-8"""
)
_NOT_IN_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Line(NamedTuple):
    """A line with its number and without its end; None in place of a text that is too long."""

    number: int
    text: str | None


def encoding_of(file: BinaryIO, source: str) -> str | Problem:
    """The name of the codec that reads the whole file, or why there is none. The file is at its beginning afterwards.

    UTF-8; UTF-16 with its mark; Windows-1252 where every line ends in CRLF, as Windows writes it: elsewhere it would be a guess.
    """
    file.seek(0)
    found = _encoding(file, file.read(_BEGINNING), source)
    file.seek(0)
    return found


def _encoding(file: BinaryIO, start: bytes, source: str) -> str | Problem:
    marked = next((codec for mark, codec in _MARKS if start.startswith(mark)), None)
    unmarked = next((name for pattern, name in _UNMARKED if pattern.match(start)), None)
    seen = start.decode("latin-1" if marked in {None, "utf-32"} else marked or "", "ignore")
    if what := next((name for pattern, name in _NO_LIST if pattern.match(seen)), None):
        return Problem("list.no-text", "refusal", f"this is {what}, and no list", Place(source), SAVE_AS)
    if marked == "utf-32" or unmarked:
        return Problem("list.encoding", "refusal", f"this is {unmarked or 'UTF-32'}, which is not taken", Place(source), SAVE_AS)
    codec = marked or "utf-8"
    scanned = codec.removesuffix("-sig")  # whose errors are counted from behind the mark
    wrong = _first_wrong(file, scanned)
    if wrong is None:
        return codec
    if codec == "utf-8" and _is_windows_1252(file):
        return _windows_1252(file, source)
    name = "UTF-16" if codec == "utf-16" else "UTF-8"
    return Problem("list.encoding", "refusal", f"this line is not {name}", Place(source, _line_at(file, scanned, wrong)), SAVE_AS)


def _first_wrong(file: BinaryIO, codec: str) -> int | None:
    """Where the first byte stands that the codec can't read."""
    decoder, read = codecs.getincrementaldecoder(codec)(), 0
    for block in _blocks(file):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            return read - held + error.start
        read += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return read - len(decoder.getstate()[0])
    return None


def _is_windows_1252(file: BinaryIO) -> bool:
    """Whether there are line ends, all are CRLF, and nothing looks like a character of UTF-8: else two encodings were mixed."""
    last, some = b" ", False  # a byte that was looked at, and three where something may begin that ends in the next block
    for block in _blocks(file):
        text = last + block
        found = _NOT_WINDOWS.search(text, 1)
        if found and found.start() < len(text) - 3:
            return False
        last, some = text[-4:], some or b"\n" in block
    return some and not _NOT_WINDOWS.search(last, 1)


def _windows_1252(file: BinaryIO, source: str) -> str | Problem:
    line = 1
    for block in _blocks(file):
        if lacking := _NOT_IN_WINDOWS_1252.search(block):
            line += block.count(b"\n", 0, lacking.start())
            message = f"this line is not UTF-8, and byte {lacking[0][0]:02X} is no character of Windows-1252"
            return Problem("list.encoding", "refusal", message, Place(source, line), SAVE_AS)
        line += block.count(b"\n")
    return "cp1252"


def _line_at(file: BinaryIO, codec: str, position: int) -> int:
    decoder = IncrementalNewlineDecoder(codecs.getincrementaldecoder(codec)("replace"), translate=True)
    line = 1
    for block in _blocks(file):
        line += decoder.decode(block[:position]).count("\n")
        position -= len(block)
        if position <= 0:
            break
    return line


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning."""
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


class Lines:
    """The lines of a text, a line at a time; some can be put back. They end in LF, CR or both."""

    def __init__(self, text: TextIO) -> None:
        """`text`: opened with universal newlines."""
        self._text = text
        self._number = 0
        self._back: list[Line] = []

    def __iter__(self) -> Lines:
        """Itself."""
        return self

    def __next__(self) -> Line:
        """The next line. Raises StopIteration."""
        if self._back:
            return self._back.pop()
        text = self._text.readline(LONGEST_LINE + 1)
        if not text:
            raise StopIteration
        self._number += 1
        if len(text) <= LONGEST_LINE or text.endswith("\n"):
            return Line(self._number, text.removesuffix("\n"))
        while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
            pass
        return Line(self._number, None)

    def put_back(self, lines: Sequence[Line]) -> None:
        """Have these lines come next, the first of them first."""
        self._back.extend(reversed(lines))


def unfit(line: Line, source: str) -> Problem | None:
    """Why a line can't be read: it is too long, or holds a control character."""
    if line.text is None:
        message = f"this line is longer than {LONGEST_LINE} characters"
        return Problem("list.long-line", "refusal", message, Place(source, line.number), "is it the right file? write one domain a line")
    if control := _CONTROL.search(line.text):
        message = f"the control character U+{ord(control[0]):04X} stands here"
        return Problem("list.control", "refusal", message, Place(source, line.number, control.start() + 1), "take it out")
    return None
