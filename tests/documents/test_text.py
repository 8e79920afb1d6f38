"""The plain text: 72 columns, names that can be copied, nothing that a mail program takes for something else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetgen.blocks import (
    Arrow,
    Block,
    Code,
    Directions,
    Host,
    Letterhead,
    Literally,
    Mail,
    Names,
    Note,
    Page,
    Paragraph,
    Piece,
    Pieces,
    Plain,
    Section,
    Slot,
    Step,
    Steps,
    Table,
    TableRow,
    Title,
)
from sheetgen.documents import FORMATS, Job, breaking
from sheetgen.documents.lettering import flat
from sheetgen.slots import Lang
from tests.documents.jobs import FACTS, ISSUED, LANGUAGES, ORIGIN, REQUESTS, make_job, platform
from tests.golden import Golden


def lines(job: Job) -> list[str]:
    """The lines of a text."""
    return FORMATS["txt"].make(job).decode().removesuffix("\n").split("\n")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", ["plain", "planned"])
def test_the_text_is_as_it_was_read(request_name: str, facts: str, lang: Lang, golden: Golden) -> None:
    """The plain and the full sheet of both fact files, whole."""
    job = make_job(request_name, facts=facts, lang=lang)
    golden(f"text_{request_name}_{facts}_{lang}.txt", FORMATS["txt"].make(job).decode())


def is_one_word(line: str) -> bool:
    """Whether a line holds one word only, which may not be broken: behind a step's number too."""
    return " " not in re.sub(r"^\d  ", "", line.strip())


def faults(written: list[str]) -> list[str]:
    """Lines that are not as a mail's line should be."""
    return [
        line
        for line in written
        if (len(line) > breaking.WIDTH and not is_one_word(line))
        or line.startswith(("From ", ">"))
        or line in ("-- ", "--")
        or line != line.rstrip()
        or re.search(r"[\x00-\x1f\u00a0]", line)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_every_line_is_safe_in_a_mail(request_name: str, facts: str, lang: Lang) -> None:
    """At most 72 columns but for a long name; no `From `, no quotation, no signature, no blank at an end, no tab."""
    assert faults(lines(make_job(request_name, facts=facts, lang=lang))) == []


@pytest.mark.parametrize("request_name", REQUESTS)
def test_names_stand_alone(request_name: str) -> None:
    """Every name of the request, each MX host, the contact's address and number stand on lines of their own."""
    job = make_job(request_name, facts="example")
    alone = {line.strip() for line in lines(job)}
    request, facts = job.sheet.request, platform("example")
    names = [f"@{request.domain.ascii}", *(f"@{customer.ascii}" for customer in request.customers)]
    names += [*facts.mx.names, *facts.certificate.names, str(facts.contact.email), str(facts.contact.phone)]
    assert [name for name in names if name not in alone] == []


def test_no_line_begins_with_a_comma() -> None:
    """What follows a name on the next line begins as a line should."""
    for name in REQUESTS:
        assert [line for line in lines(make_job(name)) if line.strip().startswith((",", ".", ";"))] == []


def test_the_provider_is_named_once() -> None:
    """Where the service bears the provider's name, the first line does not say it twice."""
    assert [lines(make_job(facts=facts))[0] for facts in FACTS] == ["Hamburg-Cloud Smart Mail", "Nordlicht Mail"]


def test_a_long_name_is_never_broken() -> None:
    """A name of 253 characters is one word of the text, wherever it stands."""
    domain = REQUESTS["longest"].domain.ascii
    holding = [line for line in lines(make_job("longest")) if domain[:63] in line and domain[-8:] in line]
    assert len(holding) >= 4
    assert all(domain in line for line in holding)


def test_the_open_point_is_seen() -> None:
    """Without customer and without a fact about certificates both open points stand in brackets, with the word first."""
    assert [line.strip()[:9] for line in lines(make_job()) if "Offen:" in line] == ["[ Offen: "] * 2


def test_the_end_is_one_line_feed() -> None:
    """No blank lines at the end, whatever the last block leaves."""
    written = FORMATS["txt"].make(make_job())
    assert written.endswith(b".\n")
    assert not written.endswith(b"\n\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_issue_date_is_read_back(lang: Lang) -> None:
    """The date that an older sheet was issued on stands where the writer of files looks for it."""
    assert FORMATS["txt"].issued(FORMATS["txt"].make(make_job(lang=lang))) == ISSUED


# ---- pages of any words

WORD = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S")), min_size=1, max_size=40)
RISKY = st.sampled_from(["From", "From ", ">", "> ", "--", "-- ", ">From", "From:", "x" * 71, "x" * 72, "x" * 80])
WORDS = st.lists(WORD | RISKY, max_size=20).map(" ".join)
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)
NAME = st.lists(LABEL, min_size=2, max_size=5).map(".".join)
PIECE: st.SearchStrategy[Piece] = st.one_of(
    st.builds(Plain, WORDS, strong=st.booleans()),
    st.builds(Host, NAME, st.sampled_from(["", "@", "*."])),
    st.builds(Mail, NAME.map("a@{}".format)),
    st.just(Literally("ESMTPS")),
    st.builds(Slot, st.sampled_from(["domain", "issued", "number"]), st.sampled_from(["", "@"])),
)
PIECES: st.SearchStrategy[Pieces] = st.lists(PIECE, max_size=6).map(tuple)
FILLED: st.SearchStrategy[Pieces] = PIECES.map(lambda pieces: (Plain("x "), *pieces))
MANY_PIECES = st.lists(PIECES, max_size=3).map(tuple)
INNER: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, PIECES),
    st.builds(Names, MANY_PIECES),
    st.builds(Note, st.just("open"), FILLED, PIECES),
    st.builds(Code, st.lists(st.just((Literally("> relayhost = [mx.firma.de]:25"),)), max_size=3).map(tuple)),
)
INNERS = st.lists(INNER, max_size=3).map(tuple)
ARROW = st.builds(Arrow, st.integers(1, 2), st.sampled_from(["left", "right"]), PIECES, PIECES, FILLED, PIECES)
BLOCK: st.SearchStrategy[Block] = st.one_of(
    INNER,
    st.builds(Letterhead, PIECES, PIECES, st.lists(st.tuples(PIECES, PIECES), max_size=3).map(tuple)),
    st.builds(Title, PIECES, st.builds(Host, NAME).map(lambda host: (host,)), MANY_PIECES, PIECES),
    st.builds(Steps, st.lists(st.builds(Step, st.integers(1, 2), FILLED, INNERS), max_size=2).map(tuple)),
    st.builds(Directions, FILLED, FILLED, st.lists(ARROW, max_size=2).map(tuple)),
    st.builds(Table, st.lists(st.builds(TableRow, FILLED, INNERS, PIECES), max_size=3).map(tuple)),
)
SECTION = st.builds(Section, st.just("facts"), PIECES, st.lists(BLOCK, max_size=3).map(tuple), MANY_PIECES)
VALUES = st.fixed_dictionaries({"domain": NAME, "issued": st.just("24.11.2026"), "number": st.just("0123abcd")})


def jobs(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Job]:
    """Jobs whose pages hold such blocks."""
    sheet = make_job().sheet
    pages = st.lists(blocks, max_size=4).map(lambda held: Page("de", (), (), (), tuple(held), (), ("", "")))
    return st.builds(Job, st.just(sheet), pages, VALUES, st.just(ORIGIN))


@settings(max_examples=60)
@given(jobs(BLOCK | SECTION))
def test_any_page_gives_safe_lines(job: Job) -> None:
    """Whatever words and names the blocks hold, each line is safe in a mail."""
    assert faults(lines(job)) == []


@given(jobs(st.builds(Paragraph, PIECES)))
def test_wrapping_loses_nothing(job: Job) -> None:
    """The text of paragraphs is their pieces' text, blanks and line breaks aside."""
    said = "".join(flat(block.pieces, job.values) for block in job.page.blocks if isinstance(block, Paragraph))
    assert "".join(FORMATS["txt"].make(job).decode().split()) == "".join(said.split())


@pytest.mark.parametrize("words", ["From\u00a0here on", "\u00a0", "a\u00a0", "10\u00a0MB " * 20])
def test_no_break_spaces_keep_words_together(words: str) -> None:
    """They become blanks that no line ends with and at which no line is broken."""
    page = Page("de", (), (), (), (Paragraph((Plain(words),)),), (), ("", ""))
    written = lines(Job(make_job().sheet, page, {}, ORIGIN))
    assert faults(written) == []
    assert [line for line in written if line.endswith("10")] == []


def test_code_is_copied_as_it_stands() -> None:
    """Lines of code begin in the first column and are never wrapped; none can begin as a quotation."""
    code = Code(((Literally("> " + "x " * 60 + "x"),), (Plain("mx = "), Slot("domain"))))
    page = Page("de", (), (), (), (code,), (), ("", ""))
    assert lines(Job(make_job().sheet, page, {"domain": "firma.de"}, ORIGIN)) == [f" > {'x ' * 60}x", "mx = firma.de"]
