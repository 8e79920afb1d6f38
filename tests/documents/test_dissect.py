"""Our own PDFs taken apart, and files that are made to take long."""

from __future__ import annotations

import time
import zlib
from itertools import chain

import pytest

from sheetgen.documents.dissect import MOST_INFLATED, dissect
from tests.documents.pdfs import poppler
from tests.sheets import handed_out


@pytest.mark.parametrize(("request_name", "facts"), [("planned", "hamburg-cloud"), ("five-customers", "example")])
def test_the_text_of_the_pages_is_what_poppler_reads(request_name: str, facts: str) -> None:
    """Every character that poppler finds on the pages is found, and no other."""
    pdf = handed_out("pdf", request_name, facts)
    parts = dissect(pdf)
    ours = "".join(chain.from_iterable(parts.texts(page) for page in parts.pages))
    assert sorted("".join(ours.split())) == sorted("".join(poppler("pdftotext", pdf, "-raw").split()))


def _stream(number: int, head: bytes, data: bytes, length: int | None = None) -> bytes:
    return b"\n%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj" % (number, head, length or len(data), data)


FLATE = b"/Filter /FlateDecode"
BOMB = zlib.compress(bytes(1 << 26))
LONG = {
    "a bomb": _stream(1, FLATE, BOMB),
    "many bombs": b"".join(_stream(n, FLATE, BOMB) for n in range(60)),
    "a million objects": b"".join(b"\n%d 0 obj\n<<>>\nendobj" % n for n in range(1_000_000)),
    "streams in streams": b"".join(_stream(n, FLATE, b"", 1 << 24) for n in range(100_000)),
    "packed objects that overlap": _stream(1, b"/Type /ObjStm/N 9999/First 400000", b"1 0 2 9000000 " * 28_000 + bytes(8 << 20)),
    "pages without end": _stream(1, b"/Type /ObjStm/N 1/First 4", b"1 0 " + b"<</Type /Page/" * (1 << 19)),
    "brackets": _stream(1, b"", b"[" * (8 << 20)) + _stream(2, b"/Type /ObjStm/N 1/First 4", b"1 0 <</Type /Page//Contents 1 0 R>>"),
}


@pytest.mark.parametrize("content", LONG.values(), ids=LONG)
def test_nothing_takes_long(content: bytes) -> None:
    """Bombs, overlapping objects, patterns that match nowhere: a second or two of this process's time, and a bounded result."""
    start = time.process_time()
    parts = dissect(content)
    texts = [parts.texts(page) for page in parts.pages]
    assert time.process_time() - start < 5
    assert sum(len(data) for _, data in parts.streams.values()) <= MOST_INFLATED
    assert sum(map(len, texts)) < 10
