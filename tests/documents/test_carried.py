"""What a document carries: nothing but what is printed, the same everywhere; and how foreign files are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sheetgen import __version__
from sheetgen.claim import NotASheetError
from sheetgen.documents import FORMATS
from sheetgen.documents.carried import NAMESPACE, properties, read
from tests.documents.jobs import FACTS, ORIGIN, REQUESTS, SHEET_LANGUAGES, make_job
from tests.documents.pdfs import made, opened
from tests.places import CHECKOUT
from tests.sheets import handed_out

_CODES = {"schema", "key", "number", "from", "set_up_by", "tls", "unless_agreed", "outside_eu", "provided", "trust", "country"}
"""Keys whose values are codes: the page says them in words."""


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            if key not in _CODES:
                yield from _values(member)
    elif isinstance(value, list):
        for member in value:
            yield from _values(member)
    elif isinstance(value, str):
        yield value


def test_pdf_and_html_carry_the_same() -> None:
    """Data, language, digest and version, read back from the file, are those of the job."""
    for lang in SHEET_LANGUAGES:
        job = make_job("planned", lang=lang)
        assert read(FORMATS["html"].make(job)).properties == properties(job)
    assert read(made("planned")).properties == properties(make_job("planned"))


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_nothing_is_carried_that_is_not_printed(request_name: str, facts: str) -> None:
    """Each text of the data stands on the sheet in both languages; besides, a document tells the digest and the version, and no more."""
    job = make_job(request_name, facts=facts, lang="de-en")
    printed = "".join(FORMATS["txt"].make(job).decode().split())
    carried = dict(properties(job))
    held = [value for value in _values(json.loads(carried.pop("data"))) if not value.startswith(("peer", "customer", "mx", "unknown"))]
    said_in_words = {"none", "ca", "ca_and_name", "dane", "yes", "no", "enforce", "testing"}
    assert [value for value in held if "".join(value.split()) not in printed and value not in said_in_words] == []
    assert carried == {"language": "de-en", "facts": ORIGIN.facts, "version": __version__}


def test_the_two_descriptions_of_a_pdf_agree() -> None:
    """Info dictionary and XMP name the same title, author, subject, keywords, program and dates; the language is the catalogue's."""
    document = opened(made("planned", "example"))
    info = {str(key): str(value) for key, value in document.docinfo.items()}
    xmp = document.open_metadata()
    assert info == {
        "/Title": xmp["dc:title"],
        "/Author": ", ".join(xmp["dc:creator"]),
        "/Subject": xmp["dc:description"],
        "/Keywords": xmp["pdf:Keywords"],
        "/Creator": xmp["xmp:CreatorTool"],
        "/Producer": xmp["pdf:Producer"],
        "/CreationDate": "D:20261124000000Z",
        "/ModDate": "D:20261124000000Z",
    }
    assert {xmp[f"xmp:{name}"] for name in ("CreateDate", "ModifyDate", "MetadataDate")} == {"2026-11-24T00:00:00Z"}
    assert info["/Producer"] == f"sheetgen {__version__}"
    assert info["/Keywords"] == f"Nordlicht Mail, TLS-Kommunikation, firma.de, 4711, {make_job('planned', facts='example').sheet.number}"
    assert set(xmp["dc:language"]) == {str(document.Root.Lang)}


def test_the_last_packet_counts() -> None:
    """A later change puts a later packet behind the first: it is what a viewer would show, so it is what is read."""
    first, second = handed_out("pdf"), handed_out("pdf", "plain")
    packet = second[second.index(b"<?xpacket begin") : second.index(b"<?xpacket end")] + b'<?xpacket end="w"?>'
    assert read(first + packet).properties == read(second).properties


def test_properties_may_be_attributes() -> None:
    """RDF writes a property as an element or as an attribute, under any prefix."""
    held = properties(make_job())
    written = " ".join(f's:{name}="{value.replace(chr(34), "&quot;")}"' for name, value in held.items())
    packet = f'<?xpacket begin=""?><r xmlns:s="{NAMESPACE}" {written}/><?xpacket end="r"?>'
    assert read(b"%PDF-1.7\n" + packet.encode()).properties == held


def _encrypted() -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(handed_out("pdf"))) as plain:
        plain.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def _packet(inside: str, before: str = "") -> bytes:
    """A PDF whose packet holds that, in the namespace `s`."""
    return f'%PDF-1.7\n<?xpacket begin=""?>{before}<r xmlns:s="{NAMESPACE}">{inside}</r><?xpacket end="r"?>\n%%EOF'.encode()


ENTITIES = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
STRANGE: Mapping[str, tuple[bytes | Callable[[], bytes], str, str]] = {
    "empty": (b"", "unreadable", "empty"),
    "cut before the packet": (lambda: handed_out("pdf")[:5000], "unreadable", "cut off"),
    "cut in the packet": (lambda: handed_out("pdf").partition(b"<?xpacket end")[0], "unreadable", "cut off"),
    "encrypted": (_encrypted, "unreadable", "encrypted"),
    "another PDF": (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "foreign", "names no sheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "foreign", "neither a PDF nor text"),
    "Latin-1": ("Datenblatt für".encode("latin-1"), "foreign", "UTF-8"),
    "another HTML": (b"<!doctype html><title>t</title>", "foreign", "does not carry"),
    "HTML that says twice": (lambda: handed_out("html") + b'<meta name="sheetgen.facts" content="0">', "foreign", "says twice"),
    "entities": (_packet("<s:data>&c;</s:data>", ENTITIES), "foreign", "entities"),
    "entities unknown": (_packet("<s:data>&c;</s:data>"), "foreign", "no XML"),
    "elements": (_packet("<s:data><b/></s:data>"), "foreign", "elements"),
    "a packet that says twice": (_packet("<s:data>1</s:data><s:data>2</s:data>"), "foreign", "says twice"),
    "half a packet": (_packet("<s:data>1</s:data>"), "foreign", "language, facts, version"),
    "no XML": (_packet("<s:data>"), "foreign", "no XML"),
}


@pytest.mark.parametrize(("content", "word", "reason"), STRANGE.values(), ids=STRANGE)
def test_what_is_no_sheet_is_told_in_a_line(content: bytes | Callable[[], bytes], word: str, reason: str) -> None:
    """Each strange file gets its word and one line that says why."""
    with pytest.raises(NotASheetError) as told:
        read(content if isinstance(content, bytes) else content())
    assert told.value.word == word
    assert reason in told.value.reason
    assert "\n" not in told.value.reason


def test_json_is_its_own_data() -> None:
    """JSON carries nothing besides itself."""
    job = make_job("planned")
    assert dict(read(FORMATS["json"].make(job)).properties) == {"data": FORMATS["json"].make(job).decode()}


def test_no_theme_changes_what_a_sheet_says_it_is(tmp_path: Path) -> None:
    """A theme that has another title and no `meta` elements changes neither what is carried nor a PDF's metadata."""
    shipped = (CHECKOUT / "templates" / "sheet.html").read_text("utf-8")
    own = re.sub(r'<meta name="(?!viewport|robots|referrer|color)[^\n]*\n', "", shipped)
    assert own != shipped
    (tmp_path / "sheet.html").write_text(own.replace("{{ flat(page.title) }}", "Rechnung"), encoding="utf-8")
    job = make_job("planned", templates=tmp_path)
    assert read(FORMATS["html"].make(job)).properties == properties(job)
    themed = FORMATS["pdf"].make(job)
    assert read(themed).properties == properties(job)
    told, meant = ({str(key): str(value) for key, value in opened(one).docinfo.items()} for one in (themed, made("planned")))
    assert told == meant
