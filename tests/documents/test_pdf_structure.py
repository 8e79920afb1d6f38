"""What a screen reader is told by a PDF, and veraPDF does not check: read with pikepdf and poppler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from sheetgen.blocks import (
    Arrow,
    Directions,
    Lang,
    Letterhead,
    Names,
    Note,
    Paragraph,
    Section,
    Status,
    Step,
    Steps,
    Table,
    TableRow,
    Title,
)
from sheetgen.documents import Job
from sheetgen.documents.lettering import flat
from tests.documents.jobs import FACTS, LANGUAGES, make_job
from tests.documents.pdfs import HEIGHT, WIDTH, made, opened, poppler


def elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """All structure elements, in reading order."""

    def below(element: Any) -> Iterator[Any]:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            children: Any = element.get("/K", [])
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                yield from below(child)

    for root in document.Root.StructTreeRoot.K:
        yield from below(root)


def kinds(document: pikepdf.Pdf, kind: str) -> list[Any]:
    """The structure elements of one kind."""
    return [element for element in elements(document) if str(element.S) == kind]


@pytest.mark.parametrize("facts", FACTS)
def test_every_header_says_what_it_heads(facts: str) -> None:
    """Each row's label is a header of its row."""
    headers = kinds(opened(made("planned", facts)), "/TH")
    assert len(headers) >= 8
    assert {str(header.A.Scope) for header in headers} == {"/Row"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_foreign_words_are_read_in_their_language(lang: Lang) -> None:
    """The document has its language; on the German sheet the English term has its own, and so have the words of configuration and logs."""
    document = opened(made("planned", lang=lang))
    assert str(document.Root.Lang) == lang
    foreign = [(str(element.S), str(element.Lang)) for element in elements(document) if "/Lang" in element]
    assert foreign == ([("/Span", "en"), *[("/Code", "en")] * 7] if lang == "de" else [])


def test_each_link_says_what_it_opens() -> None:
    """A link's description is not its bare address: it says mail, telephone or web."""
    pages = opened(made("planned", "example")).pages
    links = [annotation for page in pages for annotation in page.get("/Annots", [])]
    assert {str(link.A.URI): str(link.Contents) for link in links} == {
        "mailto:service@nordlicht.example": "E-Mail: service@nordlicht.example",
        "tel:+493023125123": "Tel.: +493023125123",
        "mailto:tls-echo@nordlicht.example": "E-Mail: tls-echo@nordlicht.example",
        "https://www.nordlicht.example/tls-kommunikation/": "Web: www.nordlicht.example/tls-kommunikation/",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_arrow_is_described_where_it_stands(lang: Lang) -> None:
    """Both arrows have words of their own, and their boxes are points from the lower left: small, and in the upper half."""
    figures = kinds(opened(made("planned", lang=lang)), "/Figure")
    directions = {"de": "Richtung {}: Pfeil ", "en": "Direction {}: arrow "}[lang]
    assert all(str(figure.Alt).startswith(directions.format(n)) for n, figure in enumerate(figures, start=1))
    boxes = [[float(edge) for edge in figure.A.BBox] for figure in figures]
    assert all(0 < right - left < 20 and 0 < top - bottom < 20 for left, bottom, right, top in boxes)
    (first, second) = boxes
    assert HEIGHT > first[1] > second[3] > HEIGHT / 2
    assert first[0] > WIDTH / 2 > second[2]


def test_no_block_stands_in_itself() -> None:
    """A heading holds no heading and a paragraph no paragraph, of which a reader would hear twice."""
    assert [
        str(element.S)
        for element in elements(opened(made("planned")))
        for child in element.get("/K", [])
        if element.S in ("/P", "/H1", "/H2", "/H3") and isinstance(child, pikepdf.Dictionary) and child.get("/S") == element.S
    ] == []


def test_lists_without_bullets_say_so() -> None:
    """Every list has its numbering: none, since the numbers of steps are words of their own."""
    lists = kinds(opened(made("five-customers")), "/L")
    assert len(lists) == 4  # steps, customers, directions, hosts
    assert {str(item.A.ListNumbering) for item in lists} == {"/None"}


def test_the_foot_is_no_content() -> None:
    """What stands in the margins is marked as a pagination artifact, and no structure element reads it out."""
    document = made("plain")
    for page in opened(document).pages:
        marks: list[Any] = [found.operands for found in pikepdf.parse_content_stream(page) if str(found.operator) == "BDC"]
        assert [str(name) for name, properties in marks if properties.get("/Type") == "/Pagination"] == ["/Artifact", "/Artifact"]
    assert "Seite" in poppler("pdftotext", document)
    assert "Seite" not in poppler("pdfinfo", document, "-struct-text")


def test_no_file_is_embedded() -> None:
    """Mail gateways hold back PDFs with attachments: there are none, nor scripts or forms."""
    document = opened(made("planned", "example"))
    assert set(document.Root.keys()) == {
        "/Lang", "/MarkInfo", "/Metadata", "/Outlines", "/OutputIntents", "/Pages", "/StructTreeRoot", "/Type", "/ViewerPreferences",
    }  # fmt: skip
    assert {str(annotation.Subtype) for page in document.pages for annotation in page.get("/Annots", [])} == {"/Link"}


def test_the_window_shows_the_title() -> None:
    """Title, subject and author are the page's; a viewer shows the title in place of the file's name."""
    document, job = opened(made("planned")), make_job("planned")
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    held = {key: str(document.docinfo[key]) for key in ("/Title", "/Author", "/Subject", "/CreationDate", "/ModDate")}
    page = job.page
    assert held == {
        "/Title": flat(page.title, job.values),
        "/Author": flat(page.author, job.values),
        "/Subject": flat(page.description, job.values),
        "/CreationDate": "D:20261124000000Z",
        "/ModDate": "D:20261124000000Z",
    }


def test_bookmarks_are_the_headings_in_order() -> None:
    """The outline holds the title, and below it each section."""
    with opened(made("planned", "example")).open_outline() as outline:
        (title,) = outline.root
        sections = [item.title for item in title.children]
    assert title.title == "TLS-Kommunikation mit @firma.de"
    assert sections == [
        "Was Sie tun müssen",
        "Die zwei Richtungen",
        "Eckdaten",
        "Was das bedeutet",
        "So prüfen Sie",
        "Ist dieses Blatt echt?",
    ]


# ---- reading order

READ: dict[type, tuple[str, ...]] = {
    Letterhead: ("provider", "service", "meta"),
    Title: ("words", "name", "configuration", "lines", "status"),
    Status: ("label", "day"),
    Paragraph: ("pieces",),
    Names: ("names",),
    Note: ("label", "pieces"),
    Steps: ("steps",),
    Step: ("number", "heading", "blocks"),
    Directions: ("left", "right", "arrows"),
    Arrow: ("number", "what", "end", "holds"),
    Table: ("rows",),
    TableRow: ("label", "note", "value"),
    Section: ("heading", "aside", "blocks"),
}
"""What of each block is read, and in which order: sheetgen.blocks, in words."""


def spoken(thing: Any, job: Job) -> Iterator[str]:
    """The words of a block in reading order, each piece's by itself."""
    match thing:
        case tuple():
            for part in thing:
                yield from spoken(part, job)
        case int():
            yield str(thing)
        case _ if type(thing) in READ:
            for name in READ[type(thing)]:
                yield from spoken(getattr(thing, name), job)
        case None:
            return
        case _:
            yield "".join(flat((thing,), job.values).split())


@pytest.mark.parametrize(("request_name", "lang"), [("plain", "de"), ("active", "en"), ("five-customers", "de")])
def test_the_structure_reads_in_the_order_of_the_page(request_name: str, lang: Lang) -> None:
    """Walking the structure tree gives the words of the page's blocks, each after the one before, and nothing else."""
    job = make_job(request_name, lang=lang)
    lines = poppler("pdfinfo", made(request_name, lang=lang), "-struct-text").splitlines()
    read = "".join("".join(re.sub(r'^\s*"(.*)"$', r"\1", line).split()) for line in lines if line.lstrip().startswith('"'))
    place = 0
    for words in spoken(job.page.blocks, job):
        assert words in read[place:], f"{words} is not read after {read[max(0, place - 60) : place]}"
        place = read.index(words, place) + len(words)
