"""What WeasyPrint 70 leaves out of a file that is PDF/A-2a and PDF/UA-1 at once, and what veraPDF can't see.

Works on pydyf objects before they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import pydyf

from sheetgen.documents import engine
from sheetgen.errors import Failed

_POINTS = 0.75
"""Points in a CSS pixel."""
_INLINE = {"b": "/Span", "i": "/Span", "code": "/Code"}
"""HTML elements that WeasyPrint tags as nothing, so that their language would hang on nothing."""
_NEVER_NESTED = frozenset({"/P", "/H1", "/H2", "/H3"})
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LINKS = {"mailto:": "E-Mail: ", "tel:": "Tel.: ", "https://": "Web: "}


def mend(element: Any, source: Any) -> None:
    """For `engine.tagged`: kind, language and the scope of a header cell pass from the HTML element to the structure element."""
    if element["S"] == "/NonStruct":
        element["S"] = _INLINE.get(source.tag, "/NonStruct")
    if source.tag != "html" and source.get("lang"):
        element["Lang"] = pydyf.String(source.get("lang"))
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"


def finish(document: Any, pdf: Any, blocks: Iterable[engine.Lines]) -> Mapping[str, str]:
    """WeasyPrint's `finisher`: mends the objects of a PDF in place, and gives each font's new tag. Raises Failed for a missing glyph."""
    fonts = engine.fonts(document)
    _all_glyphs_there(fonts)
    elements = {element.number: element for element in _structure(pdf)}
    for element in elements.values():
        _no_paragraph_in_itself(elements, element)
        if element["S"] == "/Figure":
            _bounding_box_in_points(pdf, element)
        elif element["S"] == "/L":
            _list_numbering(elements, element)
    _margins_are_artifacts(pdf, elements)
    _say_where_links_go(pdf)
    _end_words(pdf, fonts, {(block.page, content) for block in blocks for content in _words_end(block)})
    return _number_font_tags(pdf, fonts)


def _all_glyphs_there(fonts: tuple[engine.UsedFont, ...]) -> None:
    missing = sorted({character for font in fonts for character in font.missing})
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        raise Failed(f"no shipped font has {named}", "write it with other characters in the template")


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _structure(pdf: Any) -> Iterator[Any]:
    """All structure elements that hang in the tree; those of margin boxes don't."""
    todo = list(_object(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while todo:
        element = _object(pdf, todo.pop())
        if "S" in element:  # else it is a reference to an annotation
            yield element
            todo += (child for child in element["K"] if isinstance(child, bytes))


def _no_paragraph_in_itself(elements: Mapping[int, Any], element: Any) -> None:
    """WeasyPrint tags the anonymous boxes inside a block as the block itself, so a reader would hear of two headings."""
    todo = list(element["K"]) if element["S"] in _NEVER_NESTED else []
    while todo:
        inner = _child(elements, todo.pop())
        todo += inner.get("K", ())
        if inner.get("S") in _NEVER_NESTED:
            inner["S"] = "/NonStruct"


def _bounding_box_in_points(pdf: Any, figure: Any) -> None:
    """WeasyPrint writes CSS pixels from the top of the page; ISO 32000-1, 14.8.5.4.3 wants points from its bottom."""
    height = _object(pdf, figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = (edge * _POINTS for edge in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])


def _list_numbering(elements: Mapping[int, Any], listed: Any) -> None:
    """What stands before the items (ISO 32000-1, 14.8.5.5): a bullet where there are labels, else nothing."""
    items = (_child(elements, reference) for reference in listed["K"])
    labelled = any(_child(elements, part).get("S") == "/Lbl" for item in items for part in item.get("K", ()))
    listed["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Disc" if labelled else "/None"})


def _child(elements: Mapping[int, Any], reference: Any) -> Any:
    """An element's child, empty where it is marked content or an annotation."""
    return elements.get(int(reference.split()[0]), {}) if isinstance(reference, bytes) else {}


def _margins_are_artifacts(pdf: Any, elements: Mapping[int, Any]) -> None:
    """Marked content that no element of the tree owns is the text in the margins: a pagination artifact."""
    numbers = iter(_object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"])
    owners = dict(zip(numbers, numbers, strict=True))
    for reference in pdf.page_references:
        page = _object(pdf, reference)
        of_page, stream = owners[page["StructParents"]], _object(pdf, page["Contents"]).stream
        for i, operand in enumerate(stream):
            if isinstance(operand, pydyf.Dictionary) and "MCID" in operand:
                content = operand["MCID"]
                if int(of_page[content].split()[0]) not in elements:
                    of_page[content] = "null"
                    stream[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _words_end(block: engine.Lines) -> Iterator[int]:
    """The runs after which the HTML has a blank and the page has none: WeasyPrint drops it where a line ends."""
    said, place = _BLANKS.sub(" ", "".join(block.source.itertext())), 0
    for (content, text), (_, following) in pairwise((*block.runs, (0, ""))):
        words = _BLANKS.sub(" ", text)
        if (found := said.find(words, place)) >= 0:
            place = found + len(words)
            if words.strip(" ") and said[place : place + 1] == " " and not following.startswith(" "):
                yield content


def _end_words(pdf: Any, fonts: tuple[engine.UsedFont, ...], ends: set[tuple[int, int]]) -> None:
    """Put the blanks back (ISO 32000-1, 14.8.2.5: a reader takes the words from the text, not from the lines)."""
    blanks = {font.tag: font.blank for font in fonts if font.blank is not None}
    for number, reference in enumerate(pdf.page_references if blanks else ()):
        page = _object(pdf, _object(pdf, reference)["Contents"])
        content, font, size, after = None, "", "", 0
        mended: list[Any] = []
        for part in page.stream:
            mended.append(part)
            if isinstance(part, pydyf.Dictionary):
                content = part.get("MCID")
            elif part == b"EMC":
                if (number, content) in ends:
                    font = font if font in blanks else next(iter(blanks))
                    mended[after:after] = (f"/{font} {size} Tf".encode(), f"[<{blanks[font]:04x}>] TJ".encode())
                content = None
            elif isinstance(part, bytes) and part.endswith(b" Tf"):
                font, size = part.decode()[1:-3].split(" ")
            elif isinstance(part, bytes) and part.endswith(b" TJ"):
                after = len(mended)
        page.stream = mended


def _say_where_links_go(pdf: Any) -> None:
    """WeasyPrint gives a link its address as /Contents; a reader is told what it opens."""
    for link in pdf.objects:
        if isinstance(link, pydyf.Dictionary) and link.get("Subtype") == "/Link":
            address = link["Contents"].string
            scheme = next((scheme for scheme in _LINKS if address.startswith(scheme)), "")
            link["Contents"] = pydyf.String(_LINKS.get(scheme, "") + address.removeprefix(scheme))


def _number_font_tags(pdf: Any, fonts: tuple[engine.UsedFont, ...]) -> Mapping[str, str]:
    """Subset tags are made from Pango's description of a font, which changes between its releases: number them by first use."""
    tags = {tag: f"SHEET{chr(ord('A') + i)}" for i, tag in enumerate(dict.fromkeys(font.tag for font in fonts))}
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream = [_font_set(part, tags) for part in thing.stream]
        elif isinstance(thing, dict):
            for key in ("BaseFont", "FontName"):
                if key in thing:
                    thing[key] = b"/" + tags[thing[key][1:7].decode()].encode() + thing[key][7:]
            for tag in [key for key in thing if key in tags]:  # the fonts that the pages name
                thing[tags[tag]] = thing.pop(tag)
    return tags


def _font_set(part: Any, tags: Mapping[str, str]) -> Any:
    """An operation of a stream, the tag renamed where it is `/ABCDEF 9 Tf`."""
    if isinstance(part, bytes) and part.endswith(b" Tf"):
        name, size = part[1:].split(b" ", 1)
        return b"/" + tags[name.decode()].encode() + b" " + size
    return part
