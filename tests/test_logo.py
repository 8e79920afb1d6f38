"""A logo is cleaned down to its shapes."""

from __future__ import annotations

import pytest

from sheetgen.blocks import Logo, Shape
from sheetgen.errors import Refused
from sheetgen.logo import MOST_BYTES, read_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12">{}</svg>'


def logo(inside: str) -> Logo:
    """The logo of an SVG file with that inside."""
    return read_logo(SVG.format(inside).encode(), "logo.svg")


def test_shapes_stay_and_take_the_sheets_colour() -> None:
    """Geometry is kept to the letter; each colour becomes the sheet's, and `none` stays none."""
    drawn = logo('<g transform="scale(2)"><path d="M0 0L1 1Z" fill="#ff0000" stroke="none"/></g>')
    path = Shape("path", (("d", "M0 0L1 1Z"), ("fill", "currentColor"), ("stroke", "none")))
    assert drawn == Logo("0 0 24 12", 24, 12, (Shape("g", (("transform", "scale(2)"),), (path,)),))


def test_what_the_root_says_holds_for_all_shapes() -> None:
    """A drawing of strokes says so once, at its root."""
    root = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2" fill="none" stroke="red">'
    drawn = read_logo(root + b'<path d="M0 0"/></svg>', "logo.svg")
    assert drawn.shapes == (Shape("g", (("fill", "none"), ("stroke", "currentColor")), (Shape("path", (("d", "M0 0"),)),)),)


def test_a_drawing_programs_own_things_are_left_out() -> None:
    """Metadata, titles, foreign namespaces, ids and classes draw nothing and are dropped; `style` counts like attributes."""
    inside = (
        '<title>Nordlicht</title><defs><linearGradient/></defs><s:view xmlns:s="urn:s" s:zoom="2"/>'
        '<metadata><rdf:RDF xmlns:rdf="urn:x"><a/></rdf:RDF></metadata>'
        '<path id="a" class="b" style="fill:none;stroke:#000;stroke-width:2" d="M0 0"/>'
    )
    attributes = (("d", "M0 0"), ("fill", "none"), ("stroke", "currentColor"), ("stroke-width", "2"))
    assert logo(inside).shapes == (Shape("path", attributes),)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        "<style>path{}</style>",
        '<image href="x.png"/>',
        '<use href="#a"/>',
        "<text>A</text>",
        '<foreignObject width="1" height="1"/>',
        '<a href="x"><path d="M0 0"/></a>',
        '<path d="M0 0" onload="x"/>',
        '<path d="M0 0" fill="red" filter="url(#f)"/>',
        '<path d="M0 0" opacity=".5"/>',
        '<path d="url(x)"/>',
        '<rect width="10%" height="1"/>',
        '<rect width="1&quot; onload=&quot;x" height="1"/>',
        "<svg/>",
        "<defs><path id='a' d='M0 0'/></defs>",
        "",
        "<path d='M0 0'/>" * 501,
        "<g>" * 30 + "</g>" * 30,
    ],
)
def test_what_would_act_or_draw_something_else_is_refused(inside: str) -> None:
    """Script, style, reference, text, picture, transparency, units, and more than a logo holds: refused, with the line."""
    with pytest.raises(Refused) as refused:
        logo(inside)
    assert [problem.code for problem in refused.value.problems] == ["facts.logo"]


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        b"<?xml-stylesheet href='x'?>" + SVG.format("<path d='M0 0'/>").encode(),
        b"<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 1"><path d="M0 0"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1"><path d="M0 0"/></svg>',
        b"",
        b"\x00\xff",
        b"<svg",
        b" " * (MOST_BYTES + 1),
    ],
)
def test_files_that_are_no_logo(content: bytes) -> None:
    """Entities, instructions, other namespaces, no usable box, no XML, too large: refused, never another exception."""
    with pytest.raises(Refused):
        read_logo(content, "logo.svg")
