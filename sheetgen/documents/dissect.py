"""A PDF that was written as sheetgen writes it, taken apart: streams, packed objects, the text of its pages.

No PDF parser: what another program wrote comes out in few parts or none. What is inflated is bounded, whatever a stream holds.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

MOST_STREAMS = 2000
MOST_INFLATED = 8 << 20
_MOST_IN_STREAM = 2 << 20
_MOST_NUMBERS = 1 << 20
_STREAM = re.compile(rb"(?:^|\n)(\d{1,6}) 0 obj\n(<<[^\n]{0,1000}>>)\nstream\n")
_LENGTH = re.compile(rb"/Length (\d{1,8})")
_PACKED = re.compile(rb"/Type /ObjStm/N \d{1,6}/First (\d{1,8})")
_PLAIN = re.compile(rb"(?:^|\n)(\d{1,6}) 0 obj\n(<<[^\n]{0,100000}>>)\nendobj\n")
_PAGE = re.compile(rb"<</Type /Page/[^\n]*?/Contents \[([\d R]{1,10000})\]")
_FONT = re.compile(rb"<</Type /Font/Subtype /Type0/BaseFont /([A-Z]{6})\+[^\n]*?/ToUnicode (\d{1,6}) 0 R")
_CHARACTER = re.compile(rb"<([0-9a-f]{4})> <((?:[0-9a-f]{4}){1,8})>")
_SHOWN = re.compile(rb"/([A-Z]{6}) [\d.]+ Tf|\[([^\[\]\n]*)\] TJ")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")


@dataclass(frozen=True)
class Dissected:
    """`streams`: the dictionary of each stream and its inflated content, by object number; `plain`: what stands by itself."""

    streams: Mapping[int, tuple[bytes, bytes]]
    plain: Mapping[int, bytes]

    @cached_property
    def packed(self) -> Mapping[int, bytes]:
        """The objects that are no streams, by number."""
        return {**self.plain, **{number: data for head, content in self.streams.values() for number, data in _unpacked(head, content)}}

    @cached_property
    def pages(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of each page's content streams, in order."""
        found = (_PAGE.match(data) for data in self.packed.values())
        return tuple(tuple(map(int, page[1].split()[::3])) for page in found if page)

    def texts(self, page: tuple[int, ...]) -> list[str]:
        """The runs of text that a page shows, in the order of its content; glyphs that no font explains as U+FFFD."""
        characters: Mapping[int, str] = {}
        runs = []
        for found in _SHOWN.finditer(b"\n".join(self.streams.get(number, (b"", b""))[1] for number in page)):
            if found[1]:
                characters = self._fonts.get(found[1], {})
            else:
                glyphs = b"".join(_GLYPHS.findall(found[2]))
                runs.append("".join(characters.get(int(glyphs[i : i + 4], 16), "\ufffd") for i in range(0, len(glyphs), 4)))
        return runs

    @cached_property
    def _fonts(self) -> Mapping[bytes, Mapping[int, str]]:
        fonts = (font for data in self.packed.values() if (font := _FONT.match(data)))
        return {font[1]: _characters(self.streams.get(int(font[2]), (b"", b""))[1]) for font in fonts}


def dissect(content: bytes) -> Dissected:
    """Take a file apart, as far as it is written as ours are. No byte belongs to two streams, so no file takes long."""
    streams: dict[int, tuple[bytes, bytes]] = {}
    left, end, whole = MOST_INFLATED, 0, memoryview(content)
    while left > 0 and len(streams) < MOST_STREAMS and (found := _STREAM.search(content, end)):
        length = _LENGTH.search(found[2])
        end = found.end() + (int(length[1]) if length else 0)
        raw = whole[found.end() : end]
        most = min(left, _MOST_IN_STREAM)
        data = _inflated(raw, most) if b"/FlateDecode" in found[2] else bytes(raw[:most])
        left -= len(data)
        streams[int(found[1])] = (found[2], data)
    return Dissected(streams, {int(number): data for number, data in _PLAIN.findall(content[:MOST_INFLATED])})


def _inflated(raw: memoryview, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, most)
    except zlib.error:
        return b""


def _unpacked(head: bytes, content: bytes) -> list[tuple[int, bytes]]:
    """The objects of a stream; none where they overlap."""
    packed = _PACKED.search(head)
    if not packed:
        return []
    first = int(packed[1])
    numbers = [int(number) for number in content[: min(first, _MOST_NUMBERS)].split() if number.isdigit() and len(number) < 10]
    starts = [first + offset for offset in numbers[1::2]]
    if any(start > end for start, end in pairwise(starts)):
        return []
    return [(n, content[start:end].rstrip()) for n, start, end in zip(numbers[::2], starts, [*starts[1:], len(content)], strict=False)]


def _characters(mapping: bytes) -> Mapping[int, str]:
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for glyph, text in _CHARACTER.findall(mapping)}
