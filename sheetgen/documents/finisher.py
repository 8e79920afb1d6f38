"""What WeasyPrint 70 leaves out of a file that is to be PDF/A-2a and PDF/UA-1 at once, and what veraPDF can't see (notes: pdf.md).

Works on pydyf objects before they are written. Leans on private parts of WeasyPrint, so both are pinned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags

from sheetgen.documents.fonts import FAMILIES
from sheetgen.errors import Failed

PX_TO_PT = 0.75

# ISO 14289-1, 5: the identifier; ISO 19005-2, 6.6.2.3: a schema that PDF/A does not know is declared in the file.
_PDFUA = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: mends the objects of a PDF in place. Raises Failed where a font is not one of ours or a glyph is missing."""
    _only_our_fonts(document)
    _declare_pdfua(pdf)
    reached = _mend_elements(pdf)
    _scope_headers(document)
    _margins_are_artifacts(pdf, reached)
    _say_where_links_go(pdf)
    _number_font_tags(document, pdf)


@contextmanager
def languages_tagged() -> Iterator[None]:
    """While it lasts, the structure element of an HTML element with `lang` gets /Lang, which WeasyPrint drops."""
    build = tags._build_box_tree

    def with_language(box: Any, *rest: Any) -> Iterator[Any]:
        for element in build(box, *rest):
            source = getattr(box, "_box", box).element
            if source is not None and source.tag != "html" and source.get("lang") and "Lang" not in element:
                element["Lang"] = pydyf.String(source.get("lang"))
            yield element

    tags._build_box_tree = with_language
    try:
        yield
    finally:
        tags._build_box_tree = build


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _only_our_fonts(document: Any) -> None:
    for font in document.fonts.values():
        if font.family not in FAMILIES:
            raise Failed(f"a character needs the font {font.family}, which is not shipped", "write it with other characters")
        for codepoint in font.missing:
            raise Failed(f"no shipped font has the character U+{codepoint:04X}", "write it with other characters")


def _declare_pdfua(pdf: Any) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    packet = b"".join(metadata.stream)
    metadata.stream = [packet.replace(b"</rdf:RDF>", _PDFUA.encode() + b"</rdf:RDF>")]


def _mend_elements(pdf: Any) -> set[int]:
    """Figures and lists; returns the numbers of all elements that hang in the structure tree."""
    reached: set[int] = set()
    todo = list(_object(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while todo:
        element = _object(pdf, todo.pop())
        reached.add(element.number)
        if "S" not in element:  # an object reference, not an element
            continue
        children = [child for child in element["K"] if isinstance(child, bytes)]
        todo += children
        if element["S"] == "/Figure":
            _bounding_box_in_points(pdf, element)
        elif element["S"] == "/L":
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": _numbering(pdf, children)})
    return reached


def _bounding_box_in_points(pdf: Any, figure: Any) -> None:
    """WeasyPrint writes CSS pixels from the top of the page; ISO 32000-1, 14.8.5.4.3 wants points from its bottom."""
    height = _object(pdf, figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = (edge * PX_TO_PT for edge in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])


def _numbering(pdf: Any, items: list[bytes]) -> str:
    parts = (child for item in items for child in _object(pdf, item).get("K", ()) if isinstance(child, bytes))
    return "/Disc" if any(_object(pdf, part).get("S") == "/Lbl" for part in parts) else "/None"


def _scope_headers(document: Any) -> None:
    for page in document.pages:
        for box in _boxes(page._page_box):
            mark = getattr(box, "mark", None)
            if isinstance(mark, pydyf.Dictionary) and mark["S"] == "/TH":
                mark["A"]["Scope"] = "/Row" if (box.element.get("scope") or "").startswith("row") else "/Column"


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(getattr(child, "_box", child))


def _margins_are_artifacts(pdf: Any, reached: set[int]) -> None:
    """Marked content that no element of the tree owns is the text in the margins: a pagination artifact."""
    numbers = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for reference in pdf.page_references:
        page = _object(pdf, reference)
        owners = numbers[numbers.index(page["StructParents"]) + 1]
        stream = _object(pdf, page["Contents"]).stream
        for i, operand in enumerate(stream):
            if isinstance(operand, pydyf.Dictionary) and "MCID" in operand and int(owners[operand["MCID"]].split()[0]) not in reached:
                owners[operand["MCID"]] = "null"
                stream[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _say_where_links_go(pdf: Any) -> None:
    """WeasyPrint gives a link its text or address as /Contents; a reader is told what it opens."""
    for link in pdf.objects:
        if isinstance(link, pydyf.Dictionary) and link.get("Subtype") == "/Link" and "A" in link:
            uri = link["A"]["URI"].string
            for scheme, kind in (("mailto:", "E-Mail"), ("tel:", "Tel."), ("https://", "Web")):
                if uri.startswith(scheme):
                    link["Contents"] = pydyf.String(f"{kind}: {uri.removeprefix(scheme)}")


def _number_font_tags(document: Any, pdf: Any) -> None:
    """Subset tags are made from Pango's description string, which changes between its releases: number them by first use."""
    numbered = {tag: f"SHEET{chr(ord('A') + i)}" for i, tag in enumerate(dict.fromkeys(font.hash for font in document.fonts.values()))}
    name = re.compile(rf"/({'|'.join(numbered)})(?=[+ ]|$)")

    def renamed(value: Any) -> Any:
        if isinstance(value, bytes):
            return renamed(value.decode("latin-1")).encode("latin-1")
        return name.sub(lambda found: "/" + numbered[found[1]], value) if isinstance(value, str) else value

    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            if "Length1" not in thing.extra and "N" not in thing.extra:  # neither a font file nor a colour profile
                thing.stream = [renamed(part) if _sets_font(part) else part for part in thing.stream]
        elif isinstance(thing, dict):
            for key in ("BaseFont", "FontName"):
                if key in thing:
                    thing[key] = renamed(thing[key])
            if numbered.keys() & thing.keys():
                for key in list(thing):
                    thing[numbered.get(key, key)] = thing.pop(key)


def _sets_font(part: Any) -> bool:
    return isinstance(part, bytes) and b" Tf" in part or isinstance(part, str) and " Tf" in part
