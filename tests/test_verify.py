"""A sheet held against facts: the five words, and what leads to each."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sheetgen import __version__
from sheetgen.changes import Change
from sheetgen.documents import FormatName
from sheetgen.documents.dissect import dissect
from sheetgen.slots import SheetLang
from sheetgen.verify import Verdict, verify
from tests.documents.jobs import FACTS, REQUESTS, SHEET_LANGUAGES, loaded
from tests.sheets import FORMATS, changed, handed_out, made_by, with_stream

SAYS = "says what today's facts say"


def verdict(content: bytes, facts: str = "hamburg-cloud") -> Verdict:
    """Against a shipped fact file."""
    return verify(content, loaded(facts))


@pytest.mark.parametrize("lang", SHEET_LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_what_was_just_made_is_current(request_name: str, facts: str, lang: SheetLang) -> None:
    """Whatever was asked, in each language: HTML, text and JSON are found to be what is made today."""
    found = {kind: verdict(handed_out(kind, request_name, facts, lang), facts) for kind in ("html", "txt", "json")}
    assert found == dict.fromkeys(("html", "txt", "json"), Verdict("current", SAYS))


@pytest.mark.parametrize(("request_name", "facts", "lang"), [("planned", "hamburg-cloud", "de"), ("five-customers", "example", "de-en")])
def test_a_pdf_that_was_just_made_is_current(request_name: str, facts: str, lang: SheetLang) -> None:
    """A PDF is, byte for byte, what is made of its own claim."""
    assert verdict(handed_out("pdf", request_name, facts, lang), facts) == Verdict("current", SAYS)


# ---- outdated


@pytest.mark.parametrize("kind", FORMATS)
def test_changed_facts_are_named(kind: FormatName, tmp_path: Path) -> None:
    """A new phone number and another range of hosts: the line names both, old -> new, and nothing else."""
    facts = changed(tmp_path, "hamburg-cloud", ("63705 808", "63705 909"), ("mx[01-03]", "mx[02-03]"))
    found = verify(handed_out(kind), facts)
    assert found.word == "outdated"
    if kind == "txt":
        changes = ["+49 40 63705 808 -> +49 40 63705 909", "mx01.hamburg-cloud.de -> nothing", "Blatt Nr."]
        assert found.reason.count(" -> ") == len(changes)
    else:
        hosts = [f"mx0{n}.hamburg-cloud.de" for n in (1, 2, 3)]
        changes = ["contact.phone: +49 40 63705 808 -> +49 40 63705 909", f"mx.hosts: {', '.join(hosts)} -> {', '.join(hosts[1:])}"]
        assert found.reason == "; ".join(changes)
    assert [change for change in changes if change not in found.reason] == []


def test_a_fact_that_came_or_went_is_named(tmp_path: Path) -> None:
    """Where one of the sheets is silent, the line says `nothing`."""
    facts = changed(tmp_path, "hamburg-cloud", ("unless_agreed: opportunistic", "unless_agreed: opportunistic\n  dane: yes  #"))
    assert verify(handed_out("json"), facts) == Verdict("outdated", "dane: nothing -> yes", (Change("dane", "nothing", "yes"),))


def test_words_of_the_other_language_are_not_named(tmp_path: Path) -> None:
    """A German sheet whose English words have changed says so: its own words hold, but not its number."""
    facts = changed(tmp_path, "hamburg-cloud", ("en: Hamburg-Cloud data centres", "en: data centres of Hamburg-Cloud"))
    assert verify(handed_out("html"), facts).reason.startswith("only its number is another")
    assert verify(handed_out("html", lang="en"), facts).reason.startswith("data_storage.data_centres.en: Hamburg-Cloud data")
    assert "its number was altered" in verify(handed_out("txt"), facts).reason


def test_many_changes_stay_one_line() -> None:
    """Against the facts of another platform the line names twenty changes and counts the rest."""
    reason = verdict(handed_out("json"), "example").reason
    assert reason.count(" -> ") == 20
    assert re.search(r"; and \d+ more$", reason)


def test_what_is_not_printed_outdates_no_sheet(tmp_path: Path) -> None:
    """A comment in the fact file changes its digest and nothing else: the sheet is current, and the line says why its digest differs."""
    facts = changed(tmp_path, "hamburg-cloud", ("schema: sheetgen-facts-1", "schema: sheetgen-facts-1  # checked"))
    for kind in ("html", "pdf"):
        found = verify(handed_out(kind), facts)
        assert (found.word, found.reason) == ("current", f"{SAYS}; the fact file has changed since, in nothing that is printed")


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_another_colour_is_no_alteration(kind: FormatName, tmp_path: Path) -> None:
    """Where the brand's colour has changed with the fact file, the words hold and nobody is accused."""
    text = next(line for line in (Path("data") / "example.yaml").read_text("utf-8").splitlines() if "primary:" in line)
    facts = changed(tmp_path, "example", (text, re.sub(r'"#[0-9a-f]{6}"', '"#5a1f3c"', text)))
    found = verify(handed_out(kind, facts="example"), facts)
    assert found.word == "outdated"
    assert found.reason.startswith("its words are today's, but the fact file has changed since, its colour or logo perhaps")


def test_an_outdated_pdf_that_was_altered_as_well(tmp_path: Path) -> None:
    """Though it can't be made again as it was, its identifier tells that a part was changed, a note put behind it, or all saved anew."""
    facts, pdf = changed(tmp_path, "hamburg-cloud", ("63705 808", "63705 909")), handed_out("pdf")
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(saved, static_id=True)
    streams = dissect(pdf).streams
    number = next(number for number, (head, _) in streams.items() if b"/Metadata" in head)
    for altered in (pdf + b"\n%a note\n", with_stream(pdf, number, b"<dc:title>", b"<dc:title >"), saved.getvalue(), pdf[:-1]):
        found = verify(altered, facts)
        assert found.word == "altered"
        assert found.reason.startswith("it was changed after it was made")
        assert found.reason.endswith("; besides, contact.phone: +49 40 63705 808 -> +49 40 63705 909")
    assert verify(pdf, facts).word == "outdated"


# ---- another version


def test_another_version_that_sets_the_same_is_current() -> None:
    """Made by another version, and still the same but for that: current, and the line names both versions."""
    for kind in ("html", "pdf"):
        found = verdict(made_by("0.0.9", kind))
        assert found == Verdict("current", f"{SAYS}; made by sheetgen 0.0.9, this is {__version__}")


def test_another_version_is_not_taken_for_an_alteration() -> None:
    """Made by another version that sets it otherwise: the line says so, and does not call it altered."""
    found = verdict(made_by("0.0.9", "html").replace(b"<main>", b"<main >"))
    assert found.word == "outdated"
    assert "sheetgen 0.0.9 made it" in found.reason


# ---- altered


@pytest.mark.parametrize("kind", ["html", "txt"])
def test_an_altered_word_is_found_in_its_line(kind: FormatName) -> None:
    """Another phone number in place of the real one: the line number and both wordings."""
    head, label, body = handed_out(kind).rpartition(b"Technischer Ansprechpartner")
    document = head + label + re.sub(rb"63705(\W+|&nbsp;)808", rb"63705\g<1>666", body)
    found = verdict(document)
    assert found.word == "altered"
    assert re.match(r"line \d+: “.*666.*” in place of “.*808.*”", found.reason)


def test_an_altered_link_is_found_in_the_markup() -> None:
    """Where the words are the same, the markup is shown, and that it may be another theme is said."""
    found = verdict(handed_out("html").replace(b"mailto:service@hamburg-cloud.de", b"mailto:service@hamburg-c1oud.de"))
    assert found.word == "altered"
    assert "hamburg-c1oud" in found.reason
    assert "its words are as made" in found.reason


def test_data_that_do_not_fit_their_number() -> None:
    """Whoever changes what a sheet carries and not its number is found out by the number."""
    for kind in ("html", "pdf", "json"):
        document = handed_out(kind)
        found = verdict(document.replace(b"63705 808", b"63705 666"))
        assert found.word == "altered"
        assert "the data it carries have the number" in found.reason


def test_json_written_otherwise() -> None:
    """The same data with other blanks is not what sheetgen writes; line ends don't count."""
    document = handed_out("json")
    assert verdict(document.replace(b'"tls": "mandatory"', b'"tls":  "mandatory"', 1)).word == "altered"
    assert verdict(document.replace(b"\n", b"\r\n")).word == "current"


def _page(pdf: bytes) -> int:
    """The largest of the streams that the first page consists of."""
    taken = dissect(pdf)
    return max(taken.pages[0], key=lambda number: len(taken.streams[number][1]))


def test_an_altered_page_of_a_pdf_is_found() -> None:
    """A digit exchanged in the content of the page: the page, and both texts."""
    pdf = handed_out("pdf")
    of_font = next(content for _, content in dissect(pdf).streams.values() if b"beginbfchar" in content and b"<0034>" in content)
    fours, eights = (re.findall(rb"<([0-9a-f]{4})> <%s>" % code, of_font) for code in (b"0034", b"0038"))
    forms = dict(zip(fours, eights, strict=True))  # digits of one width, and others
    streams = dissect(pdf).streams
    number, four = next((n, four) for n in dissect(pdf).pages[0] for four in forms if b"<" + four + b">" in streams[n][1])
    content = streams[number][1]
    start = content.index(b"<" + four + b">")
    found = verdict(with_stream(pdf, number, content[: start + 6], content[:start] + b"<" + forms[four] + b">"))
    assert found.word == "altered"
    assert re.match(r"page 1: “[^“]*8[^“]*” in place of “[^“]*4[^“]*”", found.reason)


@pytest.mark.parametrize(
    ("mark", "old", "new", "where"),
    [
        (b"/ObjStm", b"mailto:service@hamburg-cloud.de", b"mailto:service@hamburg-c1oud.de", "hamburg-c1oud"),
        (b"/Metadata", b"<dc:title><rdf:Alt>", b"<dc:title><rdf:Alt >", "its metadata"),
        (b"/Length1", b"head", b"haed", "a font"),
    ],
    ids=["link", "metadata", "font"],
)
def test_an_altered_part_of_a_pdf_is_found(mark: bytes, old: bytes, new: bytes, where: str) -> None:
    """What no page shows as text is found by its object, and its kind is named."""
    pdf = handed_out("pdf")
    number = next(number for number, (head, _) in dissect(pdf).streams.items() if mark in head)
    found = verdict(with_stream(pdf, number, old, new))
    assert found.word == "altered"
    assert where in found.reason


def test_what_was_put_behind_a_pdf_or_cut_off_is_told() -> None:
    """A later change behind the end leaves what was made as it was; a file that lost its end is told with its length."""
    pdf = handed_out("pdf")
    assert "9 bytes were put behind its end" in verdict(pdf + b"\n%a note\n").reason
    cut = verdict(pdf[:-100])
    assert (cut.word, cut.reason) == ("altered", f"it is cut off after {len(pdf) - 100} of {len(pdf)} bytes")


def test_a_pdf_that_another_program_wrote() -> None:
    """A PDF that was opened and saved elsewhere keeps its claim and none of its bytes; that is said."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(handed_out("pdf"))) as pdf:
        pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    found = verdict(saved.getvalue())
    assert found == Verdict("altered", "the whole file was written anew by another program, so it can't be said which part was changed")


# ---- mail programs


@pytest.mark.parametrize("kind", ["txt", "html"])
@pytest.mark.parametrize("way", ["crlf", "mark", "end", "no end"])
def test_line_ends_are_no_words(kind: FormatName, way: str) -> None:
    """Windows line ends, a byte order mark, one line end more or less: the sheet is current."""
    document = handed_out(kind)
    sent = {
        "crlf": document.replace(b"\n", b"\r\n"),
        "mark": b"\xef\xbb\xbf" + document,
        "end": document + b"\r\n\n",
        "no end": document.rstrip(b"\n"),
    }
    assert verdict(sent[way]) == Verdict("current", SAYS)


def test_a_text_may_be_broken_elsewhere() -> None:
    """A mail program that fills lines anew changes no word."""
    text = handed_out("txt").replace(b"TLS zwingend: stellen wir ein", b"TLS zwingend:\nstellen wir ein")
    assert verdict(text) == Verdict("current", f"{SAYS}; its lines are broken in other places")


def test_a_text_with_far_more_in_it() -> None:
    """A sheet with a long letter behind it is no sheet any more."""
    found = verdict(handed_out("txt") + b"and more\n" * 10_000)
    assert found.word == "altered"
    assert "far more than a sheet" in found.reason
