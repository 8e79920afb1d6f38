"""A platform's logo: an SVG file cleaned down to bare shapes in one colour, so that nothing foreign is ever shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from sheetgen.blocks import Logo, Shape
from sheetgen.errors import Place, Problem, Refused, printable

MOST_BYTES = 64 * 1024
MOST_SHAPES = 500
_DEEPEST = 20
_NAMESPACE = "http://www.w3.org/2000/svg"
_NUMBERS = re.compile(r"[0-9eE+\-., \t\r\n]{1,200}")
_VALUES: Mapping[str, re.Pattern[str]] = {
    "d": re.compile(r"[MmZzLlHhVvCcSsQqTtAa0-9eE+\-., \t\r\n]{1,60000}"),
    "points": re.compile(r"[0-9eE+\-., \t\r\n]{1,60000}"),
    "transform": re.compile(r"((matrix|translate|scale|rotate|skewX|skewY)\([0-9eE+\-., \t]{1,100}\)[ ,]*){1,10}"),
    "fill-rule": re.compile("nonzero|evenodd"),
    **dict.fromkeys(("x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "x1", "y1", "x2", "y2", "stroke-width"), _NUMBERS),
    **dict.fromkeys(("stroke-linecap", "stroke-linejoin"), re.compile("butt|round|square|miter|bevel")),
}
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "g": (),
    "path": ("d",),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
}
_STROKES = ("transform", "fill-rule", "stroke-width", "stroke-linecap", "stroke-linejoin")
_PAINT = ("fill", "stroke")
_SAYS_NOTHING = frozenset({"title", "desc", "metadata", "defs"})
"""Elements that draw nothing by themselves: left out with all that is in them, as other namespaces are."""
_DRAWS_MORE = frozenset(
    {"opacity", "fill-opacity", "stroke-opacity", "stroke-dasharray", "filter", "mask", "clip-path", "display", "visibility"}
)
"""Attributes without which the drawing would be another one."""
_CHANGES_NOTHING = frozenset({"", "none", "1", "1.0", "inline", "visible"})


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    shapes: list[Shape] = field(default_factory=list)


class _Reader:
    """Reads one file by events; stops at the first thing that can't be cleaned without drawing something else."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.count = 0
        self.passing_over = 0
        self.open: list[_Open] = []
        self.root: _Open | None = None
        self.box: tuple[float, ...] = ()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = lambda *_: self.refuse("a document type has no place in a logo", "delete <!DOCTYPE …>")
        self.parser.ProcessingInstructionHandler = lambda *_: self.refuse("an instruction <?…?> has no place in a logo", "delete it")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def refuse(self, message: str, hint: str) -> NoReturn:
        place = Place(self.source, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        raise Refused([Problem("facts.logo", "refusal", message, place, hint)])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if self.passing_over or (self.root and (namespace != _NAMESPACE or tag in _SAYS_NOTHING)):
            self.passing_over += 1
            return
        self.count += 1
        if namespace != _NAMESPACE or (tag not in _SHAPES if self.root else tag != "svg"):
            self.refuse(f"<{printable(tag)}> is no shape", f"a logo is <svg> in the SVG namespace, made of {', '.join(_SHAPES)}")
        if self.count > MOST_SHAPES or len(self.open) > _DEEPEST:
            self.refuse(f"this is more than {MOST_SHAPES} shapes, or {_DEEPEST} groups in each other", "simplify the drawing")
        self.open.append(_Open(tag, tuple(self.taken(tag, attributes))))
        if self.root is None:
            self.root = self.open[0]
            self.measure(attributes)

    def end(self, name: str) -> None:
        del name
        if self.passing_over:
            self.passing_over -= 1
            return
        closed = self.open.pop()
        if self.open:
            self.open[-1].shapes.append(Shape(closed.tag, closed.attributes, tuple(closed.shapes)))

    def taken(self, tag: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
        """What shapes the drawing; each colour but `none` becomes the one that the sheet gives it. `style` counts like attributes."""
        for name, value in {**attributes, **_declarations(attributes.get("style", ""))}.items():
            if name in _PAINT:
                yield name, "none" if value == "none" else "currentColor"
            elif name in _SHAPES.get(tag, ()) or name in _STROKES:
                if not _VALUES[name].fullmatch(value):
                    self.refuse(
                        f"{name} of <{tag}> holds more than its kind of value", "write numbers (in d with path commands), without units"
                    )
                yield name, value
            elif name.startswith("on") or "href" in name or "url(" in value:
                self.refuse(f"{printable(name)} of <{tag}> acts, or refers to something else", "delete it")
            elif name in _DRAWS_MORE and value not in _CHANGES_NOTHING:
                self.refuse(f"{printable(name)} of <{tag}> can't be kept in a logo of one colour", "draw it without")

    def measure(self, attributes: dict[str, str]) -> None:
        try:
            self.box = tuple(float(number) for number in re.split(r"[\s,]+", attributes.get("viewBox", "").strip()))
        except ValueError:
            self.box = ()
        if len(self.box) != 4 or not (0 < self.box[2] < 1e5 and 0 < self.box[3] < 1e5 and 1 / 20 < self.box[2] / self.box[3] < 20):
            self.refuse("the logo has no viewBox of a usable form", 'write, for example, viewBox="0 0 24 24"')


def _declarations(style: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def read_logo(content: bytes, source: str) -> Logo:
    """Clean an SVG file down to its shapes. Raises Refused, with the place, for script, style, reference, entity, text or picture."""
    if len(content) > MOST_BYTES:
        raise Refused([Problem("facts.logo", "refusal", f"a logo has at most {MOST_BYTES // 1024} KiB", Place(source), "simplify it")])
    reader = _Reader(source)
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003 - expat's own way to say: that was all
    except expat.ExpatError as error:
        place, message = Place(source, error.lineno, error.offset + 1), f"this is not well-formed: {expat.ErrorString(error.code)}"
        raise Refused([Problem("facts.logo", "refusal", message, place, "save it anew as plain SVG")]) from error
    root = reader.root
    if root is None or not root.shapes:
        raise Refused([Problem("facts.logo", "refusal", "there is no shape in this file", Place(source), "draw one path at least")])
    shapes = (Shape("g", root.attributes, tuple(root.shapes)),) if root.attributes else tuple(root.shapes)
    return Logo(" ".join(f"{number:g}" for number in reader.box), reader.box[2], reader.box[3], shapes)
