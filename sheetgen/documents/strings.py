"""Where slots stand in what a PDF says besides its pages: in text strings (ISO 32000-1, 7.9.2.2) and in its XMP packet, nowhere else.

They are looked for as characters of a text, before it is written: its bytes, and above all its hexadecimal digits, may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pydyf

from sheetgen.documents.filled import Part
from sheetgen.documents.marks import Mark


class Signs(NamedTuple):
    """What stands for slots in a text."""

    any_of: re.Pattern[str]
    marks: Mapping[str, Mark]

    def found(self, text: str) -> list[tuple[int, int, Mark]]:
        """Where they stand: start, end, and which."""
        return [(found.start(), found.end(), self.marks[found[0]]) for found in self.any_of.finditer(text)]


def signs(texts: Mapping[Mark, str]) -> Signs:
    """Of the text that stands for each slot; where one begins another, the longer is meant."""
    longest_first = sorted(texts.values(), key=len, reverse=True)
    return Signs(re.compile("|".join(map(re.escape, longest_first))), {text: mark for mark, text in texts.items()})


def in_text(text: str, of: Signs) -> list[Part]:
    """A text in UTF-8."""
    return _joined([between.encode() for between in of.any_of.split(text)], "plain", of.found(text))


def in_object(thing: Any, of: Signs) -> list[Part]:
    """An object that is no stream, as pydyf writes it: a single part where no text string in it has a slot."""
    parts: list[Part] = [b""]
    for part in _written(thing, of):
        if isinstance(part, bytes) and isinstance(parts[-1], bytes):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _written(thing: Any, of: Signs) -> Iterator[Part]:
    if isinstance(thing, pydyf.Dictionary):
        yield b"<<"
        for key, value in thing.items():
            yield b"/" + _bytes(key) + b" "
            yield from _written(value, of)
        yield b">>"
    elif isinstance(thing, pydyf.Array):
        yield b"["
        for i, member in enumerate(thing):
            yield b" " if i else b""
            yield from _written(member, of)
        yield b"]"
    elif isinstance(thing, pydyf.String) and isinstance(thing.string, str) and (found := of.found(thing.string)):
        yield from _text_string(of.any_of.split(thing.string), found)
    else:
        yield _bytes(thing)


def _text_string(texts: Sequence[str], found: Sequence[tuple[int, int, Mark]]) -> list[Part]:
    """In ASCII if what stands between its slots is, since what fills them always is; else in UTF-16."""
    if "".join(texts).isascii():
        return [b"(", *_joined([pydyf.String(text).data[1:-1] for text in texts], "plain", found), b")"]
    return [b"<feff", *_joined([text.encode("utf-16-be").hex().encode() for text in texts], "utf-16", found), b">"]


def _joined(texts: Sequence[bytes], how: str, found: Sequence[tuple[int, int, Mark]]) -> list[Part]:
    """The texts with the slots between them."""
    parts: list[Part] = [texts[0]]
    for (_, _, mark), text in zip(found, texts[1:], strict=True):
        parts += [(how, mark), text]
    return parts


def _bytes(thing: Any) -> bytes:
    made: bytes = pydyf._to_bytes(thing)  # noqa: SLF001 - what it writes
    return made
