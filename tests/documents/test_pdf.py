"""The PDF on paper: one page, all names whole, nothing off the page; nothing of the host in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sheetgen.documents import FORMATS, fonts
from sheetgen.errors import Failed
from sheetgen.request import Request
from sheetgen.slots import Lang
from tests.documents.jobs import FACTS, ISSUED, LANGUAGES, domain, make_job
from tests.documents.pdfs import HEIGHT, WIDTH, made, opened, poppler, words
from tests.places import CHECKOUT

MM = 72 / 25.4
TYPE_AREA_ENDS = HEIGHT - 12.5 * MM

CUSTOMER, TICKET, LATER, EARLIER = (domain("kunde.example"),), "4711", date(2026, 12, 1), date(2026, 1, 5)
ONE_PAGE = {
    "plain": Request(domain("firma.de")),
    "customer": Request(domain("firma.de"), CUSTOMER),
    "ticket and day": Request(domain("firma.de"), (), TICKET, LATER),
    "planned": Request(domain("firma.de"), CUSTOMER, TICKET, LATER),
    "active": Request(domain("firma.de"), CUSTOMER, TICKET, EARLIER),
    "international": Request(domain("straßenbau-müller.de")),
    "international, all": Request(domain("straßenbau-müller.de"), CUSTOMER, TICKET, LATER),
}


# ---- on paper


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ONE_PAGE)
def test_the_plain_sheet_is_one_page(name: str, lang: Lang) -> None:
    """With or without customer, ticket and day, and for an international name, the sheet is one A4 page with 3 mm to spare."""
    document = FORMATS["pdf"].make(make_job(ONE_PAGE[name], lang=lang))
    boxes = [page.mediabox.as_list() for page in opened(document).pages]
    assert [[round(float(edge), 1) for edge in box] for box in boxes] == [[0, 0, WIDTH, HEIGHT]]
    lowest = max(word.bottom for word in words(document) if word.bottom < TYPE_AREA_ENDS)
    assert TYPE_AREA_ENDS - lowest >= 3 * MM


def test_a_heading_never_parts_from_its_text() -> None:
    """Of two hundred customers' sheet no page ends in a heading, no page is left empty, and each name is there."""
    request = Request(domain("firma.de"), tuple(domain(f"kunde{n}.example") for n in range(200)))
    found = list(words(FORMATS["pdf"].make(make_job(request))))
    pages = range(max(word.page for word in found) + 1)
    in_area = {page: [w for w in found if w.page == page and w.bottom < TYPE_AREA_ENDS] for page in pages}
    assert all(in_area.values())
    assert [page for page in pages if in_area[page][-1].text in ("müssen", "Richtungen", "Eckdaten", "bedeutet", "Sie")] == []
    first = max(word.bottom for word in in_area[0])
    assert TYPE_AREA_ENDS - first < 10 * MM
    assert {f"@{c.ascii}" for c in request.customers} <= {word.text for word in found}


def test_the_closing_group_stays_together() -> None:
    """What does not fit on the first page with the facts moves to the second whole, not its last part alone."""
    found = list(words(made("five-customers")))
    assert {word.page for word in found if word.text in ("bedeutet", "prüfen") and word.left < 66 * MM} == {1}


# ---- nothing fetched

OUTSIDE = {
    "a picture on the disk": ("sheet.html", '<img src="file:///etc/hostname" alt="">', "file:///etc/hostname"),
    "a picture in the network": ("sheet.html", '<img src="http://127.0.0.1:9/x.png" alt="">', "http://127.0.0.1:9/x.png"),
    "a picture in the text itself": (
        "sheet.html",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        "data:image/gif;base64",
    ),
    "a style sheet": ("sheet.html", '<link rel="stylesheet" href="file:///etc/hostname">', "file:///etc/hostname"),
    "an attachment": ("sheet.html", '<link rel="attachment" href="file:///etc/hostname">', "file:///etc/hostname"),
    "a picture in a drawing": ("sheet.html", '<svg viewBox="0 0 1 1"><image href="file:///etc/hostname" width="1" height="1"/></svg>', ""),
    "an import": ("paper.css", '@import url("http://127.0.0.1:9/x.css");', "http://127.0.0.1:9/x.css"),
    "a ground": ("paper.css", 'body { background: url("file:///etc/hostname") }', "file:///etc/hostname"),
    "a face": ("paper.css", '@font-face { font-family: "Sheet Sans"; src: url("file:///etc/hostname") }', "file:///etc/hostname"),
    "a counter's picture": ("paper.css", 'h1::before { content: url("file:///etc/hostname") }', "file:///etc/hostname"),
}

_seen: list[str] = []
_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and (event.startswith("socket.") or (event == "open" and "etc/hostname" in str(arguments[0]))):
        _seen.append(f"{event} {arguments}")


sys.addaudithook(_watch)


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """What is opened and connected to during the test, of all that templates here ask for."""
    global _watching  # noqa: PLW0603 # a hook of the interpreter can't be taken out again
    _seen.clear()
    _watching = True
    yield _seen
    _watching = False


def themed(folder: Path, name: str, more: str) -> Path:
    """A folder with a shipped template, the addition at its end, or inside its body."""
    shipped = (CHECKOUT / "templates" / name).read_text()
    changed = shipped.replace("</main>", f"{more}</main>") if name == "sheet.html" else f"{more}\n{shipped}\n{more}"
    (folder / name).write_text(changed)
    return folder


@pytest.mark.parametrize("what", OUTSIDE)
def test_nothing_is_fetched(what: str, tmp_path: Path, seen: list[str]) -> None:
    """A template that asks for a file or an address fails by that name, and neither is opened."""
    name, more, address = OUTSIDE[what]
    with pytest.raises(Failed) as failed:
        FORMATS["pdf"].make(make_job(templates=themed(tmp_path, name, more)))
    said = f"the template asks for {address}" if address else "Failed to render SVG image"
    assert said in failed.value.message
    assert seen == []


def test_the_watcher_sees(seen: list[str]) -> None:
    """Had a template's file been opened, the test above would know."""
    Path("/etc/hostname").read_bytes()
    assert len(seen) == 1


def test_a_relative_address_is_no_file(tmp_path: Path) -> None:
    """A picture without a scheme is not looked for beside the template: the run stops."""
    (tmp_path / "x.png").write_bytes(b"")
    with pytest.raises(Failed, match=r"x\.png"):
        FORMATS["pdf"].make(make_job(templates=themed(tmp_path, "sheet.html", '<img src="x.png" alt="">')))


# ---- fonts and glyphs


@pytest.mark.parametrize("character", ["☃", "日", "𝕏"])
def test_a_character_without_a_glyph_stops_the_run(character: str, tmp_path: Path) -> None:
    """What no shipped face can draw is named, whatever fonts this machine has."""
    with pytest.raises(Failed) as failed:
        FORMATS["pdf"].make(make_job(templates=themed(tmp_path, "sheet.html", f"<p>{character}</p>")))
    assert f"U+{ord(character):04X}" in failed.value.message


@pytest.mark.parametrize("facts", FACTS)
def test_only_the_four_faces_are_embedded(facts: str) -> None:
    """Poppler finds the four shipped faces, each embedded as a subset, and no other."""
    lines = poppler("pdffonts", made("planned", facts)).splitlines()[2:]
    assert sorted({line.split()[0].partition("+")[2] for line in lines}) == [
        "Sheet-Mono-Medium",
        "Sheet-Mono-Semi-Bold",
        "Sheet-Sans",
        "Sheet-Sans-Semi-Bold",
    ]
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)  # embedded, subset, with Unicode


def test_a_family_of_the_host_is_not_taken(tmp_path: Path) -> None:
    """A theme that asks for a font by a family's name gets a shipped face, as it would on a machine without fonts."""
    document = FORMATS["pdf"].make(make_job(templates=themed(tmp_path, "paper.css", "p { font-family: 'DejaVu Sans', monospace }")))
    assert {line.split()[0].partition("+")[2].split("-")[0] for line in poppler("pdffonts", document).splitlines()[2:]} == {"Sheet"}


def test_a_missing_shipped_font_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A face whose file is gone is no reason to draw with another."""

    def gone(*_: object) -> bytes:
        raise FileNotFoundError(2, "No such file", "FiraSans-Regular.ttf")

    monkeypatch.setattr(fonts, "_file", gone)
    monkeypatch.setattr("sheetgen.documents.pdf._kept", [])  # faces that another test's sheet has had
    with pytest.raises(Failed, match=r"font can't be read.*FiraSans-Regular\.ttf"):
        FORMATS["pdf"].make(make_job())


def test_the_issue_date_is_read_back() -> None:
    """The date that an older sheet was issued on stands where the writer of files looks for it."""
    assert FORMATS["pdf"].issued(made()) == ISSUED


def test_pdfs_are_small() -> None:
    """A sheet is a mail's attachment: under 60 kB."""
    assert len(made("planned", "example")) < 60_000


def test_the_syntax_holds() -> None:
    """The parser of qpdf finds nothing wrong with the file."""
    assert opened(made()).check_pdf_syntax() == []
