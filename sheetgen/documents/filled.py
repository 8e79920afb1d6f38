"""A page that is prepared, filled: what the marks stand for is put in. Standard library alone."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from sheetgen.documents import breaking
from sheetgen.documents.marks import Held, Mark, Piece, is_marked, joined, parted, put

Part = bytes | tuple[str, Mark]
"""Constant bytes, or how a slot is written there (plain, utf-16, or the name of an alphabet) and which."""


class Room(NamedTuple):
    """How far a name may reach where it stands: the width of each character in that type, and what there is, in one unit."""

    mark: Mark
    widths: str
    most: float


class Open(NamedTuple):
    """An object of a PDF that has slots: its number; for a stream its dictionary's entries, for a dictionary None; its parts."""

    number: int
    entries: bytes | None
    parts: Sequence[Part]


class Master(NamedTuple):
    """A PDF with its slots open: all constant objects, then those with slots.

    `places`: kind, place and index (ISO 32000-1, 7.5.8.3) of the constant objects by number. `alphabets`: each character's glyph in
    hexadecimal. `widths`: of the characters, by name.
    """

    constant: bytes
    places: Mapping[int, tuple[int, int, int]]
    opened: Sequence[Open]
    root: int
    info: int
    alphabets: Mapping[str, Mapping[str, str]]
    widths: Mapping[str, Mapping[str, float]]
    rooms: Sequence[Room]


class Prepared(NamedTuple):
    """A document with its slots open. `data`: the sheet's, of which its number is taken; `text` of a text format, else a master."""

    kind: str
    data: str
    text: str = ""
    master: Master | None = None


class TooWideError(Exception):
    """A name that would move what stands beside it: the document has to be laid out for it."""


def fill(prepared: Prepared, held: Held) -> bytes:
    """The document. Raises TooWideError."""
    return Filler(prepared).fill(held)


class Filler:
    """A prepared page as it is filled again and again: what is the same each time is done once."""

    def __init__(self, prepared: Prepared) -> None:
        """Of a page that may be filled once or ten thousand times."""
        self._data = parted(prepared.data)
        self._made = _READY[prepared.kind](prepared)

    def fill(self, held: Held) -> bytes:
        """The document. Raises TooWideError."""
        number = hashlib.sha256(joined(self._data, held)).hexdigest()[:8]
        return self._made({**held, "number": number})


def _text(prepared: Prepared) -> _Made:
    pieces = parted(prepared.text)
    return lambda held: joined(pieces, held)


def _lines(prepared: Prepared) -> _Made:
    """Lines without a mark are broken once."""
    pieces: list[Piece] = []
    for is_open, lines in groupby(re.findall(".*\n", prepared.text), is_marked):
        text = "".join(lines)
        pieces.append(_broken(text) if is_open else breaking.broken(text).encode())
    return lambda held: joined(pieces, held)


def _broken(text: str) -> Piece:
    return lambda held: breaking.broken(put(text, held)).encode()


class _Pdf:
    def __init__(self, prepared: Prepared) -> None:
        master = prepared.master
        if master is None:
            raise ValueError("a PDF is prepared as a master")
        self._master = master
        self._rooms = [(room.mark, master.widths[room.widths], room.most) for room in master.rooms]
        self._slots = {part for one in master.opened for part in one.parts if not isinstance(part, bytes)}
        self._digest = hashlib.sha256(master.constant)
        places = {**master.places, **{one.number: (1, 0, 0) for one in master.opened}}  # where those stand is known once they are filled
        self._table = b"".join([_row(0, 0, 0xFFFF), *(_row(*places[number]) for number in range(1, len(places) + 1))])

    def __call__(self, held: Held) -> bytes:
        """The PDF, with the slots' values in it; its identifier is taken of all that stands before it."""
        for mark, widths, most in self._rooms:
            if sum([widths[character] for character in held[mark]]) > most:
                raise TooWideError(mark)
        master, digest, table = self._master, self._digest.copy(), bytearray(self._table)
        values = {(how, mark): _written(how, held[mark], master) for how, mark in self._slots}
        out, place = [master.constant], len(master.constant)
        for number, entries, parts in master.opened:
            body = b"".join([part if isinstance(part, bytes) else values[part] for part in parts])
            indirect = b"%d 0 obj\n%b\nendobj\n" % (number, body if entries is None else stream(entries, body))
            table[number * _ROW : (number + 1) * _ROW] = _row(1, place, 0)
            out.append(indirect)
            digest.update(indirect)
            place += len(indirect)
        number = len(table) // _ROW
        packed = _compressed(table + _row(1, place, 0))
        name = digest.hexdigest()[:32].encode()
        entries = b"/Type /XRef/Size %d/W [1 3 2]/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]/Filter /FlateDecode" % (
            *(number + 1, master.root, master.info, name, name),
        )
        out.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, stream(entries, packed), place))
        return b"".join(out)


def is_as_filled(pdf: bytes) -> bool:
    """Whether a PDF's identifier is that of the objects before it: whoever changes one, or puts something behind, has another."""
    end = _END.search(pdf, max(0, len(pdf) - _LONGEST_END))
    place = int(end[1]) if end else 0
    identifier = _IDENTIFIER.search(pdf, place, place + _LONGEST_HEAD)
    return identifier is not None and identifier[1].decode() == hashlib.sha256(pdf[:place]).hexdigest()[:32]


_END = re.compile(rb"startxref\n([0-9]{1,9})\n%%EOF\n\Z")
_IDENTIFIER = re.compile(rb"/ID \[<([0-9a-f]{32})> <\1>\]")
_LONGEST_END, _LONGEST_HEAD = 32, 256
_ROW = 6


def _row(kind: int, place: int, index: int) -> bytes:
    """A row of the cross-reference stream, /W [1 3 2] (ISO 32000-1, 7.5.8.2)."""
    return b"%c%b%b" % (kind, place.to_bytes(3, "big"), index.to_bytes(2, "big"))


def stream(entries: bytes, body: bytes) -> bytes:
    """A stream object's content."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(body), body)


def _compressed(table: bytearray) -> bytes:
    """With a window of 4 KiB, as large as a table is: in a third of the time of the usual 32, whose memory takes most of it."""
    packing = zlib.compressobj(1, zlib.DEFLATED, 12, 5)
    return packing.compress(table) + packing.flush()


def _written(how: str, value: str, master: Master) -> bytes:
    if how == "plain":
        return value.encode("ascii")
    if how == "utf-16":
        return value.encode("utf-16-be").hex().encode()
    glyphs = master.alphabets[how]
    return "".join([glyphs[character] for character in value]).encode()


_Made = Callable[[Held], bytes]
_READY: Mapping[str, Callable[[Prepared], _Made]] = {"text": _text, "lines": _lines, "pdf": _Pdf}
