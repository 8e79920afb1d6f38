"""What people hand to `render --from`: the kinds of lists, told apart; files and stdin; and whatever else."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import sys
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.batch.columns import COLUMNS, ColumnName, column_of
from sheetgen.batch.listed import copied, rows
from sheetgen.batch.row import Row, read_effective, read_language
from sheetgen.errors import Place, Problem, Refused
from tests.batch.lists import SOURCE, read, told
from tests.places import CHECKOUT
from tests.test_docs import blocks

ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "cp1252": b"",
}
QUOTING: tuple[Literal[0, 1], ...] = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
NAMES: dict[ColumnName, tuple[str, ...]] = {
    "domain": ("domain", "Domäne", "EMPFÄNGERDOMAIN"),
    "customer": ("customer", "Kunde"),
    "ticket": ("ticket", "Ticket-Nr."),
    "language": ("language", "Sprache"),
    "effective": ("effective", "gültig ab", "gueltig_ab"),
}
WORDS = st.text(st.sampled_from("abzäöüßé09;,|\t\"' \n.-@:{[=\\"), max_size=12)
"""What cells are made of: nothing that Excel writes for an error, and nothing whose bytes in Windows-1252 would be UTF-8."""
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", []),
        ("\n  \n# of today\n", []),
        ("firma.de\r\n\r\n# those of today\r\n  # indented\nfirma.at, firma.ch\r\n", ["1 firma.de", "5 firma.at, firma.ch"]),
        ("Bitte TLS für firma.de\n", ["1 Bitte TLS für firma.de"]),
        ("[RT #4711] TLS\nfirma.de\n", ["1 [RT #4711] TLS", "2 firma.de"]),
        ('"Max" <max@firma.de>; "Eva\n', ['1 "Max" <max@firma.de>; "Eva']),
        ('"x\ny"\nfirma.de', ['1 "x', '2 y"', "3 firma.de"]),
        ("Kunde\nfirma.de", ["1 Kunde", "2 firma.de"]),
        ("Kunde, Ticket, dies, das, jenes\nfirma.de", ["1 Kunde, Ticket, dies, das, jenes", "2 firma.de"]),
        ("Hallo Kunde, anbei die Domain\nfirma.de", ["1 Hallo Kunde, anbei die Domain", "2 firma.de"]),
        ("# JSON\n\n" + '{"domain": "a.de"}', ["3 a.de"]),
        ("# CSV\n\ndomain", []),
        ('[{"domain": "a.de"}]', ["1 list.json"]),
        ("[\n{", ["1 list.json"]),
        ('{\n  "domain": "a.de"\n}', ["1 list.json"]),
        ("x" * 70_000 + "\nfirma.de", ["1 list.long-line"]),
        ("\0\nfirma.de", ["1:1 list.control"]),
    ],
)
def test_kinds_are_told_by_the_beginning(content: str, expected: list[str]) -> None:
    """The first line that is neither empty nor a comment tells what it is; where it tells that nothing can be read, that is all."""
    assert told(content) == expected


def test_only_a_plain_line_may_be_prose() -> None:
    """A line of a plain list is marked as pasted; a row of a table or an object is not."""
    contents = ("a.de", "domain\na.de", '{"domain": "a.de"}')
    assert [one.pasted for content in contents for one in read(content) if isinstance(one, Row)] == [True, False, False]


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, list[Row]]:
    """A table as a spreadsheet or a program may have written it, and its rows."""
    columns = draw(st.permutations(("domain", *draw(st.lists(st.sampled_from(COLUMNS[1:]), unique=True)))))
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    ending = "\r\n" if encoding == "cp1252" else draw(st.sampled_from(["\r\n", "\n", "\r"]))
    cells = draw(st.lists(st.tuples(*(WORDS.map(lambda word: word + ".x") if name == "domain" else WORDS for name in columns)), max_size=4))
    text = io.StringIO()
    quoting = draw(st.sampled_from(QUOTING))
    delimiter = draw(st.sampled_from(";,\t|" if len(columns) > 1 else ";"))  # a header of one name can't tell
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerow([draw(st.sampled_from(NAMES[name])) for name in columns])
    expected = []
    for values in cells:
        line = text.getvalue().count("\n") + 1
        writer.writerow(values)
        expected.append(_row(line, dict(zip(columns, map(str.strip, values), strict=True))))
    return ENCODINGS[encoding] + text.getvalue().replace("\n", ending).encode(encoding), expected


def _row(line: int, cells: Mapping[ColumnName, str]) -> Row:
    domain, customer, ticket, language, effective = (cells.get(column, "") for column in COLUMNS)
    return Row(Place(SOURCE, line), domain, customer, ticket, language, effective)


@given(tables())
def test_tables_round_trip(table: tuple[bytes, list[Row]]) -> None:
    """What the standard library writes as CSV, in each delimiter, quoting, encoding and line end, is read as it was, line numbers too."""
    content, expected = table
    assert read(content) == expected


@given(
    st.lists(st.fixed_dictionaries({"domain": TEXTS}, optional={"Kunde": st.lists(TEXTS, max_size=3), "ticket": st.none() | TEXTS})),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_objects_round_trip(objects: list[dict[str, str | list[str] | None]], ascii_alone: bool, encoding: str, ending: str) -> None:  # noqa: FBT001
    """What the standard library writes as JSON, a line each, is read as it was."""
    for one in objects:
        one["domain"] = f"{one['domain']}.x"
    lines = [json.dumps(one, ensure_ascii=ascii_alone) for one in objects]
    expected = [
        Row(
            Place(SOURCE, i),
            str(one["domain"]).strip(),
            ", ".join(filter(None, map(str.strip, one.get("Kunde") or ()))),
            str(one.get("ticket") or "").strip(),
        )
        for i, one in enumerate(objects, 1)
    ]
    assert read(ENCODINGS[encoding] + "".join(line + ending for line in lines).encode(encoding)) == expected


@given(st.lists(st.sampled_from(["", " ", "# x", "#"]) | TEXTS.map(lambda text: f"x.{text}")), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lists_round_trip(lines: list[str], ending: str) -> None:
    """Each line of a plain list is read as it stands, with its number; empty ones and comments are passed over."""
    expected = [Row(Place(SOURCE, i), line, pasted=True) for i, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    assert read(ending.join(lines)) == expected


FRAGMENTS = (
    b"domain",
    b"Kunde",
    b";",
    b",",
    b"\t",
    b'"',
    b"\n",
    b"\r\n",
    b"\r",
    b"{",
    b'{"domain":',
    b"}",
    b"[",
    b"\\u",
    b"sep=",
    b"\0",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xc3",
    b"\xa4",
    b"#",
    b"a.de",
)


@given(st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=3), max_size=40).map(b"".join))
def test_whatever_is_handed_over(content: bytes) -> None:
    """Anything at all gives rows with a domain and problems with a place and a code of the list's, and nothing else."""
    for one in read(content):
        assert one.place
        assert one.place.source == SOURCE
        if isinstance(one, Problem):
            assert one.code.startswith("list.")
            assert one.message
            assert one.hint
        else:
            assert one.domain.strip()


MANY = 10_000
LONG = {  # a list, and how many rows and problems are in it
    "plain": (b"firma.example\n" * MANY, MANY),
    "table": (b"domain;customer;ticket\n" + b'firma.example;"kunde.example";4711\n' * MANY, MANY),
    "objects": (b'{"domain": "firma.example", "x": 1}\n' * MANY, MANY + 1),
    "unclosed quote": (b'domain\n"firma.example\n' + b"firma.example\n" * MANY, MANY + 1),
    "one line": (b"x" * 10_000_000, 1),
}


@pytest.mark.parametrize("name", LONG)
def test_no_list_is_held(name: str) -> None:
    """However long a list, a line or a quote that nobody closed: less than 1 MiB is held while it is read."""
    content, count = LONG[name]
    read(content[:100])  # what is imported on the way is there
    file = io.BytesIO(content)
    tracemalloc.start()
    try:
        assert sum(1 for _ in rows(file, SOURCE)) == count
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_the_file_stays_open_and_is_read_again() -> None:
    """A list is read twice, once to judge it: each time from its beginning, and where a reader stopped half-way, too."""
    file = io.BytesIO("domain\nmüller.de\nb.de\n".encode("utf-16"))
    assert next(rows(file, SOURCE)) == Row(Place(SOURCE, 2), "müller.de")
    assert len(list(rows(file, SOURCE))) == 2
    assert len(list(rows(file, SOURCE))) == 2


def test_a_file_is_copied(tmp_path: Path) -> None:
    """What happens to it afterwards does not matter."""
    path = tmp_path / "list.txt"
    path.write_text("firma.de\n", encoding="utf-8")
    with copied(str(path)) as copy:
        path.write_text("", encoding="utf-8")
        assert copy.beginning().read() == b"firma.de\n"


@pytest.mark.parametrize(
    ("typed", "content"), [(io.TextIOWrapper(io.BytesIO(b"firma.de\n" * 20_000)), b"firma.de\n" * 20_000), (None, b"")]
)
def test_stdin_is_copied(typed: io.TextIOWrapper | None, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, so that it can be read twice; a closed one is empty."""
    monkeypatch.setattr(sys, "stdin", typed)
    with copied("-") as copy:
        assert copy.beginning().read() == content
        assert copy.beginning().read() == content


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe, a device and a missing file, each at once and by its path; of a pipe it is said how it can be handed over."""
    os.mkfifo(tmp_path / "pipe")
    found = {}
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), tmp_path / "missing"):
        with pytest.raises(Refused) as refused:
            copied(str(path))
        (found[path.name],) = ((one.code, one.place == Place(str(path))) for one in refused.value.problems)
        assert ("--from -" in refused.value.problems[0].hint) == (path.name == "pipe")
    assert found == {
        tmp_path.name: ("file.kind", True),
        "pipe": ("file.kind", True),
        "zero": ("file.kind", True),
        "missing": ("file.missing", True),
    }


def test_an_empty_name_is_told() -> None:
    """As an unset variable of a shell gives it: nothing is said of the folder at hand."""
    with pytest.raises(Refused) as refused:
        copied("")
    assert [(str(one.place), one.message) for one in refused.value.problems] == [("--from", "no file was named")]


@pytest.mark.parametrize(("language", "count"), [("csv", 2), ("jsonl", 2), ("text", 2)])
def test_the_lists_that_the_page_shows(language: str, count: int) -> None:
    """Each example of docs/batch.md is read without a complaint, and its languages and days are taken."""
    (example,) = blocks(CHECKOUT / "docs" / "batch.md", language)
    found = [one for one in read(example) if isinstance(one, Row)]
    assert len(found) == len(read(example)) == count
    for row in found:
        assert read_language(row.language, row.place)[1] == ()
        assert read_effective(row.effective, row.place)[1] == ()
    assert found[0].domain == "partner.example"


def test_the_page_lists_every_column() -> None:
    """The table of docs/batch.md names each column, and the other names that it shows are taken."""
    page = (CHECKOUT / "docs" / "batch.md").read_text("utf-8")
    shown = [[re.findall("`([^`]+)`", cell) for cell in line.split("|")[1:3]] for line in page.splitlines() if line.startswith("| `")]
    assert [names[0] for names, _ in shown] == list(COLUMNS)
    assert all(column_of(other) == names[0] for names, others in shown for other in others)
