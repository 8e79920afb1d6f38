"""A tagged PDF as a screen reader takes it: each structure element with its text, language and place. Read with pikepdf."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_LETTERS = re.compile(r"<([0-9a-f]{4})> *<([0-9a-f]{4,})>")
_INLINE = frozenset({"/Span", "/Code", "/Link", "/NonStruct"})
_SHOWS = frozenset({"TJ", "Tj", "'", '"'})
_CURVES = frozenset({"m", "l", "c", "v", "y"})
_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"})


@dataclass(slots=True)
class Content:
    """What is drawn between two marks: its text, and the box of its lines and curves in points from the lower left."""

    mark: str
    kind: str = ""
    text: str = ""
    drawn: bool = False
    corners: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its language is its own or an outer one's. `kids` are elements, and the texts of marked content."""

    kind: str
    lang: str
    own_lang: str
    page: int
    entries: Any
    kids: tuple[Element | str, ...]
    contents: tuple[Content, ...]

    def below(self) -> Iterator[Element]:
        """The element and all in it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.below()

    def said(self) -> Iterator[tuple[str, str]]:
        """Language and text, in reading order: a figure says its words, and a block begins anew."""
        if "/Alt" in self.entries:
            yield self.lang, f" {self.entries.Alt} "
        for kid in self.kids:
            if isinstance(kid, Element):
                yield self.lang, "" if kid.kind in _INLINE else " "
                yield from kid.said()
            else:
                yield self.lang, kid

    @property
    def text(self) -> str:
        """All that is read out, blanks and all."""
        return "".join(text for _, text in self.said())


@dataclass(frozen=True, slots=True)
class Tagged:
    """A document: its tree, and what is drawn outside of the tree."""

    root: Element
    apart: tuple[Content, ...]

    def of(self, *kinds: str) -> list[Element]:
        """The elements of these kinds, in reading order."""
        return [element for element in self.root.below() if element.kind in kinds]


def read(document: pikepdf.Pdf) -> Tagged:
    """Read a document. Each piece of marked content may have one owner; what has none is left apart."""
    pages = {page.objgen: number for number, page in enumerate(document.pages)}
    contents = [list(_contents(page)) for page in document.pages]
    numbered = {(page, int(content.mark)): content for page, drawn in enumerate(contents) for content in drawn if content.mark.isdecimal()}
    (top,) = document.Root.StructTreeRoot.K
    root = _element(top, str(document.Root.get("/Lang", "")), 0, pages, numbered)
    return Tagged(root, (*(c for drawn in contents for c in drawn if not c.mark.isdecimal()), *numbered.values()))


def _element(entries: Any, lang: str, page: int, pages: Mapping[Any, int], numbered: dict[tuple[int, int], Content]) -> Element:
    own = str(entries.get("/Lang", ""))
    page = pages[entries.Pg.objgen] if "/Pg" in entries else page
    inside = entries.get("/K", [])
    kids: list[Element | str] = []
    contents: list[Content] = []
    for kid in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                kids.append(_element(kid, own or lang, page, pages, numbered))
        else:
            contents.append(numbered.pop((page, int(kid))))
            kids.append(contents[-1].text)
    return Element(str(entries.S), own or lang, own, page, entries, tuple(kids), tuple(contents))


def _contents(page: Any) -> Iterator[Content]:
    """What is drawn on a page, mark by mark; outside of all marks the mark is empty."""
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    letters: Mapping[str, str] = {}
    matrices = [pikepdf.Matrix()]
    marks = [Content("")]
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in ("BDC", "BMC"):
            marks.append(_marked(*operands))
        elif operator == "EMC":
            yield marks.pop()
        elif operator in _STATE:
            _STATE[operator](matrices, operands)
        elif operator == "Tf":
            letters = fonts[str(operands[0])]
        elif operator in _SHOWS:
            marks[-1].text += _shown(operands[-1], letters)
        else:
            marks[-1].drawn |= operator in _PAINTS
            marks[-1].corners += map(matrices[-1].transform, _points(operator, operands))
    yield marks.pop()


_STATE: Mapping[str, Callable[[list[pikepdf.Matrix], list[Any]], None]] = {
    "q": lambda matrices, _: matrices.append(matrices[-1]),
    "Q": lambda matrices, _: matrices.__delitem__(-1),
    "cm": lambda matrices, numbers: matrices.__setitem__(-1, pikepdf.Matrix(*numbers) @ matrices[-1]),
}
"""The operators of the graphics state: the last matrix is the one that holds."""


def _points(operator: str, operands: list[Any]) -> list[tuple[float, float]]:
    """The points that an operator adds to a path."""
    if operator == "re":
        left, bottom, width, height = map(float, operands)
        return [(left, bottom), (left + width, bottom + height)]
    numbers = [float(number) for number in operands] if operator in _CURVES else []
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _marked(tag: Any, properties: Any = None) -> Content:
    entries: Any = properties if isinstance(properties, pikepdf.Dictionary) else {}
    return Content(str(entries.get("/MCID", tag)), str(entries.get("/Type", "")))


def _letters(font: Any) -> Mapping[str, str]:
    pairs = _LETTERS.findall(font.ToUnicode.read_bytes().decode().lower())
    return {glyph: bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _shown(operand: Any, letters: Mapping[str, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    glyphs = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String)).hex()
    return "".join(letters.get(glyphs[i : i + 4], "�") for i in range(0, len(glyphs), 4))
