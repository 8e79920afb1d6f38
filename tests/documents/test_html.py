"""The HTML sheet as a file: what stands in it, in which order and language, and that it is valid and closed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import pytest

from sheetgen.blocks import Code, Host, Literally, Note, Pieces, Plain, Slot
from sheetgen.documents import FORMATS, Job
from sheetgen.errors import Refused
from sheetgen.facts.platform import Platform
from sheetgen.facts.scalars import Line
from sheetgen.resources import folder
from sheetgen.slots import Lang, SheetLang
from tests.documents.jobs import FACTS, LANGUAGES, REQUESTS, SHEET_LANGUAGES, make_job, platform, with_blocks
from tests.documents.reading import in_order

SHEETS = [(request, facts, lang) for request in REQUESTS for facts in FACTS for lang in SHEET_LANGUAGES]


def tree(job: Job) -> Any:
    """The document as a browser's parser would see it, near enough."""
    return lxml.html.document_fromstring(FORMATS["html"].make(job).decode())


def words(text: str) -> str:
    """The text without its blanks, which HTML does not keep."""
    return "".join(text.split())


@pytest.mark.parametrize(("request_", "facts", "lang"), SHEETS)
def test_the_text_is_the_page_s_in_its_order(request_: str, facts: str, lang: SheetLang) -> None:
    """The words of the document, read from top to bottom, are the page's blocks one after the other: nothing more, nothing less."""
    job = make_job(request_, facts=facts, lang=lang)
    body = tree(job).find("body")
    assert words(body.text_content()) == words("".join(in_order(job.page, job.values)))


def test_all_sheets_are_valid(tmp_path: Path, nu: Callable[..., list[str]]) -> None:
    """The Nu HTML checker has nothing to say, not even a warning, about each request, the facts and the language changing in turn."""
    pages: list[Path] = []
    for request, facts, lang in SHEETS[::5]:
        pages.append(tmp_path / f"{request}-{facts}-{lang}.html")
        pages[-1].write_bytes(FORMATS["html"].make(make_job(request, facts=facts, lang=lang)))
    pages.append(tmp_path / "blocks.html")
    pages[-1].write_bytes(FORMATS["html"].make(with_blocks(Code((CODE_LINE, ())), Note("hint", (Plain("Tip:"),), (Plain("…"),)))))
    assert nu(*pages) == []


def test_the_policy_permits_its_own_style_alone() -> None:
    """The policy names the hash of the one style there is, fonts that stand in it, and nothing else."""
    document = tree(make_job())
    (style,) = document.iter("style")
    (policy,) = document.xpath("//meta[@http-equiv]/@content")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("facts", FACTS)
def test_the_file_is_closed(facts: str) -> None:
    """No script, no handler, no style attribute, nothing that is loaded; links are addresses, numbers and the canonical page alone."""
    document = tree(make_job("five-customers", facts=facts))
    tags = {element.tag for element in document.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "audio", "video"}
    attributes = {name for element in document.iter() for name in element.attrib}
    loading = {"style", "src", "srcset", "action", "data", "poster"}
    assert not [name for name in attributes if name.startswith("on") or name in loading]
    assert {href.partition(":")[0] for href in document.xpath("//@href")} <= {"mailto", "tel", "https"}
    sources = re.findall(r"url\(([^)]{0,30})", "".join(document.xpath("//style/text()")))
    assert len(sources) == 4
    assert all(source.startswith("data:font/woff2;base64,") for source in sources)


HOSTILE = """<script>alert(1)</script>&amp;"'>{{ 7 * 7 }}{% raw %}</title></style>"""


def hostile_platform() -> Platform:
    """A platform whose every name tries to be more than text."""
    base = platform("example")
    contact = replace(base.contact, name=Line(HOSTILE))
    return replace(base, provider=Line(HOSTILE), service=Line(HOSTILE), contact=contact)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_facts_are_text(lang: Lang) -> None:
    """Markup, entities and template code in a fact come out as the characters that they are, in text and attributes."""
    document = tree(make_job("planned", facts=hostile_platform(), lang=lang))
    assert not list(document.iter("script"))
    assert len(list(document.iter("style"))) == 1
    assert words(document.xpath("string(//p[@class='org'])")) == words(HOSTILE)
    assert document.xpath("//meta[@name='author']/@content") == [HOSTILE]
    assert words(HOSTILE) in words(document.xpath("string(//td)"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_phrase_says_its_language(lang: Lang) -> None:
    """In German the English term and what a log or a setting says are marked as English; in English nothing is marked."""
    document = tree(make_job(lang=lang))
    assert document.get("lang") == lang
    marked = [(element.get("lang"), element.text_content()) for element in document.xpath("//body//*[@lang]")]
    in_german = [
        ("en", text)
        for text in (
            *("mandatory TLS", "ESMTPS", "version=TLS1_2", "smtp_tls_loglevel = 1"),
            *("Verified TLS connection", "Trusted", "Untrusted", "Anonymous"),
        )
    ]
    assert marked == (in_german if lang == "de" else [])


def test_in_both_languages_each_half_says_which() -> None:
    """All prose of a bilingual sheet stands in elements of its language, German as the page's own; no word of the other is left in it."""
    document = tree(make_job("planned", lang="de-en"))
    assert document.get("lang") == "de"
    english = "".join(document.xpath("//*[@lang='en']//text()"))
    german = "".join(document.xpath("//body//text()[ancestor::*[@lang][1]/@lang = 'de']"))
    assert "your mail servers" in english.lower()
    assert not re.findall(r"\b(?:und|nicht|Sie|wir)\b", english)
    assert not re.findall(r"\b(?:and|not|you|we|the)\b", german)


def test_a_browser_s_translator_leaves_names_alone() -> None:
    """Names, addresses and configuration are kept from translation; prose is not."""
    document = tree(make_job("idn", facts="example"))
    kept = "".join(document.xpath("//*[@translate='no']//text()"))
    for name in ("müller-büromöbel-straße.de", "mx1.mail.nordlicht.example", "service@nordlicht.example", "https://www.", "ESMTPS"):
        assert name in kept
    assert "Zertifikat" not in kept


def test_the_issue_date_is_read_back() -> None:
    """The store finds the date that a sheet bears, whatever the sheet says elsewhere."""
    provider = Line('<meta name="dcterms.issued" content="2001-01-01">')
    document = FORMATS["html"].make(make_job(facts=replace(platform("example"), provider=provider)))
    read = FORMATS["html"].issued(document)
    assert read is not None
    assert read.isoformat() == "2026-11-24"


CODE_LINE: Pieces = (Slot("domain"), Plain("    secure match="), Host("hamburg-cloud.de", "."))


def test_code_is_copied_as_it_stands() -> None:
    """A code block holds its lines, blanks and all, and not one blank or line break more; what looks like markup is text."""
    code = Code(((Plain("# <b>&"),), (), CODE_LINE, (Plain("  last  "),)))
    (pre,) = tree(with_blocks(code)).iter("pre")
    assert pre.text_content() == "# <b>&\n\nfirma.de    secure match=.hamburg-cloud.de\n  last  "


def test_a_hint_bears_its_label() -> None:
    """A hint is a note of its own class, its label first."""
    (note,) = tree(with_blocks(Note("hint", (Plain("Tipp:"),), (Literally("postmap -q"),)))).find_class("note")
    assert (note.get("class"), note.text_content()) == ("note hint", "Tipp: postmap -q")


def test_names_stand_in_a_row_where_all_fit() -> None:
    """Three short hosts stand on one line of the table, four longer ones below each other, customers always so."""
    rows = [("in-row" in names.get("class"), len(names)) for names in tree(make_job()).iter("ul")]
    assert rows == [(True, 3)]
    assert not tree(make_job("five-customers", facts="example")).find_class("in-row")


def test_a_policy_can_t_be_left_out(tmp_path: Path) -> None:
    """A template of one's own that does without the policy, or puts anything before it, is refused."""
    shipped = (folder("templates") / "sheet.html").read_text("utf-8")
    meta = '<meta http-equiv="Content-Security-Policy" content="{{ policy }}">'
    assert meta in shipped
    for changed in (
        shipped.replace(meta, ""),
        shipped.replace(meta, meta.replace("{{ policy }}", "default-src *")),
        shipped.replace(meta, f"<!-- {meta} -->"),
        shipped.replace('<meta charset="utf-8">', '<meta charset="utf-8"><script>1</script>'),
        shipped.replace("<!doctype html>", "<!doctype html><!--") + "-->",
    ):
        assert changed != shipped
        (tmp_path / "sheet.html").write_text(changed)
        with pytest.raises(Refused, match="refused") as caught:
            FORMATS["html"].make(make_job(templates=tmp_path))
        assert caught.value.problems[0].message == "the sheet must begin with its content security policy"


def test_a_style_sheet_can_t_end_its_element(tmp_path: Path) -> None:
    """A style sheet of one's own that would turn into HTML is refused."""
    (tmp_path / "screen.css").write_text("p { color: red }</STYLE><script>1</script>")
    with pytest.raises(Refused) as caught:
        FORMATS["html"].make(make_job(templates=tmp_path))
    assert caught.value.problems[0].message == "a style sheet can't hold </, the end of an element"


def test_the_same_job_makes_the_same_bytes() -> None:
    """Nothing but the job decides what is written."""
    assert FORMATS["html"].make(make_job("planned")) == FORMATS["html"].make(make_job("planned"))
