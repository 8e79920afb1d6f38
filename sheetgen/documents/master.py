"""A PDF that WeasyPrint has laid out with stand-ins, cut into constant bytes and slots (docs/architecture.md, prepared pages).

Works on pydyf objects that the finisher has mended. What is found is held against what is drawn: a stand-in that no slot replaces stops
the run.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any, NamedTuple

import pydyf

from sheetgen.documents import engine
from sheetgen.documents.filled import Master, Open, Part, Room, stream
from sheetgen.documents.marks import MARKS, Mark
from sheetgen.documents.strings import Signs, in_object, in_text, signs

_NAMES = f"{ascii_lowercase}{digits}.-"
ALPHABETS = (_NAMES, f"{_NAMES}{ascii_uppercase}_")
"""Every character that names, dates and numbers can hold, and tickets besides: fixed.css prints one of them in each type that slots are
set in, so that all glyphs are embedded."""

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_MOVED = re.compile(rb"1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm$")
_FONT = re.compile(rb"/(\w+) ([\d.]+) Tf$")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>([^<\]]*)")
_MAPPED = re.compile(rb"<[0-9a-f]{4}> <")
_RANGE = b"<0000> <ffff>"
_LEFT = re.compile(b"\xee\x80[\x80-\xbf]")
_SET_IN_COLUMNS: frozenset[Mark] = frozenset({"issued", "effective"})
"""Slots whose values all have one width."""
_SLACK = 0.5
"""CSS pixels that a name keeps away from its line's end, so that no rounding decides."""


class CutError(Exception):
    """A page that can't be cut: a stand-in is drawn where no slot was found, or something stands behind a name on its line."""


class _Font(NamedTuple):
    """What each glyph, as four hexadecimal digits, stands for, and its width in thousandths of the type's size."""

    characters: dict[str, str]
    widths: dict[str, float]


class _Run(NamedTuple):
    """An operation that shows text: its font and size, where it begins, its glyphs and the text that they stand for.

    `even`: the glyphs stand at their own widths.
    """

    font: str
    size: float
    start: tuple[float, float]
    glyphs: list[str]
    text: str
    even: bool


@dataclass(slots=True)
class _Cutter:
    pdf: Any
    fonts: Mapping[str, _Font]
    stand_ins: Signs
    places: Mapping[tuple[float, float], engine.Place]
    alphabets: dict[str, dict[str, str]] = field(default_factory=dict)
    opened: list[Open] = field(default_factory=list)
    rooms: dict[tuple[Mark, str], float] = field(default_factory=dict)

    # ---- pages

    def page(self, page: Any) -> None:
        content = self.pdf.objects[int(page["Contents"].split()[0])]
        operations = [pydyf._to_bytes(part) for part in content.stream]  # noqa: SLF001 - what it writes
        runs = dict(self._runs(operations))
        for shown in runs.values():
            if shown.text in ALPHABETS:
                self._learn(shown)
        drawn = "".join(run.text for run in runs.values() if run.text not in ALPHABETS)
        pieces: list[list[Part]] = [[]]
        found = 0
        for i, operation in enumerate(operations):
            run = runs.get(i)
            if run and run.text in ALPHABETS:
                continue
            if run and (parts := self._slots(run)):
                found += sum(not isinstance(part, bytes) for part in parts)
                pieces += [parts, []]
            else:
                pieces[-1].append(operation)
        if found != len(self.stand_ins.found(drawn)):
            raise CutError("a stand-in is drawn in several runs")
        page["Contents"] = pydyf.Array(list(self._streams(content, pieces)))

    def _learn(self, run: _Run) -> None:
        """Which glyph each character has in this type; a font has several where its digits have several forms."""
        known = [alphabet for name, alphabet in self.alphabets.items() if name.startswith(run.font)]
        alphabet = dict(zip(run.text, run.glyphs, strict=True))
        if alphabet not in known:
            self.alphabets[f"{run.font}-{len(known)}"] = alphabet

    def _runs(self, operations: Sequence[bytes]) -> Iterator[tuple[int, _Run]]:
        font, size, start = "", 0.0, (0.0, 0.0)
        for i, operation in enumerate(operations):
            if set_font := _FONT.match(operation):
                font, size = set_font[1].decode(), float(set_font[2])
            elif moved := _MOVED.match(operation):
                start = round(float(moved[1]), 3), round(float(moved[2]), 3)
            elif operation.endswith(b"] TJ"):
                shown = _GLYPHS.findall(operation)
                glyphs = [hexadecimal[k : k + 4].decode() for hexadecimal, _ in shown for k in range(0, len(hexadecimal), 4)]
                text = "".join(self.fonts[font].characters.get(glyph, "\0") for glyph in glyphs)
                yield i, _Run(font, size, start, glyphs, text, all(float(by or 0) == 0 for _, by in shown))

    def _slots(self, run: _Run) -> list[Part]:
        """The operation with its slots open; nothing where it has none."""
        parts: list[Part] = [b"[<"]
        at = 0
        for start, end, mark in self.stand_ins.found(run.text):
            alphabet = self._alphabet(run, start, end)
            if mark not in _SET_IN_COLUMNS:
                self._room(run, mark, alphabet, (start, end))
            parts += ["".join(run.glyphs[at:start]).encode(), (alphabet, mark)]
            at = end
        if at == 0:
            return []
        if not run.even:
            raise CutError(f"the glyphs of “{run.text}” are moved against each other")
        return [*parts, "".join(run.glyphs[at:]).encode() + b">] TJ"]

    def _room(self, run: _Run, mark: Mark, alphabet: str, between: tuple[int, int]) -> None:
        """Note how wide a value may be, in thousandths of the type's size: of several such places the narrowest decides."""
        place, (start, end) = self.places[run.start], between
        if behind := (run.text[end:] + place.behind).strip():
            raise CutError(f"“{behind}” stands behind {mark} “{run.text}” on its line")
        before = sum(self.fonts[run.font].widths[glyph] for glyph in run.glyphs[:start])
        most = (place.right - run.start[0] - _SLACK) * 1000 / run.size - before
        self.rooms[mark, alphabet] = min(self.rooms.get((mark, alphabet), most), most)

    def _alphabet(self, run: _Run, start: int, end: int) -> str:
        for name, alphabet in self.alphabets.items():
            if name.startswith(run.font) and [alphabet.get(c) for c in run.text[start:end]] == run.glyphs[start:end]:
                return name
        raise CutError(f"“{run.text}” is set in a type whose alphabet is not printed")

    def _streams(self, content: Any, pieces: Sequence[Sequence[Part]]) -> Iterator[bytes]:
        """The content as several streams, parted where an operation ends (ISO 32000-1, 7.8.2): the constant ones compressed."""
        for i, parts in enumerate(pieces):
            if not parts:
                continue
            constant = all(isinstance(part, bytes) for part in parts)
            made = pydyf.Stream([b"\n".join(parts)] if constant else [b""], compress=constant)  # type: ignore[arg-type]
            if i == 0:
                made.number = content.number
                self.pdf.objects[content.number] = made
            else:
                self.pdf.add_object(made)
            if not constant:
                self.opened.append(Open(int(made.number or 0), b"", parts))
            yield made.reference

    # ---- all other objects

    def objects(self) -> None:
        """What its text strings say holds stand-ins, as the HTML did; what `xmp` has written of the document holds marks."""
        streams = {one.number for one in self.opened}
        described = signs(MARKS)
        metadata = int(self.pdf.catalog["Metadata"].split()[0])
        for thing in self.pdf.objects:
            if thing.free == "f" or thing.number in streams:
                continue
            if thing.number == metadata:
                entries, parts = pydyf.Dictionary(thing.extra).data[2:-2], in_text(b"".join(thing.stream).decode(), described)
            elif isinstance(thing, pydyf.Stream):
                continue
            else:
                entries, parts = None, in_object(thing, described if thing is self.pdf.info else self.stand_ins)
            if len(parts) > 1:
                self.opened.append(Open(thing.number, entries, parts))

    # ---- the file

    def master(self) -> Master:
        opened = {one.number for one in self.opened}
        out, place = [_HEADER], len(_HEADER)
        places: dict[int, tuple[int, int, int]] = {}
        packed: list[tuple[int, bytes]] = []
        for thing in self.pdf.objects:
            if thing.free == "f" or thing.number in opened:
                continue
            if isinstance(thing, pydyf.Stream):
                indirect = thing.indirect + b"\n"
                places[int(thing.number or 0)] = (1, place, 0)
                out.append(indirect)
                place += len(indirect)
            else:
                packed.append((thing.number, thing.data))
        number, head, at = len(self.pdf.objects), [], 0
        for i, (of, data) in enumerate(packed):
            places[of] = (2, number, i)
            head.append(b"%d %d" % (of, at))
            at += len(data) + 1
        first = b" ".join(head)
        body = zlib.compress(b"\n".join((first, *(data for _, data in packed))), 9)
        entries = b"/Type /ObjStm/N %d/First %d/Filter /FlateDecode" % (len(packed), len(first) + 1)
        places[number] = (1, place, 0)
        out.append(b"%d 0 obj\n%b\nendobj\n" % (number, stream(entries, body)))
        catalog, info = self.pdf.catalog.number, self.pdf.info.number
        if left := [part for one in self.opened for part in one.parts if isinstance(part, bytes) and _LEFT.search(part)]:
            raise CutError(f"a mark is left: {left[0][:80]!r}")
        rooms = [Room(mark, alphabet, round(most, 1)) for (mark, alphabet), most in sorted(self.rooms.items())]
        return Master(b"".join(out), places, sorted(self.opened), catalog, info, self.alphabets, self._widths(), rooms)

    def _widths(self) -> dict[str, dict[str, float]]:
        used = sorted({alphabet for _, alphabet in self.rooms})
        fonts = {name: self.fonts[name.partition("-")[0]] for name in used}
        return {name: {c: font.widths[glyph] for c, glyph in self.alphabets[name].items()} for name, font in fonts.items()}


def cut(document: Any, pdf: Any, tags: Mapping[str, str], stand_ins: Mapping[Mark, str]) -> Master:
    """The master of a PDF whose slots hold these stand-ins. `tags`: what the finisher has renamed each font to. Raises CutError."""
    pdf.add_object(pdf.info)
    fonts: dict[str, _Font] = {}
    for font in engine.fonts(document):
        known = fonts.setdefault(tags[font.tag], _Font({}, {}))
        known.characters.update(font.characters)
        known.widths.update(font.widths)
    cutter = _Cutter(pdf, fonts, signs(stand_ins), engine.places(document))
    for thing in pdf.objects:
        _in_order(thing)
    for reference in pdf.page_references:
        cutter.page(pdf.objects[int(reference.split()[0])])
    cutter.objects()
    return cutter.master()


def _in_order(thing: Any) -> None:
    """WeasyPrint maps glyphs to characters in the order of their first use, which differs from name to name."""
    if isinstance(thing, pydyf.Stream) and b"begincmap" in thing.stream:
        at = [i for i, line in enumerate(thing.stream) if (_MAPPED.match(pydyf._to_bytes(line)) and pydyf._to_bytes(line) != _RANGE)]  # noqa: SLF001
        for i, line in zip(at, sorted(pydyf._to_bytes(thing.stream[i]) for i in at), strict=True):  # noqa: SLF001
            thing.stream[i] = line
