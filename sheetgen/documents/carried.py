"""What a document carries for machines besides its page, and how it is read back: the sheet's data, its language, its origin.

A document that is read is foreign until it has shown to be none: sizes are bounded, nothing is decompressed, no entity is expanded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from sheetgen.claim import NotASheetError
from sheetgen.documents import FormatName, Job
from sheetgen.shape import in_data
from sheetgen.sheet import canonical, to_data

NAMESPACE = "http://ns.sheetgen.example/sheet/1/"
DESCRIBED: Mapping[str, str] = {
    "data": "The sheet as JSON, in both languages: its printed number is taken of it",
    "language": "The language of the sheet: de, en, or de-en for both",
    "facts": "SHA-256 of the fact file, in hexadecimal",
    "version": "Version of sheetgen that made the sheet",
}
"""Each property and what it holds: XMP in a PDF, `meta` elements in HTML. JSON is its own data, and text has what is printed alone."""

MOST_IN_PACKET = 4 << 20
MOST_IN_HEAD = 4 << 20
_META = re.compile(r'<meta name="sheetgen\.([a-z]{1,20})" content="([^"]*)"\s*/?>')
_CUT = "this PDF is cut off, or damaged: its end is missing"
_ENCRYPTED = "this PDF is encrypted, so what it says of itself can't be read"


def properties(job: Job) -> Mapping[str, str]:
    """The properties of one document."""
    data = in_data(canonical(to_data(job.sheet, job.values["number"])).decode())
    return {"data": data, "language": job.page.lang, "facts": job.origin.facts, "version": job.origin.version}


@dataclass(frozen=True, slots=True)
class Read:
    """A document read back: its format, its properties (none in text), and its text where it is one."""

    kind: FormatName
    properties: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def read(content: bytes) -> Read:
    """Raises NotASheetError where no sheet can be found in the bytes."""
    if not content:
        raise NotASheetError("unreadable", "this file is empty")
    if b"%PDF-" in content[:1024]:
        return Read("pdf", _in_packet(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotASheetError("foreign", "this is neither a PDF nor text in UTF-8") from error
    start = text[:64].lstrip().lower()
    if start.startswith("<"):
        return Read("html", _in_head(text), text)
    return Read("json", {"data": text}, text) if start.startswith("{") else Read("txt", {}, text)


def _once(found: dict[str, str], name: str, value: str) -> None:
    if name in found:
        raise NotASheetError("foreign", f"it says twice what its {name} is")
    found[name] = value


def _in_head(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in _META.findall(text[:MOST_IN_HEAD]):
        if name in DESCRIBED:
            _once(found, name, html.unescape(value))
    return _all_there(found)


def _all_there(found: Mapping[str, str]) -> Mapping[str, str]:
    if missing := [name for name in DESCRIBED if name not in found]:
        raise NotASheetError("foreign", f"it does not carry what a sheet carries: {', '.join(missing)}")
    return found


def _in_packet(content: bytes) -> Mapping[str, str]:
    """The properties in the last packet that has any: a file that was changed afterwards has a later one."""
    mark = content.rfind(NAMESPACE.encode())
    start = content.rfind(b"<?xpacket begin", max(0, mark - MOST_IN_PACKET), mark) if mark >= 0 else -1
    if start < 0:
        if b"/Encrypt" in content:
            raise NotASheetError("unreadable", _ENCRYPTED)
        if b"%%EOF" not in content[-1024:]:
            raise NotASheetError("unreadable", _CUT)
        raise NotASheetError("foreign", "this PDF's metadata names no sheet")
    end = content.find(b"<?xpacket end", mark, start + MOST_IN_PACKET)
    if end < 0:
        raise NotASheetError("unreadable", _CUT)
    return _all_there(_parsed(content[start:end]))


def _parsed(packet: bytes) -> Mapping[str, str]:
    collect = _Collect()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = collect.start, collect.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = collect.characters, collect.doctype
    try:
        parser.Parse(packet, True)  # noqa: FBT003 - expat takes no names
    except expat.ExpatError as error:
        raise NotASheetError("foreign", f"its metadata is no XML: {expat.ErrorString(error.code)}") from error
    return collect.found


class _Collect:
    """Properties of our namespace, as elements or as attributes, which is the same in RDF."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.pieces: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.pieces is not None:
            raise NotASheetError("foreign", "its metadata holds elements where a sheet has text")
        for key, value in attributes.items():
            if _own(key):
                _once(self.found, _own(key), value)
        if _own(name):
            self.pieces = []

    def characters(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        if self.pieces is not None:
            _once(self.found, _own(name), "".join(self.pieces))
            self.pieces = None

    def doctype(self, *_: object) -> NoReturn:
        raise NotASheetError("foreign", "its metadata declares entities, which no sheet does")


def _own(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return local if namespace == NAMESPACE and local in DESCRIBED else ""
