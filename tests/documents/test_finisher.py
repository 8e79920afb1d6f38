"""What the finisher mends, on small documents."""

from __future__ import annotations

import functools
import logging
import os
import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.pdf import tags

from sheetgen.documents import engine, finisher
from sheetgen.documents.fonts import Shipped, face_style
from sheetgen.errors import Failed


def finished(body: str, style: str = "") -> pikepdf.Pdf:
    """A small document, through the finisher."""
    html = f'<html lang="de"><title>t</title><style>html {{ font-family: "Sheet Sans" }} {face_style()} {style}</style><body>{body}'
    with engine.strict(), engine.tagged(finisher.mend) as blocks:
        document = HTML(string=html, url_fetcher=Shipped()).render(pdf_variant="pdf/a-2a")
        finish = functools.partial(finisher.finish, blocks=blocks)
        return pikepdf.open(BytesIO(document.write_pdf(pdf_variant="pdf/a-2a", finisher=finish)))


def of_kind(document: pikepdf.Pdf, kind: str) -> list[Any]:
    """The structure elements of one kind, in the order of the file."""
    things: list[Any] = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
    return [thing for thing in things if str(thing.get("/S")) == kind]


def test_headers_of_columns_and_rows() -> None:
    """A header cell heads its row where the HTML says so, else its column."""
    document = finished("<table><tr><th>a<th>b<tr><th scope=row>c<td>d</table>")
    assert [str(header.A.Scope) for header in of_kind(document, "/TH")] == ["/Column", "/Column", "/Row"]


def test_lists_with_and_without_bullets() -> None:
    """A list that draws bullets is numbered by discs, one without is not."""
    document = finished("<ul><li>a<li>b</ul><ul style='list-style: none'><li>c</ul>")
    assert [str(listed.A.ListNumbering) for listed in of_kind(document, "/L")] == ["/Disc", "/None"]


def test_the_box_of_a_drawing_is_in_points_from_below() -> None:
    """A drawing of 96 by 48 pixels, one inch from the left and the top, has its box in points from the lower left."""
    page = "@page { size: 400pt 300pt; margin: 72pt } body { margin: 0 } svg { display: block }"
    document = finished('<svg width="96" height="48" viewBox="0 0 2 1"><title>d</title><path d="M0 0h2v1z"/></svg>', page)
    (figure,) = of_kind(document, "/Figure")
    assert [float(edge) for edge in figure.A.BBox] == [72, 300 - 72 - 36, 72 + 72, 300 - 72]


def test_language_hangs_on_a_real_element() -> None:
    """An inline phrase in another language becomes a span with that language; code becomes code."""
    document = finished("<p>a <i lang=en>b</i> <code lang=en>c</code></p>")
    spans = [str(span.Lang) for span in of_kind(document, "/Span") if "/Lang" in span]
    assert (spans, [str(code.Lang) for code in of_kind(document, "/Code")]) == (["en"], ["en"])


def test_positioned_text_keeps_its_language() -> None:
    """What is taken out of the flow is tagged with its language, too."""
    document = finished("<p>a</p><p lang=en style='position: absolute'>b</p>")
    assert [str(p.Lang) for p in of_kind(document, "/P") if "/Lang" in p] == ["en"]


def read_out(document: pikepdf.Pdf) -> str:
    """The text of all marked content, as it follows each other."""
    (page,) = document.pages
    font: dict[str, str] = {}
    said = ""
    for instruction in pikepdf.parse_content_stream(page):
        operands: list[Any] = list(instruction.operands)
        if str(instruction.operator) == "Tf":
            letters = page.resources.Font[str(operands[0])].ToUnicode.read_bytes().decode()
            font = dict(re.findall(r"<([0-9a-f]{4})> *<([0-9a-f]{4,})>", letters))
        elif str(instruction.operator) == "TJ":
            glyphs = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)).hex()
            said += "".join(bytes.fromhex(font[glyphs[i : i + 4]]).decode("utf-16-be") for i in range(0, len(glyphs), 4))
    return said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p style='width: 3em'>ein Blatt <b>mit Wörtern</b></p>", "ein Blatt mit Wörtern"),
        ("<p style='width: 3em'>End-zu-Ende-Verschlüsselung</p>", "End-zu-Ende-Verschlüsselung"),
        ("<p style='width: 3em'>x y<code>a.<wbr>b.<wbr>example.</code> z</p>", "x ya.b.example. z"),
        ("<p style='display: flex'><span>Nr.</span> <span>4711</span></p><p>a b", "Nr. 4711a b"),
        ("<p><span>Nr.</span> <span>4711</span></p><p>a b", "Nr. 4711a b"),
        ("<h1>Blatt <span style='display: block'>firma.de</span></h1>", "Blatt firma.de"),
        ("<p style='font: 10px Sheet Mono; width: 1em'>ab cd</p><p>e f</p>", "ab cde f"),
        ("<pre>a\nb</pre><p>c d</p>", "abc d"),
    ],
)
def test_words_end_where_lines_end(body: str, said: str) -> None:
    """Where a line or a box ends between two words there is a blank in the text; where a name or a compound is parted there is none."""
    assert read_out(finished(body)) == said


def test_a_paragraph_is_heard_once() -> None:
    """A box that is laid out as a column holds no paragraph in a paragraph, however deep."""
    document = finished("<p style='display: inline-flex'><b>a</b> b</p><h2 style='display: grid'>c <i>d</i></h2>")
    assert [len(of_kind(document, kind)) for kind in ("/P", "/H2")] == [1, 1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mailto:a@b.example", "E-Mail: a@b.example"),
        ("tel:+49301", "Tel.: +49301"),
        ("https://b.example/c", "Web: b.example/c"),
        ("x:y", "x:y"),
    ],
)
def test_links_say_what_they_open(address: str, said: str) -> None:
    """Each scheme that a sheet has gets its word; another one stays as it is."""
    document = finished(f'<p><a href="{address}">d</a></p>')
    assert [str(note.Contents) for page in document.pages for note in page.Annots] == [said]


def test_font_tags_count_by_first_use() -> None:
    """Subset tags depend on nothing but the order of use, in the fonts and in the pages that name them."""
    document = finished('<p style="font-family: Sheet Mono">a</p><p>b</p>')
    names = sorted(
        str(thing.BaseFont)
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" not in thing and "/BaseFont" in thing
    )
    assert sorted({name[1:7] for name in names}) == ["SHEETA", "SHEETB"]
    assert {name[8:] for name in names if name.startswith("/SHEETA")} == {"Sheet-Mono-Medium"}
    assert sorted(str(key) for key in document.pages[0].resources.Font) == ["/SHEETA", "/SHEETB"]


def test_missing_glyphs_are_named_together() -> None:
    """All characters that no face has are named, each once."""
    with pytest.raises(Failed, match=r"no shipped font has ☃ \(U\+2603\), 日 \(U\+65E5\)"):
        finished("<p>日 ☃ ☃</p>")


def test_what_weasyprint_logs_stops_the_run() -> None:
    """A style sheet with a fault is not laid out without it."""
    with pytest.raises(Failed, match="colour"):
        finished("<p>a</p>", "p { colour: red }")


def test_the_process_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Environment, logger and the patched function are as before, also when the layout fails."""
    monkeypatch.setenv("FONTCONFIG_FILE", "mine.conf")
    before = (tags._build_box_tree, list(logging.getLogger("weasyprint").handlers))  # noqa: SLF001

    def fail() -> None:
        with engine.strict(), engine.tagged(finisher.mend):
            assert os.environ["FONTCONFIG_FILE"].endswith("no-host-fonts.conf")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (tags._build_box_tree, logging.getLogger("weasyprint").handlers) == before  # noqa: SLF001
    assert os.environ["FONTCONFIG_FILE"] == "mine.conf"
