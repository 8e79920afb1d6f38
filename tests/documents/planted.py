"""Defects to plant into a good PDF, and the rule by which each is to be found: whoever checks is shown to be awake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Plant = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True, slots=True)
class Defect:
    """How to plant it, and the words that open the complaint about it."""

    plant: Plant
    rule: str
    encryption: pikepdf.Encryption | bool = False

    def planted(self, document: bytes) -> bytes:
        """The PDF with the defect."""
        out = BytesIO()
        with pikepdf.open(BytesIO(document)) as opened:
            self.plant(opened)
            opened.save(out, encryption=self.encryption, fix_metadata_version=False)  # which would mend broken XMP
        return out.getvalue()


def _each(document: pikepdf.Pdf, key: str, value: str) -> list[Any]:
    """The dictionaries of the file that have this entry."""
    found: list[Any] = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and str(thing.get(key)) == value]
    assert found, f"there is no {key} {value}"
    return found


def _entry(key: str, value: Any, of: Callable[[pikepdf.Pdf], Any] = lambda document: document.Root) -> Plant:
    """Set an entry of the catalog, or of another dictionary; None takes it away."""

    def plant(document: pikepdf.Pdf) -> None:
        owner = of(document)
        if value is None:
            del owner[key]
        else:
            owner[key] = value

    return plant


def _first(kind: str, number: int = 0) -> Callable[[pikepdf.Pdf], Any]:
    return lambda document: _each(document, "/S", kind)[number]


def _link(document: pikepdf.Pdf) -> Any:
    return _each(document, "/Subtype", "/Link")[0]


def _xmp(old: bytes, new: bytes) -> Plant:
    def plant(document: pikepdf.Pdf) -> None:
        packet = document.Root.Metadata.read_bytes()
        assert old in packet
        document.Root.Metadata.write(packet.replace(old, new))

    return plant


def _headers_say_nothing(document: pikepdf.Pdf) -> None:
    for header in _each(document, "/S", "/TH"):
        del header.A["/Scope"]
    for cell in _each(document, "/S", "/TD"):
        del cell.A["/Headers"]


def _bare_text(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"q 0 0 0 rg 100 100 50 50 re f Q")


def _no_font(document: pikepdf.Pdf) -> None:
    del next(thing for thing in document.objects if isinstance(thing, Dictionary) and "/FontFile2" in thing)["/FontFile2"]


def _no_unicode(document: pikepdf.Pdf) -> None:
    del _each(document, "/Subtype", "/Type0")[0]["/ToUnicode"]


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["sheet.json"] = b"{}"


def _other_pixels(document: pikepdf.Pdf) -> None:
    """As WeasyPrint writes it: CSS pixels from the top."""
    figure, height = _each(document, "/S", "/Figure")[0], float(document.pages[0].MediaBox[3])
    left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
    figure.A.BBox = Array([round(edge / 0.75, 3) for edge in (left, height - top, right, height - bottom)])


def _no_pagination(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.contents_coalesce()
    content = page.Contents.read_bytes()
    assert b"/Pagination" in content
    page.Contents.write(content.replace(b"/Type /Pagination", b""))


def _paragraph_in_paragraph(document: pikepdf.Pdf) -> None:
    _each(document, "/S", "/P")[0].K[0].S = Name.P


def _exchanged(document: pikepdf.Pdf) -> None:
    _each(document, "/S", "/TBody")[0].K = Array(list(_each(document, "/S", "/TBody")[0].K)[::-1])


def _lines_run_together(document: pikepdf.Pdf) -> None:
    """As WeasyPrint writes it: no blank where a line ends."""
    page = document.pages[0]
    letters = next(font.ToUnicode.read_bytes().decode() for font in page.resources.Font.values())
    blank = letters.split("<0020>")[0].rsplit("<", 1)[1].split(">")[0]
    page.contents_coalesce()
    page.Contents.write(page.Contents.read_bytes().replace(f"[<{blank}>] TJ".encode(), b""))


def _no_language(document: pikepdf.Pdf) -> None:
    for code in _each(document, "/S", "/Code"):
        del code["/Lang"]


BY_VERAPDF: Mapping[str, Defect] = {
    "no-pdfuaid": Defect(_xmp(b"<pdfuaid:part>1</pdfuaid:part>", b""), "PDFUA_1 5-1"),
    "no-pdfaid": Defect(_xmp(b"<pdfaid:part>2</pdfaid:part>", b""), "PDFA_2_A 6.6.4-2"),
    "no-title": Defect(_xmp(b"dc:title>", b"dc:source>"), "PDFUA_1 7.1-9"),
    "broken-xmp": Defect(_xmp(b"</rdf:RDF>", b""), "PDFA_2_A 6.6.2.1-"),
    "undeclared-schema": Defect(_xmp(b"pdfaExtension:schemas", b"sheetgen:schemas"), "PDFA_2_A 6.6.2.3.1-1"),
    "no-language": Defect(_entry("/Lang", None), "PDFUA_1 7.2-"),
    "no-mark-info": Defect(_entry("/MarkInfo", None), "PDFA_2_A 6.7.2.2-1"),
    "file-name-in-title-bar": Defect(_entry("/ViewerPreferences", None), "PDFUA_1 7.1-10"),
    "no-output-intent": Defect(_entry("/OutputIntents", None), "PDFA_2_A 6.2.4.3-"),
    "headers-without-scope": Defect(_headers_say_nothing, "PDFUA_1 7.5-1"),
    "nameless-figure": Defect(_entry("/Alt", None, _first("/Figure")), "PDFUA_1 7.3-1"),
    "untagged-drawing": Defect(_bare_text, "PDFUA_1 7.1-3"),
    "role-of-nothing": Defect(_entry("/S", Name.Kapitel, _first("/Sect")), "PDFUA_1 7.1-5"),
    "standard-role-mapped": Defect(
        _entry("/RoleMap", Dictionary(P=Name.Span), lambda document: document.Root.StructTreeRoot), "PDFUA_1 7.1-7"
    ),
    "heading-left-out": Defect(_entry("/S", Name.H4, _first("/H2")), "PDFUA_1 7.4.2-1"),
    "wordless-link": Defect(_entry("/Contents", None, _link), "PDFUA_1 7.18.5-2"),
    "font-not-embedded": Defect(_no_font, "PDFA_2_A 6.2.11.4.1-1"),
    "letters-without-meaning": Defect(_no_unicode, "PDFUA_1 7.21.7-1"),
    "script": Defect(_script, "PDFA_2_A 6.5.1-1"),
    "attachment": Defect(_attachment, "PDFA_2_A 6.8-"),
    "encryption": Defect(lambda _: None, "PDFA_2_A 6.1.3-", pikepdf.Encryption(owner="x", user="")),
}
"""What veraPDF finds: profile, clause and number of the test."""

BY_US: Mapping[str, Defect] = {
    "header-without-scope": Defect(_entry("/A", Dictionary(O=Name.Table), _first("/TH")), "headers: "),
    "box-in-pixels": Defect(_other_pixels, "figures: "),
    "box-of-another": Defect(_entry("/A", Dictionary(O=Name.Layout, BBox=Array([0, 0, 9, 9])), _first("/Figure")), "figures: "),
    "list-without-numbering": Defect(_entry("/A", None, _first("/L")), "lists: "),
    "margin-of-no-kind": Defect(_no_pagination, "margins: "),
    "paragraph-in-itself": Defect(_paragraph_in_paragraph, "nesting: "),
    "role-of-nothing": Defect(_entry("/S", Name.Kapitel, _first("/Sect")), "nesting: "),
    "link-says-its-address": Defect(_entry("/Contents", "mailto:x@firma.de", _link), "links: "),
    "untagged-drawing": Defect(_bare_text, "loose: "),
    "bookmarks-of-others": Defect(_entry("/S", Name.P, _first("/H2", 1)), "bookmarks: "),
    "file-name-in-title-bar": Defect(_entry("/ViewerPreferences", Dictionary()), "catalog: the window"),
    "attachment": Defect(_attachment, "catalog: "),
    "script": Defect(_script, "catalog: "),
    "broken-xmp": Defect(_xmp(b"</rdf:RDF>", b""), "metadata: "),
    "rows-exchanged": Defect(_exchanged, "order: "),
    "lines-run-together": Defect(_lines_run_together, "order: "),
    "no-language-of-its-own": Defect(_no_language, "languages: "),
}
"""What veraPDF does not find, or finds by another rule: the words that open the fault (tests.documents.faults)."""
