"""What veraPDF does not see and a reader notices: found here by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf

from sheetgen.documents import Job
from tests.documents.reading import in_languages, in_order
from tests.documents.tagged import Element, Tagged, read

_ROOM = 1.0
"""Points by which a drawing may stand out of its figure's box."""
_SCHEMES = {"mailto:": "E-Mail: ", "tel:": "Tel.: ", "https://": "Web: "}
_CATALOG = frozenset(
    {"/Lang", "/MarkInfo", "/Metadata", "/Outlines", "/OutputIntents", "/Pages", "/StructTreeRoot", "/Type", "/ViewerPreferences"}
)
_GROUPS = frozenset({"/Document", "/Part", "/Sect", "/Div", "/NonStruct", "/Figure"})
_INLINE = frozenset({"/Span", "/Code", "/Link"})
_ALONE = frozenset({"/P", "/H1", "/H2", "/H3"})
_PARTS: Mapping[str, set[str]] = {
    "/L": {"/LI"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TBody", "/THead", "/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}


def faults(document: pikepdf.Pdf, job: Job) -> list[str]:
    """All that is wrong with the document of a job, a line each."""
    tagged = read(document)
    found = [f"{name}: {fault}" for name, find in CHECKS.items() for fault in find(document, tagged)]
    return [*found, *_misread(tagged, job)]


def _misread(tagged: Tagged, job: Job) -> Iterator[str]:
    """Where the tree says other words than the page, or in another order or language."""
    read_out, written = _words(tagged.root.text), _words(" ".join(in_order(job.page, job.values, on_paper=True)))
    if read_out != written:
        yield f"order: {_difference(read_out, written)}"
    spoken, meant = _runs(tagged.root.said()), _runs(in_languages(job.page, job.values))
    if spoken != meant:
        yield f"languages: {_difference(spoken, meant)}"


def _runs(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Text after text in one language, without blanks and without the stroke between two languages."""
    texts = [(lang, "".join(text.split())) for lang, text in said if text.strip() not in ("", "/")]
    return [(lang, "".join(text for _, text in run)) for lang, run in groupby(texts, key=itemgetter(0))]


def _difference(read_out: Sequence[object], written: Sequence[object]) -> str:
    place = next((i for i, (one, other) in enumerate(zip(read_out, written, strict=False)) if one != other), len(written))
    return f"{read_out[place : place + 5]} is read and {written[place : place + 5]} is written"


def _loose(_: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    for content in tagged.apart:
        if content.mark != "/Artifact" and (content.text or content.drawn):
            yield f"{content.text or 'a drawing'} is neither tagged nor an artifact"


def _margins(document: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    texts = [content for content in tagged.apart if content.mark == "/Artifact" and content.text]
    yield from (f"{content.text} is an artifact, and not of pagination" for content in texts if content.kind != "/Pagination")
    if len(texts) != 2 * len(document.pages):
        yield f"{len(texts)} texts stand in the margins of {len(document.pages)} pages"


def _headers(_: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    for header in tagged.of("/TH"):
        if str(header.entries.get("/A", {}).get("/Scope")) not in ("/Row", "/Column"):
            yield f"{header.text} does not say what it heads"


def _figures(document: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    for figure in tagged.of("/Figure"):
        left, bottom, right, top = (float(edge) for edge in figure.entries.A.BBox)
        corners = [corner for content in figure.contents for corner in content.corners]
        if not figure.entries.get("/Alt"):
            yield "a figure has no words"
        inside = [left - _ROOM <= x <= right + _ROOM and bottom - _ROOM <= y <= top + _ROOM for x, y in corners]
        if not inside or not all(inside):
            yield f"the drawing {figure.entries.get('/Alt')} is not where its box is"
        if right - left > float(document.pages[figure.page].MediaBox[2]) / 2:
            yield "a figure's box is half a page"


def _lists(_: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    for found in tagged.of("/L"):
        labelled = any(element.kind == "/Lbl" for element in found.below())
        if str(found.entries.get("/A", {}).get("/ListNumbering")) != ("/Disc" if labelled else "/None"):
            yield f"the list {found.text[:40]} does not say how it is numbered"


def _nesting(_: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    for element in tagged.root.below():
        inner = [found for kid in element.kids if isinstance(kid, Element) for found in kid.below()]
        if element.kind in _ALONE and any(found.kind in _ALONE for found in inner):
            yield f"{element.kind} in itself: {element.text[:40]}"
        allowed = _PARTS.get(element.kind)
        for kid in element.kids:
            if allowed and not (isinstance(kid, Element) and kid.kind in allowed):
                yield f"{kid.kind if isinstance(kid, Element) else kid} in {element.kind}"
        if element.kind not in _GROUPS | _INLINE | _ALONE | _PARTS.keys() | set().union(*_PARTS.values()):
            yield f"{element.kind} is no standard kind"


def _links(document: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    notes = [note for page in document.pages for note in page.get("/Annots", [])]
    for note in notes:
        address = str(note.A.URI) if "/A" in note else ""
        scheme = next((scheme for scheme in _SCHEMES if address.startswith(scheme)), None)
        if str(note.Subtype) != "/Link" or scheme is None:
            yield f"an annotation is no link: {note.Subtype} {address}"
        elif str(note.Contents) != _SCHEMES[scheme] + address.removeprefix(scheme):
            yield f"a link says {note.Contents}"
    if len(tagged.of("/Link")) != len(notes):
        yield f"{len(tagged.of('/Link'))} elements for {len(notes)} links"


def _catalog(document: pikepdf.Pdf, _: Tagged) -> Iterator[str]:
    if set(document.Root.keys()) != _CATALOG:
        yield f"the catalog differs by {sorted(set(document.Root.keys()) ^ _CATALOG)}"
    preferences: Any = document.Root.get("/ViewerPreferences", {})
    if not bool(preferences.get("/DisplayDocTitle")):
        yield "the window shows the file's name"
    for thing in document.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) and {"/EF", "/JS", "/AA", "/Launch"} & set(thing.keys()):
            yield f"the file holds {sorted(thing.keys())}"


def _bookmarks(document: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    with document.open_outline() as outline:
        marks = list(_flat(outline.root))
    headings = [_words(heading.text) for heading in tagged.of("/H1", "/H2")]
    if marks != headings:
        yield f"{marks} for {headings}"


def _flat(items: Any) -> Iterator[list[str]]:
    for item in items:
        yield _words(item.title)
        yield from _flat(item.children)


def _words(text: str) -> list[str]:
    return [word for word in text.split() if word != "/"]


def _metadata(document: pikepdf.Pdf, _: Tagged) -> Iterator[str]:
    try:
        ET.fromstring(document.Root.Metadata.read_bytes())
    except ET.ParseError as error:
        yield f"the XMP is no XML: {error}"
    if "/Filter" in document.Root.Metadata:
        yield "the XMP is compressed"


def _glyphs(_: pikepdf.Pdf, tagged: Tagged) -> Iterator[str]:
    yield from (f"{element.text} has letters without a meaning" for element in tagged.of("/P", "/H1", "/H2", "/H3") if "�" in element.text)


Check = Callable[[pikepdf.Pdf, Tagged], Iterator[str]]
CHECKS: Mapping[str, Check] = {
    "loose": _loose,
    "margins": _margins,
    "headers": _headers,
    "figures": _figures,
    "lists": _lists,
    "nesting": _nesting,
    "links": _links,
    "catalog": _catalog,
    "metadata": _metadata,
    "bookmarks": _bookmarks,
    "glyphs": _glyphs,
}
