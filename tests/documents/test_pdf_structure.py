"""What a screen reader is told by a PDF, and veraPDF does not check: read with pikepdf (tests.documents.faults)."""

from __future__ import annotations

import pytest

from sheetgen.documents.lettering import flat
from sheetgen.slots import Lang, SheetLang
from tests.documents.conftest import EVERY, Every
from tests.documents.faults import faults
from tests.documents.jobs import make_job
from tests.documents.pdfs import made, opened, poppler
from tests.documents.planted import BY_US
from tests.documents.tagged import read


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_sheet_is_read_as_it_is_written(every: Every, name: str, lang: SheetLang) -> None:
    """The tree says the words of the page's blocks, each in its language, in their order and no more; all else is an artifact."""
    job, document = every(name, lang)
    assert faults(opened(document), job) == []


@pytest.mark.parametrize("name", BY_US)
def test_planted_faults_are_found(name: str) -> None:
    """These tests are awake: each fault is found, by the check that is about it."""
    found = faults(opened(BY_US[name].planted(made("planned"))), make_job("planned"))
    assert any(fault.startswith(BY_US[name].rule) for fault in found), found


def test_a_table_and_a_list_are_read_as_such() -> None:
    """Each of the eight rows has its header, and each host is an item."""
    tagged = read(opened(made("planned")))
    assert len(tagged.of("/TH")) == len(tagged.of("/TR")) == 8
    hosts = tagged.of("/L")[-1]
    assert [item.text.strip() for item in hosts.below() if item.kind == "/LI"] == [f"mx0{n}.hamburg-cloud.de" for n in (1, 2, 3)]


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


@pytest.mark.parametrize("lang", ["de", "en"])
def test_each_arrow_says_where_it_points(lang: Lang) -> None:
    """Both arrows have words of their own."""
    figures = read(opened(made("planned", lang=lang))).of("/Figure")
    opening = {"de": "Richtung {}: Pfeil ", "en": "Direction {}: arrow "}[lang]
    assert [str(figure.entries.Alt).startswith(opening.format(n)) for n, figure in enumerate(figures, start=1)] == [True, True]


def test_the_foot_is_no_content() -> None:
    """What stands in the margins is seen on the page, and poppler does not read it out either."""
    document = made("plain")
    assert "Seite" in poppler("pdftotext", document)
    assert "Seite" not in poppler("pdfinfo", document, "-struct-text")


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
