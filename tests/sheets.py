"""Sheets as they are handed out, and what can befall them."""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

from sheetgen import __version__
from sheetgen.documents import FormatName
from sheetgen.documents.dissect import dissect
from sheetgen.facts.known import given
from sheetgen.facts.load import Loaded, load_facts
from sheetgen.render import Plan, render
from sheetgen.slots import SheetLang
from tests.documents.jobs import ISSUED, REQUESTS, loaded
from tests.places import CHECKOUT

FORMATS: tuple[FormatName, ...] = ("pdf", "html", "txt", "json")


@cache
def handed_out(
    kind: FormatName,
    request: str = "planned",
    facts: str = "hamburg-cloud",
    lang: SheetLang = "de",
) -> bytes:
    """A document of a request by its name (tests.documents.jobs), as `render` makes it."""
    return made_by(__version__, kind, request, facts, lang)


def made_by(version: str, kind: FormatName, request: str = "planned", facts: str = "hamburg-cloud", lang: SheetLang = "de") -> bytes:
    """The same, as if another version had made it."""
    (document,) = render(given(loaded(facts), ISSUED), REQUESTS[request], Plan(ISSUED, (lang,), (kind,), version=version))
    return document.data


def changed(folder: Path, facts: str, *replaced: tuple[str, str]) -> Loaded:
    """A shipped fact file in which texts were replaced, each once."""
    text = (CHECKOUT / "data" / f"{facts}.yaml").read_text("utf-8")
    for old, new in replaced:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "nordlicht.svg").write_bytes((CHECKOUT / "data" / "nordlicht.svg").read_bytes())
    (folder / "facts.yaml").write_text(text, encoding="utf-8")
    return load_facts(folder / "facts.yaml", ISSUED)


def with_stream(pdf: bytes, number: int, old: bytes, new: bytes) -> bytes:
    """A PDF in which bytes of one stream, as it is inflated, were replaced once."""
    head, content = dissect(pdf).streams[number]
    assert old in content
    data = content.replace(old, new, 1)
    return with_raw(pdf, number, zlib.compress(data) if b"/FlateDecode" in head else data)


def with_raw(pdf: bytes, number: int, raw: bytes) -> bytes:
    """A PDF one of whose streams holds these bytes."""
    head, _ = dissect(pdf).streams[number]
    start = pdf.index(b"\n%d 0 obj\n" % number)
    end = pdf.index(b"\nendstream", start)
    new = re.sub(rb"/Length \d+", b"/Length %d" % len(raw), head)
    return pdf[:start] + b"\n%d 0 obj\n" % number + new + b"\nstream\n" + raw + pdf[end:]
