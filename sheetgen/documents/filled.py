"""A page that is prepared, filled: what the marks stand for is put in. Standard library alone."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sheetgen.documents import breaking
from sheetgen.documents.marks import Held, Mark, put

Part = bytes | tuple[str, Mark]
"""Constant bytes, or how a slot is written there (`_WRITTEN`, or the name of an alphabet) and which."""


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
    number = hashlib.sha256(put(prepared.data, held).encode()).hexdigest()[:8]
    return _FILLERS[prepared.kind](prepared, {**held, "number": number})


def _text(prepared: Prepared, held: Held) -> bytes:
    return put(prepared.text, held).encode()


def _lines(prepared: Prepared, held: Held) -> bytes:
    return breaking.broken(put(prepared.text, held)).encode()


def _pdf(prepared: Prepared, held: Held) -> bytes:
    master = prepared.master
    if master is None:
        raise ValueError("a PDF is prepared as a master")
    for room in master.rooms:
        widths = master.widths[room.widths]
        if sum(widths[character] for character in held[room.mark]) > room.most:
            raise TooWideError(room.mark)
    return written(master, held)


def written(master: Master, held: Held) -> bytes:
    """The PDF, with the slots' values in it; its identifier is taken of all that stands before it."""
    out, place, places = [master.constant], len(master.constant), dict(master.places)
    digest = hashlib.sha256(master.constant)
    for number, entries, parts in master.opened:
        body = b"".join([part if isinstance(part, bytes) else _put_in(part, held, master) for part in parts])
        indirect = b"%d 0 obj\n%b\nendobj\n" % (number, body if entries is None else stream(entries, body))
        places[number] = (1, place, 0)
        out.append(indirect)
        digest.update(indirect)
        place += len(indirect)
    number = len(places) + 1
    rows = [(0, 0, 0xFFFF), *(places[i] for i in range(1, number)), (1, place, 0)]
    table = zlib.compress(b"".join([bytes((kind,)) + at.to_bytes(3, "big") + index.to_bytes(2, "big") for kind, at, index in rows]), 9)
    name = digest.hexdigest()[:32].encode()
    entries = b"/Type /XRef/Size %d/W [1 3 2]/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]/Filter /FlateDecode" % (
        *(number + 1, master.root, master.info, name, name),
    )
    out.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, stream(entries, table), place))
    return b"".join(out)


def stream(entries: bytes, body: bytes) -> bytes:
    """A stream object's content."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(body), body)


def _put_in(part: tuple[str, Mark], held: Held, master: Master) -> bytes:
    how, mark = part
    if written_as := _WRITTEN.get(how):
        return written_as(held[mark])
    glyphs = master.alphabets[how]
    return "".join([glyphs[character] for character in held[mark]]).encode()


_WRITTEN: Mapping[str, Callable[[str], bytes]] = {
    "plain": lambda value: value.encode("ascii"),
    "utf-16": lambda value: value.encode("utf-16-be").hex().encode(),
}
_FILLERS: Mapping[str, Callable[[Prepared, Held], bytes]] = {"text": _text, "lines": _lines, "pdf": _pdf}
